"""What the workbook is written from: the portfolio tree, the 工程表 and the meeting it is made for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fiscal import wareki
from fiscal.calendar import Quarter
from reports.answers import Asked
from reports.mark import Mark
from reports.tree import Kpi, Line, Portfolio, ScheduleRow

OWN_SHEETS_LIMIT = 60


@dataclass(frozen=True)
class Occasion:
    """The meeting of the papers; all empty when they are made for a period only."""

    meeting: str = ""
    document: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class Promise:
    """What the plan's document says of an initiative, for its 個票."""

    situation: str = ""
    direction: str = ""
    origin: str = ""
    page: str = ""
    departments_printed: str = ""
    leads: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """Everything the papers show. ``rows`` are the 工程表 over the fiscal ``years``; the words are the plan's headings."""

    portfolio: Portfolio
    rows: tuple[ScheduleRow, ...]
    years: range
    occasion: Occasion = Occasion()
    promises: Mapping[int, Promise] = field(default_factory=dict)
    situation_word: str = "現状・課題"
    direction_word: str = "取組の方向性"
    answers: tuple[Asked, ...] = ()

    @property
    def subject(self) -> str:
        """The plan's own word for 取組事項."""
        return self.portfolio.head.subject

    @property
    def quarter(self) -> Quarter:
        """The quarter reported on."""
        head = self.portfolio.head
        return Quarter(head.year, head.quarter, head.span)

    @property
    def now(self) -> int:
        """The place of the quarter on the 工程表, counted from its first quarter."""
        return self.quarter.index - Quarter(self.years[0], 1).index

    @property
    def period(self) -> str:
        """令和８年度 第２四半期."""
        return wareki.quarter(self.quarter)

    @property
    def as_of(self) -> str:
        """令和８年９月末現在."""
        return wareki.as_of_month(self.portfolio.head.as_of)

    def sheets_of_their_own(self) -> tuple[Line, ...]:
        """The initiatives that get a 個票: all of a usual plan, the delayed ones of a very large one."""
        portfolio = self.portfolio
        return portfolio.lines if not self.is_shortened else portfolio.delays

    @property
    def is_shortened(self) -> bool:
        """Whether there are too many initiatives for a 個票 each."""
        return len(self.portfolio.lines) > OWN_SHEETS_LIMIT

    def finished_before(self) -> tuple[ScheduleRow, ...]:
        """Initiatives that were complete before the plan began: they have no line, only their place."""
        lines = {line.pk for line in self.portfolio.lines}
        return tuple(row for row in self.rows if row.pk not in lines)

    def finished_lines(self) -> tuple[Line, ...]:
        """What was complete before the plan began, as lines without a report; a very large plan has none."""
        if self.is_shortened:
            return ()
        return tuple(finished_line(row, self.promise(row.pk)) for row in self.finished_before())

    def promise(self, pk: int) -> Promise:
        """The document's words on an initiative."""
        return self.promises.get(pk) or Promise()

    def schedule_by_initiative(self) -> dict[int, ScheduleRow]:
        """The 工程表 row of each initiative."""
        return {row.pk: row for row in self.rows}

    def kpis_by_initiative(self) -> dict[int, list[Kpi]]:
        """The indicators of each initiative."""
        found: dict[int, list[Kpi]] = {}
        for kpi in self.portfolio.kpis:
            found.setdefault(kpi.initiative_pk, []).append(kpi)
        return found


def finished_line(row: ScheduleRow, said: Promise) -> Line:
    """An initiative the plan lists as complete: its promise without any report."""
    return Line(
        pk=row.pk,
        code=row.code,
        label=row.label,
        title=row.title,
        category_code=row.category_code,
        leads=said.leads,
        related=said.related,
        departments_printed=said.departments_printed,
        reporter="",
        mark=Mark("done", "完了"),
        previous=None,
        state="",
        state_tone="",
        implementation="完了",
        reason="",
        recovery="",
        result="",
        issue="",
        next_action="",
        future="",
        request="",
        delayed_periods=0,
        goal=row.goal,
        report_pk=None,
    )
