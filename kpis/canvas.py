"""Paper to draw a small chart on: sizes, scales, and shapes with coordinates ready to print. Pure."""

from dataclasses import dataclass, field
from math import ceil, floor, log10

# The diamond of a target, as in the legend of every page.
DIAMOND = "l6 6-6 6-6-6z"


@dataclass(frozen=True)
class Size:
    """A drawing's size and the edges of its plot. ``has_grid`` is for wide ones, with values at the left."""

    width: int
    height: int
    left: int
    right: int
    has_grid: bool = False

    @property
    def top(self) -> int:
        """Where the plot begins, under the label of the present quarter."""
        return 14

    @property
    def bottom(self) -> int:
        """The axis, above the names of the years."""
        return self.height - 24


# The column widths of the pages they stand on, so that 14 px stay 14 px.
CARD = Size(400, 168, 8, 334)
ENTRY = Size(430, 170, 8, 364)
PAGE = Size(820, 340, 52, 728, has_grid=True)
SHEET = Size(720, 280, 52, 628, has_grid=True)
NARROW = Size(358, 240, 8, 284)


@dataclass(frozen=True)
class Line:
    """A straight line."""

    css: str
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Rect:
    """A bar."""

    css: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Path:
    """A line of several points, an area or a diamond."""

    css: str
    d: str


@dataclass(frozen=True)
class Circle:
    """A dot."""

    css: str
    x: str
    y: str
    r: str


@dataclass(frozen=True)
class Text:
    """A label."""

    css: str
    x: str
    y: str
    anchor: str
    text: str


@dataclass
class Canvas:
    """A chart being drawn; ``templates/components/kpi-chart.html`` prints it in this order of kinds."""

    size: Size
    label: str
    lines: list[Line] = field(default_factory=list)
    rects: list[Rect] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    circles: list[Circle] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def line(self, css: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a straight line."""
        self.lines.append(Line(css, px(start[0]), px(start[1]), px(end[0]), px(end[1])))

    def bar(self, css: str, middle: float, top: float, half: float) -> None:
        """Draw a bar that stands on the axis."""
        height = max(self.size.bottom - top, 0)
        self.rects.append(Rect(css, px(middle - half), px(top), px(2 * half), px(height)))

    def path(self, css: str, points: list[tuple[float, float]], closed: str = "") -> None:
        """Draw a line through points."""
        if len(points) > 1:
            d = "M" + "L".join(f"{px(x)} {px(y)}" for x, y in points)
            self.paths.append(Path(css, d + closed))

    def diamond(self, css: str, x: float, y: float) -> None:
        """Draw a target."""
        self.paths.append(Path(css, f"M{px(x)} {px(y - 6)}{DIAMOND}"))

    def dot(self, css: str, x: float, y: float, radius: float) -> None:
        """Draw a value."""
        self.circles.append(Circle(css, px(x), px(y), px(radius)))

    def text(self, text: str, x: float, y: float, anchor: str = "start", css: str = "") -> None:
        """Write a label."""
        self.texts.append(Text(css, px(x), px(y), anchor, text))


@dataclass(frozen=True)
class Scale:
    """A linear scale from values to pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def px(value: float) -> str:
    """Write a coordinate with at most one decimal, the same in every language."""
    return f"{value:.1f}".removesuffix(".0")


def grid(low: float, high: float) -> list[float]:
    """Return three to seven round values inside a range."""
    rough = (high - low) / 4
    magnitude = 10 ** floor(log10(rough))
    step = next(m * magnitude for m in (1, 2, 5, 10) if m * magnitude >= rough * 0.8)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]
