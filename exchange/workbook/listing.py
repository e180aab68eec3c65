"""取組状況一覧: every initiative of the plan with what was reported, under its categories."""

from exchange.workbook import figures
from exchange.workbook.grid import Grid, Part
from exchange.workbook.page import A3_LANDSCAPE, break_pages, set_up
from exchange.workbook.source import Source
from exchange.workbook.styles import (
    BAND,
    CENTRE,
    GREY_FILL,
    GREY_TEXT,
    HEAD,
    NOTE,
    STRONG,
    TEXT,
    TOP_BAND,
    Look,
)
from exchange.workbook.title import ROWS, Heading, title_block
from exchange.workbook.words import (
    PRELIMINARY_NOTE,
    SIGNS,
    departments,
    mark,
    mark_look,
    month_end,
)
from fiscal import wareki
from reports.tree import CategoryRow, Line, ScheduleRow

WIDTHS = (15, 51, 33, 48, 14, 25, 25, 9, 14, 70, 43, 46, 7)
MARK = CENTRE.but(size=9.5)
ARROW, ARROW_BOLD = CENTRE.but(size=12), CENTRE.but(size=12, bold=True)
GREY = {look: look.but(fill=GREY_FILL, colour=GREY_TEXT) for look in (TEXT, CENTRE, STRONG, ARROW)}


def write(grid: Grid, source: Source, part: str) -> None:
    """Fill the sheet."""
    early = source.finished_before()
    total = len(source.portfolio.lines) + len(early)
    title_block(grid, source, Heading(f"取組状況一覧（全{total:,}取組）", part))
    grid.add(*(Part(text, HEAD) for text in heads(source)), least=28.5)
    rows: dict[str, list[tuple[Part, ...]]] = {}
    for line in source.portfolio.lines:
        rows.setdefault(line.category_code, []).append(parts(line, source.promise(line.pk).page))
    for finished in early:
        own = finished_parts(finished, source.promise(finished.pk).page)
        rows.setdefault(finished.category_code, []).append(own)
    after_band = False
    for category in source.portfolio.categories:
        band(grid, category, keep=after_band)
        after_band = True
        for row in rows.get(category.code, ()):
            grid.add(*row, least=26.25, keep=after_band)
            after_band = False
    grid.add(Part(legend(source), NOTE, len(WIDTHS)), keep=True)
    break_pages(grid, A3_LANDSCAPE, head_rows=ROWS + 1)
    set_up(grid, A3_LANDSCAPE, titles=f"1:{ROWS + 1}", freeze=f"C{ROWS + 2}")


def heads(source: Source) -> tuple[str, ...]:
    """The words above the columns."""
    quarter = source.quarter
    return (
        "コード",
        source.subject,
        "担当課\n（先頭が主担当）",
        "目標事項・指標〔期限〕",
        "実施\n状況",
        f"前回の評価\n（{month_end(quarter.previous_round)}）",
        f"今回の評価\n（{month_end(quarter)}）",
        "動き",
        "見立て",
        f"今期（{wareki.quarter_months(quarter)}）の実績",
        "課題",
        f"今後の取組（{wareki.quarter_months(quarter.next_round)}）",
        "頁",
    )


def band(grid: Grid, category: CategoryRow, *, keep: bool) -> None:
    """A category over the whole width."""
    total = sum(count.number for count in category.counts) + category.finished
    done = f"、うち計画策定前に完了{category.finished}" if category.finished else ""
    top = category.level == 1
    text = f"{category.label}　{category.title}（{total:,}取組{done}）"
    grid.add(
        Part(text, TOP_BAND if top else BAND, len(WIDTHS)), least=17.25 if top else 15, keep=keep
    )


def parts(line: Line, page: str) -> tuple[Part, ...]:
    """One initiative of the plan."""
    done = line.mark.tone == "done"
    move = figures.movement(line)

    def dressed(look: Look) -> Look:
        return GREY[look] if done else look

    return (
        Part(line.code, dressed(CENTRE)),
        Part(line.title, dressed(STRONG)),
        Part(departments(line), dressed(TEXT)),
        Part(line.goal, dressed(TEXT)),
        Part(line.implementation, dressed(CENTRE)),
        Part(mark(line.previous), dressed(CENTRE)),
        Part(mark(line.mark), mark_look(line.mark.tone, MARK)),
        Part(figures.arrow(line), ARROW_BOLD if move else dressed(ARROW)),
        Part(line.judged.told if line.judged else "－", dressed(CENTRE)),
        Part(result(line), dressed(TEXT)),
        Part(line.issue, dressed(TEXT)),
        Part(line.next_action, dressed(TEXT)),
        Part(page, dressed(CENTRE)),
    )


def finished_parts(row: ScheduleRow, page: str) -> tuple[Part, ...]:
    """One initiative that was complete before the plan began."""
    text, centre, arrow = GREY[TEXT], GREY[CENTRE], GREY[ARROW]
    year = f"（{wareki.fiscal_year_short(row.finished_year)}）" if row.finished_year else ""
    return (
        Part(row.code, centre),
        Part(row.title, GREY[STRONG]),
        Part(row.reporter or "－", text),
        Part(row.goal, text),
        Part("完了", centre),
        Part(f"済{year}", centre, 2),
        Part("－", arrow),
        Part("－", centre),
        Part("（計画の策定前に完了。以後の報告なし）", text),
        Part("－", text),
        Part("－", text),
        Part(page, centre),
    )


def result(line: Line) -> str:
    """What was done; a missing report is said, not left blank."""
    if line.result:
        return line.result
    if line.mark.tone == "done":
        return "（完了。以後の報告なし）"
    return "（未提出）" if line.mark.tone == "none" else ""


def legend(source: Source) -> str:
    """The marks in words, those of this plan's scale."""
    words = "　".join(
        f"{SIGNS[count.mark.tone]} {count.mark.word}" for count in source.portfolio.counts
    )
    moves = "動き：↑上昇　→同じ　↓下降　－比べる評価がない"
    return f"凡例　{words}　　{PRELIMINARY_NOTE}　　{moves}　　見立て：目標に届く見込みの事務局の判断（高・中・低）"
