"""Stacked bars of marks, drawn on the server: the head bar and one bar per category. Pure geometry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fiscal.wareki import digits
from reports.tree import CategoryRow, Count

GAP = 2.0
# A hollow piece is drawn inside its edge, so that the stroke stays within the piece.
HOLLOW = {"na", "none"}
EDGE = 0.8
ICON, SMALL_ICON = 16.0, 14.0
# Icon, gap and one figure; each further figure is wider by DIGIT.
LABEL_WIDTH, DIGIT = 34.0, 8.5
ICON_ROOM = 12.0
LEAST = 5.0
TEXT_CLASSES = {"slip": "t-on-slip", "na": "t-strong", "none": "t-strong"}


@dataclass(frozen=True)
class Piece:
    """One coloured piece: its number is written where there is room, its shape where there is less."""

    tone: str
    number: int
    x: float
    y: float
    width: float
    height: float
    icon: float
    has_icon: bool
    has_number: bool

    @property
    def is_hollow(self) -> bool:
        """Whether only the edge is drawn."""
        return self.tone in HOLLOW

    @property
    def text_class(self) -> str:
        """The colour that can be read on the piece."""
        return TEXT_CLASSES.get(self.tone, "t-on")

    @property
    def symbol(self) -> str:
        """The shape; on the filled piece of 完了 the tick stands alone."""
        return "tick" if self.tone == "done" else self.tone

    @property
    def icon_size(self) -> float:
        """The shape's size, smaller where the piece is narrow."""
        return min(self.icon, self.width - GAP) if self.is_tight else self.icon

    @property
    def is_tight(self) -> bool:
        """Whether the shape must shrink."""
        return self.width < self.icon + GAP

    @property
    def label_x(self) -> float:
        """Where shape and number begin, so that both stand in the middle."""
        width = self.icon_size + (4 + DIGIT * len(str(self.number)) if self.has_number else 0)
        return self.x + (self.width - width) / 2


@dataclass(frozen=True)
class Label:
    """Words beside the bars."""

    x: float
    y: float
    text: str
    is_strong: bool = False


@dataclass(frozen=True)
class Drawing:
    """A drawing with what it says aloud."""

    width: int
    height: float
    label: str
    pieces: tuple[Piece, ...]
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How the category bars are set: ``is_stacked`` puts the name above its bar (for a phone)."""

    width: int
    bar_x: float
    step: float
    bar_height: float
    title_x: float
    is_stacked: bool
    widest_unit: float
    letters: int


WIDE = Layout(720, 330, 34, 25, 40, is_stacked=False, widest_unit=50, letters=20)
NARROW = Layout(358, 0, 56, 24, 38, is_stacked=True, widest_unit=48, letters=22)
# Room for the total at the end of the longest bar.
TOTAL_ROOM = 40
PARENT_GAP = 14


def head_bar(counts: Sequence[Count], width: int, height: float) -> Drawing:
    """Return the one bar of all initiatives."""
    total = sum(count.number for count in counts)
    words = "、".join(f"{count.mark.word} {count.number}" for count in counts)
    unit = width / total if total else 0.0
    pieces = lay(counts, (0, 0), height, unit, icon=ICON)
    return Drawing(width, height, f"{total}の取組事項の評価：{words}", pieces)


def category_bars(rows: Iterable[CategoryRow], layout: Layout, nothing: str) -> Drawing:
    """Return a bar for every category without sub-categories; a gap stands where the parent changes.

    ``nothing`` says why a category has no bar: all of it was finished before the plan.
    """
    rows = list(rows)
    longest = max((row.total for row in rows if not row.has_children), default=0)
    room = layout.width - layout.bar_x - TOTAL_ROOM
    unit = min(layout.widest_unit, room / longest) if longest else layout.widest_unit
    pieces: list[Piece] = []
    labels: list[Label] = []
    y = 0.0
    for row in rows:
        if row.has_children:
            y += PARENT_GAP if pieces or labels else 0
            continue
        pieces += lay(row.counts, (layout.bar_x, _bar_y(layout, y)), layout.bar_height, unit)
        labels += _labels(row, layout, y, unit, nothing)
        y += layout.step
    label = "分類別の評価の件数。表は下にあります。"
    return Drawing(layout.width, y, label, tuple(pieces), tuple(labels))


def lay(
    counts: Iterable[Count],
    start: tuple[float, float],
    height: float,
    unit: float,
    icon: float = SMALL_ICON,
) -> tuple[Piece, ...]:
    """Lay pieces side by side; a piece never vanishes, so many small ones take from the widest."""
    shown = [count for count in counts if count.number]
    widths = [max(count.number * unit, LEAST) for count in shown]
    surplus = sum(widths) - sum(count.number * unit for count in shown)
    if surplus:
        widths[widths.index(max(widths))] -= surplus
    pieces = []
    x, y = start
    for count, width in zip(shown, widths, strict=True):
        pieces.append(_piece(count, (x, y), (width - GAP, height), icon))
        x += width
    return tuple(pieces)


def _piece(
    count: Count, place: tuple[float, float], size: tuple[float, float], icon: float
) -> Piece:
    room = LABEL_WIDTH + DIGIT * (len(str(count.number)) - 1)
    return Piece(
        tone=count.mark.tone,
        number=count.number,
        x=place[0],
        y=place[1],
        width=size[0],
        height=size[1],
        icon=icon,
        has_icon=size[0] >= ICON_ROOM,
        has_number=size[0] >= room,
    )


def _bar_y(layout: Layout, y: float) -> float:
    return y + (20 if layout.is_stacked else 4)


def _labels(row: CategoryRow, layout: Layout, y: float, unit: float, nothing: str) -> list[Label]:
    name_y = y + (14 if layout.is_stacked else 21)
    value_y = _bar_y(layout, y) + layout.bar_height / 2 + 5
    labels = [
        Label(0, name_y, row.label, is_strong=True),
        Label(layout.title_x, name_y, _short(row, layout)),
    ]
    if row.total:
        end = layout.bar_x + row.total * unit + 8
        return [*labels, Label(end, value_y, str(row.total), is_strong=True)]
    words = f"{nothing}（{digits(row.finished)}件）" if row.finished else "取組事項なし"
    return [*labels, Label(layout.bar_x, value_y, words)]


def _short(row: CategoryRow, layout: Layout) -> str:
    """The name in as many full-width characters as stand before the bars; the table has the whole name."""
    name = row.short_title or row.title
    return name if len(name) <= layout.letters else f"{name[: layout.letters - 1]}…"
