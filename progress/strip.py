"""評価の経過: one mark per quarter of the plan, read for many initiatives with one query."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from django.db.models.functions import Coalesce

from fiscal import wareki
from fiscal.calendar import Quarter, quarters_between
from initiatives.models import Plan
from progress.models import ProgressReport
from progress.workflow import State


@dataclass(frozen=True)
class Mark:
    """A word on the grade axis with the tone of its shape; 速報 until the report is accepted."""

    tone: str
    word: str
    is_preliminary: bool = field(default=False, compare=False)


DONE = Mark("done", "完了")
NONE = Mark("none", "未提出")


@dataclass(frozen=True)
class Handed:
    """What a handed-in report shows, and whether it finished its initiative."""

    mark: Mark
    finishes: bool


@dataclass(frozen=True)
class Cell:
    """One quarter of a strip: its classes and, when there is one, its shape."""

    css: str
    tone: str


@dataclass(frozen=True)
class Strip:
    """The quarters of a plan as a row of shapes, and the same in words."""

    label: str
    cells: tuple[Cell, ...]


Reports = dict[int, dict[Quarter, Handed]]


def handed_in(initiatives: Collection[int]) -> Reports:
    """Read what the handed-in reports of initiatives show, by quarter (one query)."""
    rows = (
        ProgressReport.objects.handed_in()
        .filter(initiative__in=initiatives)
        .order_by()
        .values_list(
            "initiative_id",
            "period__year",
            "period__quarter",
            "implementation",
            "state",
            Coalesce("reviewed_grade__tone", "self_grade__tone"),
            Coalesce("reviewed_grade__word", "self_grade__word"),
        )
    )
    found: Reports = {}
    for initiative, year, quarter, implementation, state, tone, word in rows:
        done = implementation == ProgressReport.Implementation.DONE
        shown = _handed(DONE if done else Mark(tone, word), state, done=done)
        found.setdefault(initiative, {})[Quarter(year, quarter)] = shown
    return found


def shown_by(report: ProgressReport) -> Handed:
    """What a handed-in report shows that was read with its grades."""
    grade = report.reviewed_grade or report.self_grade
    done = report.implementation == ProgressReport.Implementation.DONE
    mark = Mark(grade.tone, grade.word) if grade else NONE
    return _handed(DONE if done else mark, report.state, done=done)


def _handed(mark: Mark, state: str, *, done: bool) -> Handed:
    is_accepted = state == State.ACCEPTED
    return Handed(replace(mark, is_preliminary=not is_accepted), done and is_accepted)


def marks(reports: Mapping[Quarter, Handed], periods: Collection[Quarter]) -> dict[Quarter, Mark]:
    """Return the mark of every period: done stays done, and nothing handed in is 未提出."""
    shown: dict[Quarter, Mark] = {}
    finished = False
    for quarter in sorted(periods):
        report = reports.get(quarter)
        mark = report.mark if report else NONE
        shown[quarter] = DONE if finished else mark
        finished = finished or (report is not None and report.finishes)
    return shown


def draw(plan: Plan, shown: Mapping[Quarter, Mark], now: Quarter) -> Strip:
    """Return the strip of one initiative."""
    ticks = quarters_between(Quarter(plan.first_year, 1), Quarter(plan.last_year, 4))
    return Strip(
        "、".join(
            f"{wareki.quarter(named)} {_told(shown[named])}"
            for named in sorted(shown)
            if named in ticks
        ),
        tuple(_cell(shown.get(tick), _css(tick, now)) for tick in ticks),
    )


def _told(mark: Mark) -> str:
    return f"{mark.word}（速報）" if mark.is_preliminary else mark.word


def _cell(mark: Mark | None, css: str) -> Cell:
    if mark is None:
        return Cell(css, "")
    return Cell(f"{css} strip__q--prelim" if mark.is_preliminary else css, mark.tone)


def _css(tick: Quarter, now: Quarter) -> str:
    classes = ["strip__q"]
    if tick < now:
        classes.append("strip__q--past")
    if tick == now:
        classes.append("strip__q--now")
    if tick.number == 1:
        classes.append("strip__q--y")
    return " ".join(classes)
