"""Prints the bars of the 工程表 quickly: thirty rows have some thousand elements, too many for template loops."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reports.schedule_page import Cell, Line

register = template.Library()
GUESS = '<span class="vh">（区切りは読み取り）</span>'


@register.simple_tag
def schedule_cells(cells: Iterable[Cell]) -> SafeString:
    """The plan's quarters of one row: bars as cells over several columns, ◆ where a goal is due."""
    return mark_safe("".join(map(_cell, cells)))  # noqa: S308


def _cell(cell: Cell) -> str:
    year = ' class="y0"' if cell.starts_year else ""
    bar = (
        f'<div class="{cell.css}"><span class="bar__t">{escape(cell.text)}{GUESS * cell.is_guess}</span></div>'
        if cell.css
        else ""
    )
    marks = "".join(
        f'<use href="#m-goal" x="{at}" y="50%" width="16" height="16"/>' for at in cell.goals
    )
    goals = f'<svg class="goals" aria-hidden="true">{marks}</svg>' if marks else ""
    return f'<td{year} colspan="{cell.width}">{bar}{goals}</td>'


@register.simple_tag
def past_bars(line: Line, width: int) -> SafeString:
    """The years before the plan: thin bars, with the words of what ended there below."""
    if not line.rects:
        return mark_safe("")
    bars = "".join(
        f'<rect class="{rect.css}" x="{rect.x}" y="1" width="{rect.width}" height="6"/>'
        for rect in line.rects
    )
    words = "".join(f"<span>{escape(text)}</span>" for text in line.texts)
    return mark_safe(  # noqa: S308
        f'<svg width="{width}" height="8" viewBox="0 0 {width} 8" aria-hidden="true">{bars}</svg>{words}'
    )
