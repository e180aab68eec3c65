"""遅れ・要協議: what runs late and why, and what the 推進本部 is asked for."""

from exchange.workbook.grid import Grid, Part
from exchange.workbook.page import A4_LANDSCAPE, break_pages, set_up
from exchange.workbook.source import Source
from exchange.workbook.styles import (
    BAND_FILL,
    CENTRE,
    HEAD,
    HEADLINE,
    MEDIUM,
    NOTE,
    STRONG,
    TEXT,
    Look,
)
from exchange.workbook.title import ROWS, Heading, title_block
from exchange.workbook.words import departments, mark, mark_look
from fiscal import wareki
from reports.tree import Line, Portfolio

WIDTHS = (14, 36, 26, 33, 25, 48, 42, 35, 14)
HEADS = (
    "担当課",
    "目標事項・指標\n〔期限〕",
    "評価\n前回→今回",
    "遅れの理由",
    "今後の取組",
    "見通し",
    "区分",
)
MARK = CENTRE.but(bold=True)
KIND, KIND_BOLD = CENTRE.but(size=11), CENTRE.but(size=11, bold=True)
ASK = Look(10, bold=True, fill=BAND_FILL, across="center", edges=MEDIUM)
ASKED = Look(10.5, bold=True, fill=BAND_FILL, edges=MEDIUM)
ONE_PAGE_ROWS = 8


def write(grid: Grid, source: Source, part: str) -> None:
    """Fill the sheet."""
    portfolio = source.portfolio
    lines = listed(portfolio)
    title_block(grid, source, Heading("遅れ・要協議の取組", part))
    grid.add(Part(headline(portfolio), HEADLINE, len(WIDTHS)), least=24, keep=True)
    grid.gap(4.5)
    head = grid.add(
        *(Part(text, HEAD) for text in ("コード", source.subject, *HEADS)), least=28.5, keep=True
    )
    for line in lines:
        row(grid, line)
    if not lines:
        grid.add(Part("該当する取組はありません。", CENTRE, len(WIDTHS)), least=30)
    grid.add(Part("※ 見通しは担当課の記述による。", NOTE, len(WIDTHS)), keep=True)
    one_page = len(lines) <= ONE_PAGE_ROWS
    if not one_page:
        break_pages(grid, A4_LANDSCAPE, head_rows=head)
    set_up(grid, A4_LANDSCAPE, one_page=one_page, titles=f"1:{head}", freeze=f"C{head + 1}")
    assert head == ROWS + 3  # noqa: S101


def listed(portfolio: Portfolio) -> tuple[Line, ...]:
    """The delayed initiatives, then others that ask the 推進本部 for something."""
    delayed = {line.pk for line in portfolio.delays}
    return (*portfolio.delays, *(line for line in portfolio.requests if line.pk not in delayed))


def headline(portfolio: Portfolio) -> str:
    """「遅れ」２取組　「やや遅れ」４取組　　協議 １件."""
    words = {
        line.mark.word: 0 for line in sorted(portfolio.delays, key=lambda line: line.mark.tone)
    }
    for line in portfolio.delays:
        words[line.mark.word] += 1
    counted = "　".join(f"「{word}」{wareki.digits(number)}取組" for word, number in words.items())
    asked = f"協議いただきたい事項 {wareki.digits(portfolio.requests_total)}件"
    return f"{counted or '遅れている取組はありません'}　　{asked}"


def row(grid: Grid, line: Line) -> None:
    """One initiative, and beneath it what it asks for."""
    grid.add(
        Part(line.code, CENTRE),
        Part(line.title, STRONG),
        Part(departments(line), TEXT),
        Part(line.goal, TEXT),
        Part(grades(line), mark_look(line.mark.tone, MARK)),
        Part(line.reason, TEXT),
        Part(line.next_action, TEXT),
        Part(line.recovery, TEXT),
        Part("協議" if line.request else "報告", KIND_BOLD if line.request else KIND),
        least=42,
    )
    if line.request:
        grid.add(
            Part("協議いただきたい事項", ASK, 2),
            Part(line.request, ASKED, len(WIDTHS) - 2),
            least=28.5,
            keep=True,
        )


def grades(line: Line) -> str:
    """The grade before and now, and for how many periods it has been late."""
    since = (
        f"\n（{wareki.digits(line.delayed_periods)}期続けて）" if line.delayed_periods > 1 else ""
    )
    now = mark(line.mark)
    if line.previous is None:
        return now + since
    if line.previous == line.mark:
        return f"{now}\n（前回と同じ）{since}"
    return f"{mark(line.previous)}\n↓\n{now}{since}"
