"""Prints the bars of the 工程表 quickly: thirty rows have some thousand elements, too many for template loops."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reports.plan_course import Step
from reports.schedule_columns import Columns
from reports.schedule_page import Cell, Line
from ui.templatetags.ui import mark

register = template.Library()
GUESS = '<span class="vh">（区切りは読み取り）</span>'


@register.simple_tag
def schedule_row(line: Line, columns: Columns) -> SafeString:
    """A row: the heading where the 取組事項 begins, the years before the plan, its quarters, goals and grade."""
    years = len(columns.past_years)
    past = (
        f'<td class="past" colspan="{years}">{_past(line, columns.past_width)}</td>'
        if years
        else ""
    )
    head, end = (_head(line), _end(line)) if line.leads else ("", "")
    return mark_safe(f"<tr>{head}{past}{_cells(line.cells)}{end}</tr>\n")  # noqa: S308


@register.simple_tag
def step_row(step: Step, columns: Columns) -> SafeString:
    """A step of the whole plan over the columns of its years."""
    before = columns.over(step.before)
    width = columns.over(step.before + step.width) - before
    rest = columns.total - 1 - before - width
    bar = f'<div class="bar bar--step"><span class="bar__t">{escape(step.title)}</span></div>'
    cells = f'<td colspan="{width}">{bar}</td>' if width else ""
    first = f'<td colspan="{before}">{"" if width else escape(step.title)}</td>' if before else ""
    return mark_safe(  # noqa: S308
        f'<tr><th scope="row">{escape(step.label)}{_below(step.years)}</th>'
        f'{first}{cells}<td colspan="{rest}"></td></tr>\n'
    )


def _head(line: Line) -> str:
    row = line.row
    number = f'<span class="code">{escape(line.number)}</span> ' if line.number else ""
    below = _below(row.reporter) if row.reporter else ""
    return (
        f'<th scope="row" rowspan="{line.height}">{number}<a href="{line.url}">{escape(row.title)}</a>'
        f"{below}</th>"
    )


def _end(line: Line) -> str:
    goals = "".join(f"<p>{escape(goal.text)}{_below(goal.due)}</p>" for goal in line.goals)
    grade = mark(line.mark.tone, line.mark.word, line.mark.is_preliminary) if line.mark else ""
    return (
        f'<td class="goal y0" rowspan="{line.height}">{goals}</td>'
        f'<td rowspan="{line.height}">{grade}</td>'
    )


def _below(text: str) -> str:
    return f'<span class="sched__dep">{escape(text)}</span>'


def _cells(cells: Iterable[Cell]) -> str:
    """The plan's quarters of one row: bars as cells over several columns, ◆ where a goal is due."""
    return "".join(map(_cell, cells))


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
    return f'<td{year} colspan="{cell.width}">{bar}{_told(cell)}{goals}</td>'


def _told(cell: Cell) -> str:
    """工程 of which the document says no time, side by side; or that it says nothing."""
    if not cell.told:
        return ""
    items = "".join(f"<li>{escape(text)}</li>" for text in cell.undated)
    undated = f'<ul class="undated__list">{items}</ul>' if items else ""
    return f'<div class="undated"><span class="sub">{escape(cell.told)}</span>{undated}</div>'


def _past(line: Line, width: int) -> str:
    """The years before the plan: thin bars, with the words of what ended there below."""
    if not line.rects:
        return ""
    bars = "".join(
        f'<rect class="{rect.css}" x="{rect.x}" y="1" width="{rect.width}" height="6"/>'
        for rect in line.rects
    )
    words = "".join(f"<span>{escape(text)}</span>" for text in line.texts)
    return f'<svg width="{width}" height="8" viewBox="0 0 {width} 8" aria-hidden="true">{bars}</svg>{words}'
