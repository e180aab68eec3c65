"""年度評価 as papers and 個票 show it: read from the reviews, with the grades and values of the year beside them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fiscal import wareki
from fiscal.calendar import Quarter
from initiatives import stages
from initiatives.models import Initiative, Plan
from initiatives.stages import Cycle
from kpis.models import Indicator
from kpis.queries import sheets
from kpis.standing import standing
from progress import strip
from progress.annual.expected import expected_in
from progress.annual.prefill import taken_over
from progress.models import AnnualReview, AnnualReviewStage, AnnualRound, ReportingPeriod
from progress.naming import number_of
from progress.queries import never_empty
from progress.workflow import HANDED_IN, State
from reports.tree import Mark

LAST = 4
NOT_HANDED_IN = "未提出"


@dataclass(frozen=True)
class Review:
    """One year of one initiative, as its 個票 shows it; ``texts`` under the names of the plan's stages."""

    year: int
    name: str
    state: State
    outlook: str
    next_year: str
    taken_over: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Line:
    """One initiative of the year: its grades by period, its indicators at the end, and what is decided."""

    code: str
    title: str
    department: str
    state: str
    marks: tuple[Mark, ...]
    kpis: tuple[str, ...]
    outlook: str
    next_year: str


@dataclass(frozen=True)
class Annual:
    """The 年度評価 of a plan in a year. ``outlooks`` counts the directions among what has been handed in."""

    year: int
    periods: tuple[str, ...]
    lines: tuple[Line, ...]
    outlooks: tuple[tuple[str, int], ...]


def of_initiative(initiative: Initiative) -> tuple[Review, ...]:
    """The reviews of an initiative that have been handed in, the newest first (three queries)."""
    rows = AnnualReview.objects.handed_in().filter(initiative=initiative)
    told = rows.select_related("round").order_by("-round__year")
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    for stage in AnnualReviewStage.objects.filter(review__initiative=initiative):
        texts[stage.review_id][stage.key] = stage.text
    cycle = stages.read(initiative.plan)
    return tuple(_review(row, texts[row.pk], cycle) for row in told)


def _review(row: AnnualReview, texts: Mapping[str, str], cycle: Cycle) -> Review:
    return Review(
        year=row.round.year,
        name=str(row.round),
        state=row.workflow_state,
        outlook=row.get_outlook_display(),
        next_year=row.next_year,
        taken_over=taken_over(row),
        texts=tuple(
            (stage.name, texts[stage.key]) for stage in cycle.stages if texts.get(stage.key)
        ),
    )


def read(plan: Plan, period: ReportingPeriod, *, today: date) -> Annual | None:
    """Read the newest round that has begun, up to the year of a period (a fixed number of queries)."""
    begun = AnnualRound.objects.filter(plan=plan, year__lte=period.year, opens_on__lte=today)
    annual = begun.order_by("-year").first()
    return _annual(annual) if annual else None


def _annual(annual: AnnualRound) -> Annual:
    reviews = {
        row.initiative_id: row
        for row in annual.reviews.filter(state__in=HANDED_IN).select_related("department")
    }
    initiatives = Initiative.objects.filter(
        pk__in=never_empty({*expected_in(annual).values_list("pk", flat=True), *reviews})
    )
    rows = list(initiatives.select_related("category").order_by("order", "pk"))
    quarters = [row.as_quarter for row in annual.plan.periods.filter(year=annual.year)]
    shown = strip.handed_in(never_empty(row.pk for row in rows))
    kpis = _kpis([row.pk for row in rows], annual.year)
    decided = Counter(row.get_outlook_display() for row in reviews.values())
    return Annual(
        year=annual.year,
        periods=tuple(wareki.round_name(quarter) for quarter in sorted(quarters)),
        lines=tuple(
            _line(row, reviews.get(row.pk), _marks(shown.get(row.pk, {}), quarters), kpis[row.pk])
            for row in rows
        ),
        outlooks=tuple(decided.most_common()),
    )


def _marks(
    shown: Mapping[Quarter, strip.Handed], quarters: Collection[Quarter]
) -> tuple[Mark, ...]:
    """The mark of every period of the year; what was complete before it stays so."""
    marks = strip.marks(shown, {*quarters, *shown})
    return tuple(Mark(marks[quarter].tone, marks[quarter].word) for quarter in sorted(quarters))


def _kpis(initiatives: Sequence[int], year: int) -> dict[int, list[str]]:
    """What there is to say of every indicator at the end of the year (three queries)."""
    indicators = Indicator.objects.filter(initiative__in=never_empty(initiatives))
    found: dict[int, list[str]] = defaultdict(list)
    for row in sheets(indicators.order_by("initiative__order", "order", "pk")):
        now = standing(row.facts, row.readings, Quarter(year, LAST), ())
        found[row.indicator.initiative_id].append(f"{row.indicator.name}：{now.sentence}")
    return found


def _line(
    row: Initiative, review: AnnualReview | None, marks: tuple[Mark, ...], kpis: list[str]
) -> Line:
    return Line(
        code=number_of(row),
        title=row.title,
        department=review.department.name if review else "",
        state=review.workflow_state.label if review else NOT_HANDED_IN,
        marks=marks,
        kpis=tuple(kpis),
        outlook=review.get_outlook_display() if review else "",
        next_year=review.next_year if review else "",
    )
