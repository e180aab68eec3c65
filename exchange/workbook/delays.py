"""遅れ・要協議: what runs late and why, what the 推進本部 is asked for, and where section and office part."""

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
    SECTION,
    STRONG,
    SUBHEAD,
    TEXT,
    Look,
)
from exchange.workbook.title import ROWS, Heading, title_block
from exchange.workbook.words import PRELIMINARY_NOTE, departments, mark, mark_look
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
    note = f"※ 見通しは担当課の記述による。　{PRELIMINARY_NOTE}"
    grid.add(Part(note, NOTE, len(WIDTHS)), keep=True)
    if portfolio.divergences:
        disputed(grid, source)
    one_page = len(lines) + len(portfolio.divergences) <= ONE_PAGE_ROWS
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
    parted = wareki.digits(portfolio.divergences_total)
    told = f"　　見立てが分かれる取組 {parted}件" if portfolio.divergences else ""
    return f"{counted or '遅れている取組はありません'}　　{asked}{told}"


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


def disputed(grid: Grid, source: Source) -> None:
    """The initiatives of which section and office think differently: both judgements, and the office's reason."""
    title = f"担当課の評価と事務局の見立てが分かれている{source.subject}"
    grid.add(Part(title, SECTION, len(WIDTHS)), least=20.25)
    heads = (
        "コード",
        source.subject,
        "担当課",
        "目標事項・指標\n〔期限〕",
        "担当課の評価",
        "事務局の見立て",
    )
    last = Part("見立ての理由", SUBHEAD, len(WIDTHS) - len(heads))
    grid.add(*(Part(text, SUBHEAD) for text in heads), last, keep=True)
    for place, line in enumerate(source.portfolio.divergences):
        tone = line.own.tone if line.own else ""
        grid.add(
            Part(line.code, CENTRE),
            Part(line.title, STRONG),
            Part(departments(line), TEXT),
            Part(line.goal, TEXT),
            Part(mark(line.own), mark_look(tone, MARK)),
            Part(told(line), MARK),
            Part(line.judged.reason if line.judged else "", TEXT, len(WIDTHS) - len(heads)),
            least=28.5,
            keep=place == 0,
        )


def told(line: Line) -> str:
    """The office's judgement and since when: 低 ↓."""
    return f"{line.judged.told}\n（{line.judged.since_words}）" if line.judged else ""


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
