"""The 工程表 as a page shows it: years before the plan as thin bars, the plan's years by quarter. Prints, not decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from initiatives.models import Category, Plan
from kpis import goals
from kpis.goals import GoalText
from progress.models import ReportingPeriod
from reports import schedule_rows, spans
from reports.mark import Mark
from reports.marks import DONE
from reports.schedule_choice import LATE_TONES
from reports.schedule_columns import PER_YEAR, YEAR_WIDTH, Columns
from reports.spans import Piece, Placed
from reports.tree import ScheduleRow


@dataclass(frozen=True)
class Rect:
    """A thin bar of the years before the plan."""

    css: str
    x: int
    width: int


@dataclass(frozen=True)
class Cell:
    """A table cell of the plan's quarters. ``css`` is that of its bar; ``goals`` are positions of ◆ in per cent.

    ``undated`` are 工程 without any time; ``told`` says so, or that the document has none.
    """

    width: int
    starts_year: bool
    text: str
    css: str
    is_guess: bool
    goals: tuple[str, ...]
    told: str = ""
    undated: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One table row: the first of an initiative carries its heading over ``height`` rows."""

    row: ScheduleRow
    url: str
    height: int
    rects: tuple[Rect, ...]
    texts: tuple[str, ...]
    cells: tuple[Cell, ...]
    goals: tuple[GoalText, ...]
    mark: Mark | None
    number: str

    @property
    def leads(self) -> bool:
        """Whether the heading stands in this row."""
        return self.height > 0


@dataclass(frozen=True)
class Group:
    """The rows of one category."""

    label: str
    title: str
    lines: tuple[Line, ...]


def build(
    plan: Plan, period: ReportingPeriod | None, today: date, only: Sequence[int]
) -> tuple[Group, ...]:
    """Return the groups of some initiatives, in the plan's order (eight queries)."""
    columns = Columns(plan)
    aims = goals.read(only)
    rows = schedule_rows.schedule(plan, period=period, only=only, aims=aims)
    lines: dict[str, list[Line]] = {}
    for row in rows:
        lines.setdefault(row.category_code, []).extend(
            _lines(row, aims.get(row.pk, ()), columns, columns.of(today))
        )
    categories = Category.objects.filter(plan=plan, code__in=lines).order_by("order")
    return tuple(
        Group(label, title, tuple(lines[code]))
        for code, label, title in categories.values_list("code", "label", "title")
    )


def current_mark(row: ScheduleRow) -> Mark | None:
    """The mark of the newest period; 完了 for what was complete before the plan."""
    if row.finished_year is not None:
        return DONE
    return row.marks[-1][1] if row.marks else None


def _lines(row: ScheduleRow, aims: tuple[GoalText, ...], columns: Columns, now: int) -> list[Line]:
    lanes = spans.lanes(row.bars, columns.end)
    mark = current_mark(row)
    tones = tones_of(lanes, mark, now)
    moments = tuple(aim.at - columns.origin for aim in aims if aim.at is not None)
    drawn: list[tuple[list[Placed], tuple[Cell, ...]]] = [
        (lane, _cells(lane, tones, columns, () if number else moments))
        for number, lane in enumerate(lanes)
    ]
    undated = tuple(spans.without_time(row.bars))
    if undated or not lanes:
        drawn.append(([], (_whole(undated, columns, () if lanes else moments),)))
    return [
        Line(
            row=row,
            url=reverse("reports:initiative-show", args=[row.pk]),
            height=0 if number else len(drawn),
            rects=_rects(lane, tones, columns),
            texts=tuple(bar.text for bar in lane if bar.last < columns.begin),
            cells=cells,
            goals=aims,
            mark=mark,
            number="" if row.finished_year is not None else row.label,
        )
        for number, (lane, cells) in enumerate(drawn)
    ]


def _whole(undated: tuple[str, ...], columns: Columns, moments: Sequence[int]) -> Cell:
    """One cell over all quarters, for 工程 without any time and for 取組事項 without any 工程."""
    return Cell(
        width=columns.quarters,
        starts_year=True,
        text="",
        css="",
        is_guess=False,
        goals=_diamonds(Piece(columns.begin, columns.quarters, None), columns, moments),
        told="時期の記載なし" if undated else "工程は資料に記載なし",
        undated=undated,
    )


def tones_of(
    lanes: Sequence[Sequence[Placed]], mark: Mark | None, now: int
) -> Mapping[Placed, str]:
    """Say of each bar whether it is plan, past, done or late: late is what is over though its work is not."""
    bars = [bar for lane in lanes for bar in lane]
    end = max((bar.last for bar in bars), default=0)
    is_late = end < now and mark is not None and mark.tone in LATE_TONES
    is_done = mark is not None and mark == DONE

    def tone(bar: Placed) -> str:
        if is_done and (bar.is_done or bar.last == end):
            return "done"
        if bar.last >= now:
            return "plan"
        return "late" if is_late and bar.last == end else "past"

    return {bar: tone(bar) for bar in bars}


def _rects(
    lane: Sequence[Placed], tones: Mapping[Placed, str], columns: Columns
) -> tuple[Rect, ...]:
    rects = []
    for bar in lane:
        if bar.first < columns.begin:
            first = bar.first // PER_YEAR
            last = min(bar.last, columns.begin - 1) // PER_YEAR
            is_over = tones[bar] == "done" and bar.last < columns.begin
            css = " pastbar--done" * is_over + " pastbar--guess" * bar.is_guess
            x, width = first * YEAR_WIDTH + 1, (last - first + 1) * YEAR_WIDTH - 2
            rects.append(Rect(f"pastbar{css}", x, width))
    return tuple(rects)


def _cells(
    lane: Sequence[Placed],
    tones: Mapping[Placed, str],
    columns: Columns,
    moments: Sequence[int],
) -> tuple[Cell, ...]:
    return tuple(
        _cell(piece, tones, columns, moments)
        for piece in spans.pieces(lane, columns.begin, columns.end, PER_YEAR)
    )


def _cell(
    piece: Piece, tones: Mapping[Placed, str], columns: Columns, moments: Sequence[int]
) -> Cell:
    bar = piece.bar
    return Cell(
        width=piece.width,
        starts_year=piece.first % PER_YEAR == 0,
        text=bar.text if bar else "",
        css=_css(bar, tones[bar], columns) if bar else "",
        is_guess=bar is not None and bar.is_guess,
        goals=_diamonds(piece, columns, moments),
    )


def _diamonds(piece: Piece, columns: Columns, moments: Sequence[int]) -> tuple[str, ...]:
    """Where in a stretch of columns goals are due, in per cent."""
    end = piece.first + piece.width
    inside = [
        moment
        for moment in moments
        if piece.first < moment <= end or moment == piece.first == columns.begin
    ]
    return tuple(f"{100 * (moment - piece.first) / piece.width:g}%" for moment in inside)


def _css(bar: Placed, tone: str, columns: Columns) -> str:
    classes = ["bar", f"bar--{tone}"]
    if bar.first < columns.begin:
        classes.append("bar--cont")
    if bar.is_guess:
        classes.append("bar--guess")
    return " ".join(classes)
