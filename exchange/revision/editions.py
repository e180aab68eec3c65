"""How a plan read on a day, and 新旧対照表 between two days with the reasons of the revisions that lie between."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import QuerySet

from exchange.revision import comparison, document
from exchange.revision.comparison import Row
from exchange.revision.identity import Group
from fiscal import wareki
from initiatives.models import Plan, PlanAmendment, PlanRevision

SAME = "同上"
# A plan file loaded again or a row mended in the administration: no revision stands behind it.
NO_REVISION = "計画データの修正（改定によらないもの）"


@dataclass(frozen=True)
class Line:
    """A row of the table with its number and its reason (同上 under an equal one)."""

    number: int
    row: Row
    reason: str

    @property
    def place(self) -> str:
        """【目標事項】（p.29）."""
        spot = self.row.spot
        page = f"（p.{spot.page}）" if spot.page else ""
        return f"【{spot.place}】{page}" if spot.place else page


@dataclass(frozen=True)
class Section:
    """The rows of one 取組事項, one category …, under one heading."""

    chapter: str
    heading: str
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """The words above the rows."""
        return "　".join(part for part in (self.chapter, self.heading) if part)


@dataclass(frozen=True)
class Table:
    """新旧対照表."""

    sections: tuple[Section, ...]

    @property
    def total(self) -> int:
        """How many rows it has."""
        return sum(len(section.lines) for section in self.sections)


def edition(plan: Plan, day: date) -> Group:
    """Return what a plan said on a day: before the first revision that came into force later, or what it says now."""
    later = _in_force(plan).filter(in_force_on__gt=day).values_list("before", flat=True).first()
    return document.own_of(plan) if later is None else later


def _in_force(plan: Plan) -> QuerySet[PlanAmendment]:
    rows = PlanAmendment.objects.filter(plan=plan, state=PlanAmendment.State.IN_FORCE)
    return rows.order_by("in_force_on", "pk")


def revisions(plan: Plan) -> list[PlanAmendment]:
    """Return the revisions made here that are in force, the newest first, without their documents."""
    rows = _in_force(plan).defer("base", "document", "before").select_related("revision")
    return list(rows.reverse())


def printed_revisions(plan: Plan) -> list[PlanRevision]:
    """Return the revisions that only the document records: what the plan said before them is not known."""
    return list(plan.revisions.filter(amendment=None))


def between(plan: Plan, first: date, last: date, initiative: str = "") -> Table:
    """Return what differs between two days, each row with the reason of the revision that made it."""
    rows = _in_force(plan).filter(in_force_on__gt=first, in_force_on__lte=last)
    made = list(rows.defer("base"))
    if not made:
        return Table(())
    found = comparison.rows(made[0].before or {}, edition(plan, last), initiative)
    return table(found, _Reasons([_Told(row, row.before or {}, row.document) for row in made]).of)


def of_draft(amendment: PlanAmendment, initiative: str = "") -> Table:
    """Return what a 改定案 changes."""
    found = comparison.rows(amendment.base, amendment.document, initiative)
    told = _Told(amendment, amendment.base, amendment.document)
    return table(found, _Reasons([told]).of)


def table(rows: Sequence[Row], reason_of: Callable[[Row], str]) -> Table:
    """Number the rows and gather them under their headings."""
    lines, before = [], ""
    for number, row in enumerate(rows, 1):
        reason = reason_of(row)
        lines.append(Line(number, row, SAME if reason and reason == before else reason))
        before = reason
    return Table(
        tuple(
            Section(chapter, heading, tuple(group))
            for (chapter, heading), group in groupby(
                lines, key=lambda line: (line.row.spot.chapter, line.row.spot.heading)
            )
        )
    )


@dataclass(frozen=True)
class _Told:
    """A revision with the plan before and after it."""

    amendment: PlanAmendment
    before: Group
    after: Group


class _Reasons:
    """Finds the reason of a row among the revisions that changed its place."""

    def __init__(self, told: Sequence[_Told]) -> None:
        self.own: list[tuple[PlanAmendment, Mapping[str, str], set[str], set[str]]] = []
        for one in told:
            rows = comparison.rows(one.before, one.after)
            lists = {row.around for row in rows if row.is_listed}
            self.own.append(
                (one.amendment, one.amendment.reasons, {row.key for row in rows}, lists)
            )

    def of(self, row: Row) -> str:
        """Return the reasons of the revisions that changed just this; else of those that changed its list."""
        exact = [(a, reasons) for a, reasons, keys, _ in self.own if row.key in keys]
        near = exact or [(a, reasons) for a, reasons, _, lists in self.own if row.around in lists]
        entry = "/".join(row.spot.path[:2])
        found = [reasons.get(row.key) or reasons.get(entry) or a.reason for a, reasons in near]
        return "\n".join(dict.fromkeys(found)) or NO_REVISION


def eve_and_day(amendment: PlanAmendment) -> tuple[date, date]:
    """Return the last day of the old and the first day of the new text."""
    return amendment.in_force_on - timedelta(days=1), amendment.in_force_on


def day_words(day: date) -> str:
    """令和８年11月１日現在."""
    return f"{wareki.full_date(day)}現在"
