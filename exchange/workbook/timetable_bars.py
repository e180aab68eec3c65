"""Bars of the 工程表 on lanes: what would overlap goes one lane lower. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from exchange.workbook.styles import DASHED, MEDIUM, Look
from reports.tree import Bar, ScheduleRow

DONE, UNDATED = "done", "undated"
SHORT = {"study": "検", "prepare": "準", "carry_out": "実", "done": "完"}
PLAIN = Look(8)
LOOKS = {
    "study": PLAIN.but(fill="808080", pattern="gray0625", edges=DASHED),
    "prepare": PLAIN.but(fill="A6A6A6", pattern="lightUp"),
    "carry_out": PLAIN.but(fill="C9D7EE", edges=MEDIUM),
    "done": PLAIN.but(fill="404040", colour="FFFFFF", bold=True, across="center", edges=MEDIUM),
    UNDATED: PLAIN.but(edges=DASHED),
}
LONG = 3
BOX = {
    (kind, long): look.but(size=7) if long else look
    for kind, look in LOOKS.items()
    for long in (False, True)
}


@dataclass(frozen=True)
class Box:
    """A bar as drawn, ends included."""

    first: int
    last: int
    text: str
    kind: str

    @property
    def length(self) -> int:
        """How many quarters it covers."""
        return self.last - self.first + 1

    def moved(self, quarters: int) -> "Box":
        """The same bar so many quarters later, cut at the first."""
        return replace(self, first=max(self.first + quarters, 0), last=self.last + quarters)

    @property
    def is_long(self) -> bool:
        """Whether the text is too much for its quarters at full size."""
        return len(self.text) > self.length * LONG * 3


Lane = list[Box]


def lanes(row: ScheduleRow, years: range) -> list[Lane]:
    """The bars of an initiative on as few lanes as they need; at least one lane."""
    quarters, found = len(years) * 4, list[Lane]()
    bars = sorted(row.bars, key=lambda bar: (bar.row, bar.first or 0))
    boxes = [box_of(bar, quarters) for bar in bars if not is_undated(bar)]
    for box in boxes:
        if box.kind != DONE:
            place(found, box)
    for box in boxes:
        if box.kind == DONE:
            finish(found, box.last)
    is_marked = any(box.kind == DONE for box in boxes)
    if row.finished_year is not None and row.finished_year in years and not is_marked:
        finish(found, years.index(row.finished_year) * 4 + 3)
    undated = [bar for bar in bars if is_undated(bar)]
    if undated:
        found.append([Box(0, quarters - 1, told(undated), UNDATED)])
    return found or [[]]


def is_undated(bar: Bar) -> bool:
    """Whether the document does not say when: such a bar has no place among the years."""
    return bar.first is None and bar.last is None


def told(undated: Iterable[Bar]) -> str:
    """The bars without a time as words in one line."""
    words = (f"【{SHORT[bar.kind]}】{one_line(bar.text)}" for bar in undated)
    return f"時期の記載なし：{'　'.join(words)}"


def place(found: list[Lane], box: Box) -> None:
    """Put a box on the first lane where it is free, if the bars above do not touch it."""
    for lane in found:
        if all(box.last < other.first or box.first > other.last for other in lane):
            lane.append(box)
            return
    found.append([box])


def box_of(bar: Bar, quarters: int) -> Box:
    """A bar within the table; an open end goes to the edge."""
    first = max(0, min(bar.first if bar.first is not None else 0, quarters - 1))
    last = max(first, min(bar.last if bar.last is not None else quarters - 1, quarters - 1))
    sure = "" if bar.certain else "＊"
    return Box(first, last, f"【{SHORT[bar.kind]}】{one_line(bar.text)}{sure}", bar.kind)


def one_line(text: str) -> str:
    """The list in a bar's text beside each other: its lines are those of a narrower printed table."""
    return text.replace("\n", "　")


def finish(found: list[Lane], at: int) -> None:
    """End the first lane with a black box where the initiative was finished."""
    lane = found[0] if found else []
    before = [replace(box, last=min(box.last, at - 1)) for box in lane if box.first < at]
    after = [
        replace(box, first=max(box.first, at + 1))
        for box in lane
        if box.last > at and box.first >= at
    ]
    found[:1] = [[*before, Box(at, at, SHORT[DONE], DONE), *after]]
