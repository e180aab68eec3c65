"""Prints the tables of the plan quickly: fifty rows with their goals, marks and bars are too many for template loops."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kpis.goals import GoalText
from reports.lacks import Lacks
from reports.overview import Cell, Row
from reports.plan_page import Item
from ui.templatetags import ui

register = template.Library()
GUESS = '<span class="vh">（区切りは読み取り）</span>'
NO_GOAL = '<span class="sub">資料に記載なし</span>'


@register.simple_tag
def item_icons(items: Iterable[Item]) -> SafeString:
    """The shapes of some 取組事項, side by side; the words stand in the label of the group."""
    return mark_safe("".join(ui.icon(item.mark.tone) for item in items))  # noqa: S308


@register.simple_tag
def item_cells(item: Item, lacks: Lacks) -> SafeString:
    """One 取組事項: its title, goals, sections and grade; no column for what the document has none of."""
    new = ' <span class="chip">新規</span>' if item.is_new else ""
    aims = "".join(map(_goal, item.goals)) or NO_GOAL
    told = f'<span class="sub">{escape(item.finished)}</span>' if item.finished else aims
    goals = "" if lacks.goals else f"<td>{told}</td>"
    return mark_safe(  # noqa: S308
        f'<th scope="row">{_title(item)}{new}{_notes(item)}</th>{goals}<td>{_sections(item, lacks)}</td>'
        f'<td class="w">{ui.mark(item.mark.tone, item.mark.word, item.mark.is_preliminary)}</td>'
    )


@register.simple_tag
def overview_rows(rows: Iterable[Row]) -> SafeString:
    """The rows of the overview 工程表: the heading where a 取組事項 begins, and its bars."""
    return mark_safe("".join(map(_overview_row, rows)))  # noqa: S308


def _title(item: Item) -> str:
    number = f'<span class="code">{escape(item.number)}</span> ' if item.number else ""
    return f'{number}<a href="{item.url}">{escape(item.title)}</a>'


def _goal(goal: GoalText) -> str:
    return f'<p>{escape(goal.text)}<span class="sub nowrap">（{escape(goal.due)}）</span></p>'


def _notes(item: Item) -> str:
    """What sets a row apart: printed again elsewhere (再掲), added or withdrawn by a revision."""
    again = f'<br><span class="sub"><a href="{item.repeats}">再掲</a>（集計では数えません）</span>'
    revised = f'<br><span class="sub">{escape(item.revised)}</span>'
    return again * bool(item.repeats) + revised * bool(item.revised)


def _sections(item: Item, lacks: Lacks) -> str:
    if item.finished:
        return ""
    if lacks.departments:
        return escape(item.assigned) or '<span class="sub">割当て前</span>'
    assigned = (
        f'<br><span class="sub">報告：{escape(item.assigned)}（割当て）</span>'
        if item.assigned
        else ""
    )
    return f"{escape(item.sections)}{assigned}"


def _overview_row(row: Row) -> str:
    head = f'<th scope="row" rowspan="{row.height}">{_title(row.item)}</th>' if row.height else ""
    return f"<tr>{head}{''.join(map(_cell, row.cells))}</tr>\n"


def _cell(cell: Cell) -> str:
    if not cell.text:
        return f'<td colspan="{cell.width}"></td>'
    css, guess = (" bar--guess", GUESS) if cell.is_guess else ("", "")
    return f'<td colspan="{cell.width}"><div class="bar{css}">{escape(cell.text)}{guess}</div></td>'
