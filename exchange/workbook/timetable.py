"""工程表: planned bars over the quarters, the marks reported beneath them, and where the plan stands today."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from exchange.workbook import measure
from exchange.workbook.grid import Grid, Part
from exchange.workbook.page import A3_LANDSCAPE, amp, break_pages, set_up
from exchange.workbook.source import Source
from exchange.workbook.styles import (
    BAND,
    CENTRE,
    HEAD,
    HEAD_FILL,
    NOW_FILL,
    STRONG,
    TEXT,
    TOP_BAND,
    Look,
)
from exchange.workbook.timetable_bars import BOX, LOOKS, Lane, lanes
from exchange.workbook.title import LEFT, Heading, title_block
from exchange.workbook.words import PRELIMINARY_NOTE, SIGNS, departments, mark, mark_look, month_end
from fiscal import wareki
from reports.tree import CategoryRow, Line, ScheduleRow

SIDE_MM = (14, 50, 28)
END_MM = (42, 15.8)
TIME_MM = 400 - sum(SIDE_MM) - sum(END_MM)
SMALL, SMALL_CENTRE = TEXT.but(size=8), CENTRE.but(size=8)
YEAR = HEAD.but(size=10, edges=("thin", "thin", "medium", "thin"))
YEAR_NOW = YEAR.but(fill=NOW_FILL)
LANE, STRIP = 15.75, 12.0
LEGEND = (
    ("【検】検討（点線枠・点模様）", "study"),
    ("【準】準備（細枠・斜線）", "prepare"),
    ("【実】実施・導入（太枠・塗り）", "carry_out"),
    ("【完】完了（黒地白字）", "done"),
)


def widths(source: Source) -> tuple[float, ...]:
    """The quarters share what the words leave."""
    quarters = quarter_count(source)
    return (*SIDE_MM, *(TIME_MM / quarters for _ in range(quarters)), *END_MM)


def quarter_count(source: Source) -> int:
    """How many quarters the table shows."""
    return len(source.years) * 4


def write(grid: Grid, source: Source, part: str) -> None:
    """Fill the sheet."""
    years = wareki.fiscal_years(source.years[0], source.years[-1])
    title_block(grid, source, Heading(f"工程表（{years}）", part))
    legend(grid, source)
    head = heads(grid, source)
    by_category: dict[str, list[ScheduleRow]] = {}
    for row in source.rows:
        by_category.setdefault(row.category_code, []).append(row)
    lines = {line.pk: line for line in source.portfolio.lines}
    after_band = False
    for category in source.portfolio.categories:
        band(grid, category, keep=after_band)
        after_band = True
        for row in by_category.get(category.code, ()):
            block(grid, source, row, lines.get(row.pk), keep=after_band)
            after_band = False
    again = grid.heights[head - 1] + grid.heights[head]
    break_pages(grid, A3_LANDSCAPE, head_rows=head + 1, repeated=again)
    set_up(grid, A3_LANDSCAPE, titles=f"{head}:{head + 1}", freeze=f"D{head + 2}")
    running_head(grid, source, part)


def running_head(grid: Grid, source: Source, part: str) -> None:
    """Pages after the first carry 会議名 and 資料番号 in the margin; the first has them in its title block."""
    settings, occasion = grid.sheet.HeaderFooter, source.occasion
    settings.differentFirst = True
    for name in ("left", "center", "right"):
        text = getattr(settings.oddFooter, name).text
        getattr(settings.firstFooter, name).text = text
        getattr(settings.firstFooter, name).size = 8
    settings.oddHeader.left.text = amp(occasion.meeting or source.period)
    settings.oddHeader.right.text = amp(f"{occasion.document}{part}" if occasion.document else "")


def legend(grid: Grid, source: Source) -> None:
    """What the patterns and signs mean."""
    row = grid.open_rows([20.25, 15.0], keep=True)
    quarters = quarter_count(source)
    each = max(quarters // 7, 2)
    grid.put(row, 1, "凡例", HEAD.but(edges=TEXT.edges))
    grid.put(row, 2, "上段：計画の工程（枠線・図柄・頭の字）", LEFT.but(size=8.5), span=2)
    for place, (text, kind) in enumerate(LEGEND):
        look = LOOKS[kind].but(size=7, across="center", wrap=False)
        grid.put(row, 4 + place * each, text, look, span=each)
    signs = " ".join(f"{SIGNS[c.mark.tone]}{c.mark.word}" for c in source.portfolio.counts)
    words = f"下段：報告期ごとの評価（{signs}）"
    used = 4 + len(LEGEND) * each
    grid.put(row, used, words, LEFT.but(size=8), span=grid.columns - used + 1)
    note = f"※ ▼と太線は{month_end(source.quarter)}（基準日）。＊の付く工程は、年度の区切りが計画書の図の読取りによる。"
    note += f"　{PRELIMINARY_NOTE}"
    grid.put(row + 1, 1, note, LEFT.but(size=8.5), span=grid.columns)


def heads(grid: Grid, source: Source) -> int:
    """Years over quarters, with ▼ at the quarter reported on; returns the first head row."""
    row = grid.open_rows([16.5, 14.25], keep=True)
    texts = ("コード", source.subject, "担当課\n（先頭が主担当）")
    for column, text in enumerate(texts, 1):
        grid.put(row, column, text, HEAD, deep=2)
    for place, year in enumerate(source.years):
        is_now = year == source.quarter.year
        name = wareki.fiscal_year(year).removesuffix("年度")
        grid.put(row, 4 + place * 4, name, YEAR_NOW if is_now else YEAR, span=4)
        for number in range(4):
            at = place * 4 + number
            text = wareki.digits(number + 1) + ("▼" if at == source.now else "")
            grid.put(row + 1, 4 + at, text, quarter_head(at, source.now, is_now=is_now))
    end = 4 + quarter_count(source)
    grid.put(row, end, "目標事項・指標\n〔期限〕", HEAD, deep=2)
    grid.put(row, end + 1, "今回\n評価", HEAD, deep=2)
    return row


def quarter_head(at: int, now: int, *, is_now: bool) -> Look:
    """The number of a quarter."""
    return _quarter_head(at % 4, at == now, is_now)


@lru_cache(maxsize=16)
def _quarter_head(number: int, here: bool, is_now: bool) -> Look:
    left, right = sides(number, here=here)
    return CENTRE.but(
        size=8,
        bold=here,
        wrap=False,
        fill=NOW_FILL if is_now else HEAD_FILL,
        edges=(left, right, "thin", "medium"),
    )


def sides(number: int, *, here: bool) -> tuple[str, str]:
    """Thin lines between years, hairlines between quarters, a thick one at the end of the present quarter."""
    right = "thick" if here else "thin" if number == 3 else "hair"  # noqa: PLR2004
    return ("thin" if number == 0 else "hair"), right


@lru_cache(maxsize=64)
def slot(number: int, here: bool, tone: str, place: str) -> Look:
    """An empty quarter (``place`` is bar) or one that may carry a mark (strip)."""
    left, right = sides(number, here=here)
    top, bottom = ("thin", "") if place == "bar" else ("", "thin")
    plain = SMALL_CENTRE.but(wrap=False, edges=(left, right, top, bottom))
    return mark_look(tone, plain) if tone else plain


def band(grid: Grid, category: CategoryRow, *, keep: bool) -> None:
    """A category over the whole width."""
    top = category.level == 1
    look = TOP_BAND if top else BAND
    text = f"{category.label}　{category.title}"
    grid.add(Part(text, look, grid.columns), least=17.25 if top else 14.25, keep=keep)


@dataclass(frozen=True)
class Words:
    """The texts at both ends of a block."""

    code: str
    title: str
    who: str
    goal: str
    mark: str
    tone: str


def words(row: ScheduleRow, line: Line | None) -> Words:
    """Texts of the line, or of a 取組事項 finished before the plan began."""
    if line is None:
        return Words(row.code, row.title, row.reporter or "－", row.goal, "済", "done")
    return Words(
        row.code,
        row.title,
        departments(line, "、"),
        row.goal,
        mark(line.mark, "\n"),
        line.mark.tone,
    )


def block(grid: Grid, source: Source, row: ScheduleRow, line: Line | None, *, keep: bool) -> None:
    """One initiative: a row for each lane of bars, then the strip of marks; never parted by a page break."""
    found = lanes(row, source.years)
    heights = [lane_height(lane, grid.widths[3]) for lane in found]
    if line is not None:
        heights.append(STRIP)
    text = words(row, line)
    ends = (
        (1, text.code, CENTRE),
        (2, text.title, STRONG),
        (3, text.who, SMALL),
        (grid.columns - 1, text.goal, SMALL),
        (grid.columns, text.mark, mark_look(text.tone, SMALL_CENTRE)),
    )
    needed = max(
        measure.text_height(value, grid.widths[column - 1], look.size, dense=True)
        for column, value, look in ends
    )
    heights[0] += max(needed - sum(heights), 0)
    first = grid.open_rows([min(height, measure.TALLEST_ROW) for height in heights], keep=keep)
    for column, value, look in ends:
        grid.put(first, column, value, look, deep=len(heights))
    for offset, lane in enumerate(found):
        draw_lane(grid, first + offset, lane, source)
    if line is not None:
        strip(grid, first + len(found), dict(row.marks), source)


def lane_height(lane: Lane, quarter_mm: float) -> float:
    """The height of a row of bars: that of its highest text."""
    texts = (measure.text_height(box.text, box.length * quarter_mm, 8, dense=True) for box in lane)
    return max([LANE, *texts])


def draw_lane(grid: Grid, row: int, lane: Lane, source: Source) -> None:
    """Bars with the empty quarters around them."""
    taken = {at for box in lane for at in range(box.first, box.last + 1)}
    for at in range(quarter_count(source)):
        if at not in taken:
            grid.put(row, 4 + at, None, slot(at % 4, at == source.now, "", "bar"))
    for box in lane:
        grid.put(row, 4 + box.first, box.text, BOX[box.kind, box.is_long], span=box.length)


def strip(grid: Grid, row: int, marks: dict[int, object], source: Source) -> None:
    """The grade of every reported quarter."""
    for at, sign, tone in signs(marks, quarter_count(source)):
        grid.put(row, 4 + at, sign, slot(at % 4, at == source.now, tone, "strip"))


def signs(marks: dict[int, object], quarters: int) -> Iterator[tuple[int, str | None, str]]:
    """Sign and tone of each quarter."""
    for at in range(quarters):
        found = marks.get(at)
        tone: str = getattr(found, "tone", "")
        yield at, (SIGNS[tone] if tone else None), tone
