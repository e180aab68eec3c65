"""What the plan says of one 取組事項: its words, who answers for it, its 工程, goals and lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from fiscal import wareki
from fiscal.calendar import QUARTERS, Quarter
from initiatives.duties import took_over
from initiatives.models import Initiative, Responsibility, ScheduleBar, TermLink
from kpis import goals
from kpis.goals import GoalText
from kpis.queries import Sheet as Measured
from organizations.lineage import with_present_name
from reports import sheet_items


@dataclass(frozen=True)
class Bar:
    """A 工程 in words: R6～R9　ニーズの把握. ``years`` are None where the document leaves the end open."""

    span: str
    text: str
    css: str
    is_guess: bool
    first_year: int | None
    last_year: int | None

    @property
    def is_dated(self) -> bool:
        """Whether the document says anything of its time."""
        return self.first_year is not None or self.last_year is not None

    def touches(self, year: int) -> bool:
        """Whether the 工程 runs in a year; without any year nobody knows."""
        return self.is_dated and (self.first_year or year) <= year <= (self.last_year or year)


@dataclass(frozen=True)
class Duty:
    """A section the document prints: its name, with the present one after a reorganisation."""

    department: str
    certain: bool


@dataclass(frozen=True)
class Promise:
    """The plan's side of a 個票."""

    leads: tuple[Duty, ...]
    related: tuple[Duty, ...]
    assigned: tuple[Responsibility, ...]
    unprinted: str
    goals: tuple[GoalText, ...]
    bars: tuple[Bar, ...]
    links: tuple[TermLink, ...]
    tables: tuple[sheet_items.Table, ...]


def read(initiative: Initiative, measured: Iterable[Measured], today: date) -> Promise:
    """Read what the plan says; ``measured`` are its indicators (eight queries)."""
    duties = list(initiative.responsibilities.select_related("department").order_by("order", "pk"))
    printed, now = _printed(duties, today)
    bars = initiative.bars.filter(table=ScheduleBar.Table.DETAIL).order_by("row", "order")
    return Promise(
        leads=tuple(now[duty.pk] for duty in printed if duty.role == Responsibility.Role.LEAD),
        related=tuple(now[duty.pk] for duty in printed if duty.role != Responsibility.Role.LEAD),
        assigned=tuple(
            duty
            for duty in duties
            if duty.origin == Responsibility.Origin.OFFICE and duty.carries_id not in now
        ),
        unprinted=unprinted(initiative),
        goals=goals.read_beside(initiative.pk, measured),
        bars=tuple(bar_in_words(bar, today) for bar in bars),
        links=tuple(_links(initiative)),
        tables=sheet_items.read(initiative, today),
    )


def _printed(
    duties: Iterable[Responsibility], today: date
) -> tuple[list[Responsibility], dict[int, Duty]]:
    """The rows of the document, and how each is shown today."""
    rows = list(duties)
    printed = [duty for duty in rows if duty.origin == Responsibility.Origin.DOCUMENT]
    present = took_over(duty for duty in rows if duty.is_held_on(today))
    names = ((duty, present.get(duty.pk)) for duty in printed)
    return printed, {
        duty.pk: Duty(with_present_name(str(duty.department), name), duty.certain)
        for duty, name in names
    }


def unprinted(initiative: Initiative) -> str:
    """What to say where no leading section is printed: unknown is not "nobody"."""
    if initiative.departments_printed == Initiative.DepartmentsPrinted.YES:
        return Initiative.DepartmentsPrinted.NO.label
    return initiative.get_departments_printed_display()


def bar_in_words(bar: ScheduleBar, today: date) -> Bar:
    """Return a 工程 with its span; an end the document leaves open stays open."""
    start, end = _moment(bar.start_year, bar.start_quarter), _moment(bar.end_year, bar.end_quarter)
    span = start if start == end else f"{start}～{end}"
    is_guess = not bar.certain or bar.start_year is None or bar.end_year is None
    last = bar.end_year and Quarter(bar.end_year, bar.end_quarter or QUARTERS[-1])
    classes = ["bar"]
    if last and last < Quarter.of(today):
        classes.append("bar--past")
    if is_guess:
        classes.append("bar--guess")
    return Bar(
        span or "時期の記載なし",
        bar.text,
        " ".join(classes),
        is_guess and bool(span),
        bar.start_year,
        bar.end_year,
    )


def _moment(year: int | None, quarter: int | None) -> str:
    if year is None:
        return ""
    if quarter is None:
        return wareki.fiscal_year_short(year)
    return wareki.quarter_short(Quarter(year, quarter))


def _links(initiative: Initiative) -> list[TermLink]:
    """The terms the initiative, or its category, answers to."""
    links = TermLink.objects.filter(Q(initiative=initiative) | Q(category=initiative.category_id))
    told = links.select_related("term__framework", "category").only(
        "origin",
        "term__name",
        "term__framework__title",
        "term__framework__version",
        "category__label",
    )
    return list(told.order_by("term__framework__order", "term__order", "pk"))
