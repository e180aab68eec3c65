"""総括表: the answer in one sentence, the counts with their change, by category, and two charts."""

from dataclasses import dataclass

from exchange.workbook import figures, measure
from exchange.workbook.grid import Grid, Part, Value
from exchange.workbook.overview_charts import draw
from exchange.workbook.page import A4_PORTRAIT, set_up
from exchange.workbook.source import Source
from exchange.workbook.styles import (
    BAND_FILL,
    CHANGE,
    CHANGE_OR_NOTHING,
    COUNT_OR_DASH,
    GOTHIC_P,
    HEAD_FILL,
    HEADLINE,
    NONE,
    POINTS_OR_NOTHING,
    SHARE,
    SUBHEAD,
    Look,
)
from exchange.workbook.title import Heading, title_block
from exchange.workbook.words import SIGNS, mark_fill
from reports.tree import Count, Portfolio

ALL_MM, CODE_MM, TOTAL_MM, EARLY_MM, SHARE_MM, POINTS_MM = 178, 10.5, 9, 9.5, 10.5, 10.5
NAME_MM, PAIR_MM = (28, 48), (11.3, 16)
ONE_PAGE_CATEGORIES = 24
LEFT, CENTRE = Look(8.5), Look(9.5, across="center")
FIRST = ("thin", "hair")
SECOND = ("hair", "thin")


@dataclass(frozen=True)
class Dress:
    """The looks of one kind of row: a category, a subtotal, the total."""

    name: Look
    total: Look
    early: Look
    number: Look
    change: Look
    share: Look
    points: Look

    @classmethod
    def of(cls, *, fill: str = "", bold: bool = False, rule: str = "thin") -> "Dress":
        """Make the seven looks."""
        base = Look(9.5, bold=bold, fill=fill, across="center", edges=("thin", "thin", rule, rule))
        first, second = (*FIRST, rule, rule), (*SECOND, rule, rule)
        return cls(
            name=base.but(size=9 if bold else 8.5, across="left"),
            total=base,
            early=base.but(number=COUNT_OR_DASH),
            number=base.but(size=10, edges=first, number=COUNT_OR_DASH),
            change=base.but(size=8.5, bold=False, edges=second, number=CHANGE_OR_NOTHING),
            share=base.but(size=8, edges=first, number=SHARE, wrap=False),
            points=base.but(size=8, bold=False, edges=second, number=POINTS_OR_NOTHING, wrap=False),
        )


PLAIN = Dress.of()
SUBTOTAL = Dress.of(fill=BAND_FILL, bold=True)
TOTAL = Dress.of(fill=HEAD_FILL, bold=True, rule="medium")
HEAD_SMALL = SUBHEAD.but(size=7.5)
TOP_EDGE, NO_EDGE, LOW_EDGE = (
    ("thin", "thin", "thin", ""),
    ("thin", "thin", "", ""),
    ("thin", "thin", "", "thin"),
)
CARD_HEAD = Look(7.5, bold=True, across="center", edges=TOP_EDGE)
CARD = Look(
    20, bold=True, face=GOTHIC_P, across="center", edges=NO_EDGE, wrap=False, number="#,##0"
)
CARD_LOW = Look(9, across="center", edges=LOW_EDGE, wrap=False, number=CHANGE)
CARD_SHARE, LOW_SHARE = CARD.but(number=SHARE), CARD_LOW.but(number="0%")
LOW_POINTS = CARD_LOW.but(number='"前回比 ＋"0.0"ポイント";"前回比 ▲"0.0"ポイント";"前回比 ±0"')
LOW_EARLY = CARD_LOW.but(number='"策定前完了 "#,##0', size=7)
SECTION = Look(9.5, bold=True, edges=NONE, upright="bottom", wrap=False)
SMALL = Look(8, edges=NONE, upright="top")


def write(grid: Grid, source: Source, part: str) -> None:
    """Fill the sheet."""
    portfolio = source.portfolio
    title = f"{portfolio.head.plan_title} 進捗状況 総括表（{source.period}）"
    title_block(grid, source, Heading(title, part))
    grid.add(
        Part(headline(portfolio), HEADLINE.but(across="left"), grid.columns), least=36, keep=True
    )
    grid.gap(5.25)
    cards(grid, portfolio)
    table(grid, source)
    grid.add(Part(notes(source), SMALL, grid.columns), keep=True)
    draw(grid, source, A4_PORTRAIT.room)
    fits = len(portfolio.categories) <= ONE_PAGE_CATEGORIES
    set_up(grid, A4_PORTRAIT, one_page=fits, freeze="A5")


def widths(portfolio: Portfolio) -> tuple[float, ...]:
    """Two columns for every word of the scale; the name of the category takes what they leave."""
    words = max(len(portfolio.counts), 1)
    fixed = CODE_MM + TOTAL_MM + EARLY_MM + SHARE_MM + POINTS_MM
    pair = min(max((ALL_MM - fixed - NAME_MM[1]) / words, PAIR_MM[0]), PAIR_MM[1])
    pair = min(pair, (ALL_MM - fixed - NAME_MM[0]) / words)
    name = ALL_MM - fixed - pair * words
    pairs = [width for _ in range(words) for width in (pair * 0.54, pair * 0.46)]
    return (CODE_MM, name, TOTAL_MM, EARLY_MM, *pairs, SHARE_MM, POINTS_MM)


def headline(portfolio: Portfolio) -> str:
    """The dashboard's own sentence, then the share and the moves."""
    moves, now = figures.changes(portfolio), figures.share(portfolio.counts)
    share = (
        f"評価のある{now.whole:,}取組のうち{now.part:,}取組（{now.value:.1%}）が計画どおり以上。"
        if now.value is not None
        else ""
    )
    up, down = len(moves.risen), len(moves.fallen)
    moved = (
        f"前回から{up:,}取組が上昇、{down:,}取組が下降。"
        if portfolio.delayed_before is not None
        else ""
    )
    return f"{portfolio.sentence}\n{share}{moved}".strip()


def cards(grid: Grid, portfolio: Portfolio) -> None:
    """The big figures: share, all, each word of the scale, reports."""
    top = grid.open_rows([head_height(grid, portfolio, CARD_HEAD.size), 30.0, 15.0], keep=True)
    now, moved = figures.share(portfolio.counts).value, figures.points(portfolio.counts)
    sent = portfolio.submission
    arrived = sent.expected - sent.missing
    last = grid.columns - 1

    def card(
        column: int, texts: tuple[Value, Value, Value], looks: tuple[Look, Look, Look]
    ) -> None:
        for offset, (text, look) in enumerate(zip(texts, looks, strict=True)):
            grid.put(top + offset, column, text, look, span=2)

    share: Value = "－" if now is None else now
    card(1, ("「計画どおり」以上の割合", share, moved), (CARD_HEAD, CARD_SHARE, LOW_POINTS))
    all_of_them = portfolio.active + portfolio.finished
    card(3, ("全取組", all_of_them, portfolio.finished), (CARD_HEAD, CARD, LOW_EARLY))
    for place, count in enumerate(portfolio.counts):
        looks = tuple(mark_fill(count.mark.tone, look) for look in (CARD_HEAD, CARD, CARD_LOW))
        texts = (f"{SIGNS[count.mark.tone]}\n{count.mark.word}", count.number, count.change)
        card(5 + 2 * place, texts, (looks[0], looks[1], looks[2]))
    rate: Value = arrived / sent.expected if sent.expected else "－"
    heading = f"提出\n（{sent.expected:,}取組中）"
    card(last, (heading, arrived, rate), (CARD_HEAD, CARD, LOW_SHARE))


def head_height(grid: Grid, portfolio: Portfolio, size: float) -> float:
    """The height that the longest word of the scale needs over its two columns."""
    pair = grid.width_of(5, 2)
    texts = (f"{SIGNS[count.mark.tone]}\n{count.mark.word}" for count in portfolio.counts)
    return max([25.5, *(measure.text_height(text, pair, size) for text in texts)])


def table(grid: Grid, source: Source) -> None:
    """Counts by category, subtotals and the total."""
    portfolio = source.portfolio
    heads(grid, portfolio)
    for category in portfolio.categories:
        counts, early = category.counts, category.finished
        if category.has_children:
            name = (Part(f"{category.label} {category.title}　小計", SUBTOTAL.name, 2),)
            grid.add(*name, *numbers(counts, early, SUBTOTAL), least=19.5)
        else:
            own = (Part(category.label, CENTRE), Part(category.title, LEFT))
            grid.add(*own, *numbers(counts, early, PLAIN), least=19.5)
    total = Part("合　　計", TOTAL.total, 2)
    grid.add(total, *numbers(portfolio.counts, portfolio.finished, TOTAL), least=19.5)


def heads(grid: Grid, portfolio: Portfolio) -> None:
    """Two rows of heads; each word of the scale over 今回 and 増減."""
    title = "１　分類別の評価（取組数）　　※「増減」は前回との差"
    grid.add(Part(title, SECTION, grid.columns), least=18)
    row = grid.open_rows([head_height(grid, portfolio, HEAD_SMALL.size), 12.75], keep=True)
    grid.put(row, 1, "分類", SUBHEAD, span=2, deep=2)
    grid.put(row, 3, "取組数", HEAD_SMALL, deep=2)
    grid.put(row, 4, "策定前\nに完了", HEAD_SMALL, deep=2)
    column = 5
    for count in portfolio.counts:
        look = mark_fill(count.mark.tone, HEAD_SMALL)
        grid.put(row, column, f"{SIGNS[count.mark.tone]}\n{count.mark.word}", look, span=2)
        grid.put(row + 1, column, "今回", HEAD_NARROW)
        grid.put(row + 1, column + 1, "増減", HEAD_NARROW)
        column += 2
    grid.put(row, column, "計画どおり\n以上", HEAD_SMALL, span=2)
    grid.put(row + 1, column, "割合", HEAD_NARROW)
    grid.put(row + 1, column + 1, "増減pt", HEAD_NARROW)


HEAD_NARROW = SUBHEAD.but(size=7, bold=False, wrap=False)


def numbers(counts: tuple[Count, ...], early: int, dress: Dress) -> list[Part]:
    """All figures of a row."""
    share, moved = figures.share(counts).value, figures.points(counts)
    active = sum(count.number for count in counts)
    parts = [Part(active + early, dress.total), Part(early, dress.early)]
    for count in counts:
        parts += [Part(count.number, dress.number), Part(count.change, dress.change)]
    return [*parts, Part("－" if share is None else share, dress.share), Part(moved, dress.points)]


def notes(source: Source) -> str:
    """How the share is counted, and what is left out."""
    text = (
        "※ 割合は、評価対象外、未提出及び計画の策定前に完了した取組を分母から除く（完了は「計画どおり」以上に含む）。"
        f"{source.portfolio.finished_note}"
    )
    if early := sum(count.preliminary for count in source.portfolio.counts):
        sent = source.portfolio.submission
        text += (
            f"\n※ 速報（受理前の報告）{early:,}件を含む。"
            f"受理{sent.accepted:,}件／報告すべき{sent.expected:,}件。"
        )
    if source.is_shortened:
        text += (
            f"\n※ 取組が{len(source.portfolio.lines):,}件あるため、"
            f"個票は遅れている{len(source.portfolio.delays):,}件だけを付けた。"
        )
    return text
