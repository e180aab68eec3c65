"""引継ぎ資料: what is open, what falls due, every initiative with its last report, and who reported when; A4 landscape."""

from collections.abc import Sequence
from dataclasses import dataclass

from exchange.workbook import blank, writer
from exchange.workbook.grid import Grid, Part
from exchange.workbook.page import A4_LANDSCAPE, break_pages, foot, set_up
from exchange.workbook.styles import (
    BAND,
    CENTRE,
    HEAD,
    NOTE,
    SECTION,
    STRONG,
    SUBHEAD,
    TEXT,
    Look,
    Styles,
)
from exchange.workbook.title import DEMO, LEFT, TITLE
from exchange.workbook.words import mark, mark_look
from fiscal import wareki
from reports.handover_tree import Card, Due, Handover, Last, Open, Other, Round, Value

# Two pairs of a heading (30 mm) and its words, each pair cut once more for the tables.
WIDTHS = (30, 61, 45.5, 30, 45.5, 61)
ALL = len(WIDTHS)
SHEET = "引継ぎ資料"
RIGHT = LEFT.but(across="right")
SIGN = Look(9.5, upright="center")
KIND = CENTRE.but(bold=True)
ABSENT = "資料に記載なし"


@dataclass(frozen=True)
class Table:
    """A heading over so many columns each."""

    heads: tuple[str, ...]
    spans: tuple[int, ...]


OPEN = Table(("種類", "件名", "期限", "内容"), (1, 1, 1, 3))
DUES = Table(("期限", "取組事項", "種類", "内容"), (1, 1, 1, 3))
OTHERS = Table(("番号", "取組事項", "役割", "目標"), (1, 1, 2, 2))
ROUNDS = Table(("報告期", "取組事項", "提出", "評価", "確認", "受理"), (1, 1, 1, 1, 1, 1))


def render(paper: Handover) -> bytes:
    """The workbook as a file."""
    creator = f"{paper.municipality}{paper.section}"
    book = blank.workbook(creator=creator, title=f"{SHEET} {paper.section}")
    grid = Grid(book.create_sheet(SHEET), Styles(book), WIDTHS)
    head = _head(grid, paper)
    _open(grid, paper.open)
    _dues(grid, paper.dues, paper.until)
    _cards(grid, paper.cards)
    _others(grid, paper.others)
    _rounds(grid, paper.rounds)
    moment = f"{wareki.full_date(paper.today)}現在　{creator}"
    foot(grid, moment, DEMO if paper.is_demo else SHEET)
    break_pages(grid, A4_LANDSCAPE, head_rows=head, repeated=0)
    set_up(grid, A4_LANDSCAPE, freeze=f"A{head + 1}")
    return writer.save(book, [grid])


def _head(grid: Grid, paper: Handover) -> int:
    """Whose paper it is, who works there, and where the people sign."""
    whose = f"{paper.section}　{paper.person}" if paper.person else paper.section
    demo = f"※ {DEMO}　" if paper.is_demo else ""
    grid.add(Part(f"{SHEET}　{whose}", TITLE, ALL), least=30)
    moment = f"{demo}{wareki.full_date(paper.today)}現在"
    contact = f"〔内線{paper.contact}〕" if paper.contact else ""
    left = f"{paper.municipality}{paper.section}{contact}"
    grid.add(Part(left, LEFT, 3), Part(moment, RIGHT, 3), least=18, keep=True)
    people = "、".join(
        f"{post.role} {post.name}{f'（{post.title}）' if post.title else ''}"
        for post in paper.people
    )
    grid.add(Part("今の職員", SUBHEAD), Part(people or "登録がありません", TEXT, 5), keep=True)
    for one, other in (("引継ぎの日", "所属長"), ("前任者", "後任者")):
        room = Part(None, SIGN, 2)
        grid.add(Part(one, SUBHEAD), room, Part(other, SUBHEAD), room, least=24, keep=True)
    return grid.row - 1


def _section(grid: Grid, title: str, table: Table | None = None) -> None:
    """A heading that begins a group of rows, with the heads of its table."""
    grid.gap(9)
    grid.add(Part(title, SECTION, ALL), least=21)
    if table is not None:
        parts = (
            Part(text, HEAD, span) for text, span in zip(table.heads, table.spans, strict=True)
        )
        grid.add(*parts, least=18, keep=True)


def _none(grid: Grid, words: str) -> None:
    grid.add(Part(words, TEXT, ALL), keep=True)


def _named(number: str, title: str) -> str:
    return f"{number} {title}".strip()


def _open(grid: Grid, rows: Sequence[Open]) -> None:
    _section(grid, f"１　残っていること（{wareki.digits(len(rows))}件）", OPEN)
    for place, row in enumerate(rows):
        until = row.deadline
        when = f"{wareki.month_day_weekday(until.day)}\n{until.words}" if until else "－"
        grid.add(
            Part(row.kind, KIND),
            Part(_named(row.number, row.title), STRONG),
            Part(when, CENTRE),
            Part(f"{row.what}\n「{row.said}」" if row.said else row.what, TEXT, 3),
            keep=not place,
        )
    if not rows:
        _none(grid, "残っていることはありません。")


def _dues(grid: Grid, rows: Sequence[Due], until: str) -> None:
    _section(grid, f"２　これからの期限（{until}）", DUES)
    for place, row in enumerate(rows):
        when = f"{row.when}\n過ぎています" if row.is_past else row.when
        grid.add(
            Part(when, KIND if row.is_past else CENTRE),
            Part(_named(row.number, row.title), TEXT),
            Part(row.kind, CENTRE),
            Part(row.text, TEXT, 3),
            keep=not place,
        )
    if not rows:
        _none(grid, "期限のあるものはありません。")


def _cards(grid: Grid, cards: Sequence[Card]) -> None:
    _section(grid, f"３　報告している取組事項（{wareki.digits(len(cards))}件）")
    for place, card in enumerate(cards):
        about = "　".join(filter(None, (card.role, card.plan, card.page)))
        band = f"{_named(card.number, card.title)}　〔{about}〕"
        grid.add(Part(band, BAND, ALL), least=20, keep=not place)
        values = "\n".join(_value(value) for value in card.values)
        _pair(grid, "目標", card.goal or ABSENT, "指標", values or "なし")
        if card.last is None:
            _none(grid, "受理された報告はまだありません。")
        else:
            _last(grid, card.last)
    if not cards:
        _none(grid, "該当する取組事項はありません。")


def _value(value: Value) -> str:
    label = f"（{value.label}）" if value.label else ""
    return f"{value.name} {value.value}{label}　{value.target}"


def _pair(grid: Grid, first: str, one: str, second: str, other: str) -> None:
    grid.add(
        Part(first, SUBHEAD),
        Part(one, TEXT, 2),
        Part(second, SUBHEAD),
        Part(other, TEXT, 2),
        keep=True,
    )


def _last(grid: Grid, last: Last) -> None:
    told = f"{last.period}\n{mark(last.mark)}（{last.implementation}）"
    grid.add(
        Part("最後の報告", SUBHEAD),
        Part(told, mark_look(last.mark.tone, TEXT), 2),
        Part("実績", SUBHEAD),
        Part(last.result or "記載なし", TEXT, 2),
        keep=True,
    )
    _pair(grid, "課題", last.issue or "記載なし", "今後の取組", last.next_action or "記載なし")
    if last.reason or last.recovery:
        _pair(grid, "理由", last.reason or "記載なし", "見通し", last.recovery or "記載なし")
    if last.request:
        grid.add(Part("推進本部に\n求めること", SUBHEAD), Part(last.request, TEXT, 5), keep=True)


def _others(grid: Grid, rows: Sequence[Other]) -> None:
    if not rows:
        return
    _section(grid, f"４　ほかに関わる取組事項（{wareki.digits(len(rows))}件）", OTHERS)
    for place, row in enumerate(rows):
        grid.add(
            Part(row.number, CENTRE),
            Part(row.title, TEXT),
            Part(row.role, TEXT, 2),
            Part(row.goal or ABSENT, TEXT, 2),
            keep=not place,
        )


def _rounds(grid: Grid, rows: Sequence[Round]) -> None:
    _section(grid, "５　だれがいつ報告したか（最近の４回の報告期）", ROUNDS)
    for place, row in enumerate(rows):
        grid.add(
            Part(row.period, CENTRE),
            Part(_named(row.number, row.title), TEXT),
            Part(row.submitted or "－", CENTRE),
            Part(mark(row.mark), mark_look(row.mark.tone, CENTRE)),
            Part(row.confirmed or "－", CENTRE),
            Part(row.accepted or "－", CENTRE),
            keep=not place,
        )
    if not rows:
        _none(grid, "報告はまだありません。")
    grid.add(Part("※ 数値と文は、受理された報告のもの。", NOTE, ALL), keep=True)
