"""The office's page of a year: every initiative with its review, what is decided, what is still missing."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from initiatives.models import Initiative, Plan
from progress.annual.expected import expected_in
from progress.annual.page import chip_of
from progress.deadline import Deadline
from progress.models import AnnualReview, AnnualRound
from progress.models.annual import CHANGING, Outlook
from progress.naming import number_of
from progress.reporters import Reporter, reporters_of
from progress.tasks import Chip
from progress.workflow import EDITABLE, HANDED_IN, State

PER_PAGE = 50


class Line(NamedTuple):
    """What the choices of the page look at."""

    initiative: int
    review: int | None
    state: str
    outlook: str


@dataclass(frozen=True)
class Row:
    """One initiative of the year. ``stamp`` is set where the office may accept the review now."""

    initiative: Initiative
    number: str
    section: str
    review: AnnualReview | None
    chip: Chip
    stamp: str


@dataclass(frozen=True)
class Choice:
    """One line of the list beside the page."""

    key: str
    name: str
    number: int
    is_current: bool


@dataclass(frozen=True)
class Listing:
    """One page of the year's reviews."""

    annual: AnnualRound
    deadline: Deadline | None
    total: int
    missing: int
    accepted: int
    show: str
    choices: tuple[Choice, ...]
    page: Page[Any]
    rows: tuple[Row, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every review of the year has been accepted."""
        return self.accepted == self.total

    @property
    def can_accept_many(self) -> bool:
        """Whether any review on the page may be accepted now."""
        return any(row.stamp for row in self.rows)


Keeps = Callable[[Line], bool]


def _shows(plan: Plan) -> dict[str, tuple[str, Keeps]]:
    """The choices of the page: key, name, and which lines they keep."""
    ready = acceptable(plan)
    shows: dict[str, tuple[str, Keeps]] = {
        "all": ("全て", lambda _: True),
        "waiting": ("受理待ち", lambda line: line.state in ready),
        "unconfirmed": (
            "所属長の確認待ち",
            lambda line: line.state == State.SUBMITTED and line.state not in ready,
        ),
        "missing": ("未提出", lambda line: line.state not in HANDED_IN),
        "accepted": ("受理済", lambda line: line.state == State.ACCEPTED),
    }
    for outlook in Outlook:
        shows[outlook.value] = (outlook.label, _decided(outlook))
    return shows


def _decided(outlook: Outlook) -> Keeps:
    return lambda line: line.state in HANDED_IN and line.outlook == outlook


def acceptable(plan: Plan) -> frozenset[State]:
    """The states in which the office may accept a review of a plan."""
    ready = {State.CONFIRMED}
    return frozenset(ready if plan.needs_confirmation else ready | {State.SUBMITTED})


def read(annual: AnnualRound, show: str, number: str | None, today: date) -> Listing:
    """Read one page of a year (a fixed number of queries). An unknown choice shows everything."""
    shows = _shows(annual.plan)
    show = show if show in shows else next(iter(shows))
    lines = _lines(annual)
    page = Paginator([line for line in lines if shows[show][1](line)], PER_PAGE).get_page(number)
    numbers = Counter(key for line in lines for key, (_, keeps) in shows.items() if keeps(line))
    return Listing(
        annual=annual,
        deadline=Deadline.of(annual.due_on, today) if today <= annual.closes_on else None,
        total=len(lines),
        missing=numbers["missing"],
        accepted=numbers["accepted"],
        show=show,
        choices=tuple(
            Choice(key, name, numbers[key], key == show) for key, (name, _) in shows.items()
        ),
        page=page,
        rows=tuple(_rows(annual, list(page.object_list), reporters_of(annual.plan, today))),
    )


def _lines(annual: AnnualRound) -> list[Line]:
    """Every initiative that owes a review or has one, in the order of the plan (two queries)."""
    reviews = {
        line[0]: Line(*line)
        for line in annual.reviews.order_by().values_list("initiative_id", "pk", "state", "outlook")
    }
    owing = set(expected_in(annual).order_by().values_list("pk", flat=True))
    ordered = Initiative.objects.filter(pk__in=[0, *owing, *reviews]).order_by("order", "pk")
    return [
        reviews.get(pk) or Line(pk, None, "", "") for pk in ordered.values_list("pk", flat=True)
    ]


def _rows(
    annual: AnnualRound, lines: Sequence[Line], reporters: Mapping[int, Reporter]
) -> Iterable[Row]:
    initiatives = Initiative.objects.select_related("category").in_bulk(
        [0, *(line.initiative for line in lines)]
    )
    reviews = AnnualReview.objects.select_related("department").in_bulk(
        [0, *(line.review for line in lines if line.review)]
    )
    ready = acceptable(annual.plan)
    for line in lines:
        review = reviews.get(line.review or 0)
        reporter = reporters.get(line.initiative)
        is_sent = review is not None and review.state not in EDITABLE
        yield Row(
            initiative=initiatives[line.initiative],
            number=number_of(initiatives[line.initiative]),
            section=review.department.name
            if review and is_sent
            else reporter.name
            if reporter
            else "",
            review=review if is_sent else None,
            chip=chip_of(review),
            stamp=f"{review.pk}:{review.version}" if review and line.state in ready else "",
        )


def changes(annual: AnnualRound) -> list[tuple[AnnualReview, str]]:
    """来年度の計画に反映するもの: the accepted reviews that change something, with their numbers (one query)."""
    rows = annual.reviews.changing().select_related("initiative__category", "department")
    ordered = rows.order_by("initiative__order", "pk")
    return [(row, number_of(row.initiative)) for row in ordered]


def rounds_of(plan: Plan) -> Iterable[Any]:
    """The rounds of a plan, the newest first, each with ``handed_in``, ``accepted`` and ``changing`` (one query)."""
    accepted = Q(reviews__state=State.ACCEPTED)
    return plan.annual_rounds.annotate(
        handed_in=Count("reviews", filter=Q(reviews__state__in=HANDED_IN)),
        accepted=Count("reviews", filter=accepted),
        changing=Count("reviews", filter=accepted & Q(reviews__outlook__in=CHANGING)),
    ).order_by("-year")
