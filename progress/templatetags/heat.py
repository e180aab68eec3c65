"""Prints the cells of a heat map quickly: a city hall with 150 sections has over a thousand of them."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from progress.round_heat import Cell
from ui.templatetags.ui import icon

register = template.Library()
EMPTY = '<td class="sub{}">－<span class="vh">報告なし</span></td>'


@register.simple_tag
def heat_cells(cells: Sequence[Cell | None], columns: Sequence[tuple[object, bool]]) -> SafeString:
    """The cells of a row: shape, share in per cent, and how many out of how many."""
    return mark_safe(  # noqa: S308 - built of numbers and words of the house
        "".join(
            _cell(cell, is_current) for cell, (_, is_current) in zip(cells, columns, strict=True)
        )
    )


@lru_cache(maxsize=4096)
def _cell(cell: Cell | None, is_current: bool) -> str:
    css = " cur" if is_current else ""
    if cell is None:
        return EMPTY.format(css)
    return (
        f'<td class="heat__{cell.tone}{css}">{icon(cell.tone)}<span class="vh">{cell.word}</span> '
        f'<b class="num">{cell.percent}％</b> '
        f'<span class="sub num">{cell.number}/{cell.expected}</span></td>'
    )
