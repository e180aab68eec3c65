"""Prints drawings quickly: a page has some hundred shapes, too many for a loop of the template language."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kpis.canvas import Canvas, Text, px
from reports.bars import EDGE, Drawing, Label, Piece

register = template.Library()
# Stands for the key in an address looked up once.
NO_KEY = "0"


@register.simple_tag
def bar_chart(drawing: Drawing) -> SafeString:
    """A drawing as SVG; tones are words of the house, everything a person typed is escaped."""
    shapes = "".join(_piece(piece) for piece in drawing.pieces)
    words = "".join(_label(label) for label in drawing.labels)
    return mark_safe(  # noqa: S308
        f'<svg class="chart" viewBox="0 0 {drawing.width} {px(drawing.height)}" role="img" '
        f'aria-label="{escape(drawing.label)}">{shapes}{words}</svg>'
    )


@register.simple_tag
def small_chart(canvas: Canvas) -> SafeString:
    """A chart of ``kpis.chart``, the same markup as ``components/kpi-chart.html``: a page has twelve of them."""
    shapes = [
        *(
            f'<line class="{s.css}" x1="{s.x1}" x2="{s.x2}" y1="{s.y1}" y2="{s.y2}"/>'
            for s in canvas.lines
        ),
        *(
            f'<rect class="{s.css}" x="{s.x}" y="{s.y}" width="{s.width}" height="{s.height}"/>'
            for s in canvas.rects
        ),
        *(f'<path class="{s.css}" d="{s.d}"/>' for s in canvas.paths),
        *(f'<circle class="{s.css}" cx="{s.x}" cy="{s.y}" r="{s.r}"/>' for s in canvas.circles),
        *(_text(text) for text in canvas.texts),
    ]
    return mark_safe(  # noqa: S308
        f'<svg class="chart" viewBox="0 0 {canvas.size.width} {canvas.size.height}" role="img" '
        f'aria-label="{escape(canvas.label)}">{"".join(shapes)}</svg>'
    )


@register.simple_tag
def initiative(pk: int, label: str, text: str) -> SafeString:
    """A number with a link to the 個票. The address is looked up once, not for every row of the page."""
    return mark_safe(  # noqa: S308
        f'<span class="code">{escape(label)}</span> '
        f'<a href="{_initiative_address().replace(NO_KEY, str(pk))}">{escape(text)}</a>'
    )


@lru_cache(maxsize=1)
def _initiative_address() -> str:
    return reverse("reports:initiative-show", args=[int(NO_KEY)])


@register.simple_tag
def table_rows(rows: Iterable[Sequence[str]]) -> SafeString:
    """The rows of a table of figures: a heading, then numbers at the right."""
    return mark_safe("".join(_table_row(row) for row in rows))  # noqa: S308


def _table_row(row: Sequence[str]) -> str:
    cells = "".join(f'<td class="r">{escape(cell)}</td>' for cell in row[1:])
    return f'<tr><th scope="row">{escape(row[0])}</th>{cells}</tr>'


def _text(text: Text) -> str:
    css = f' class="{text.css}"' if text.css else ""
    return f'<text{css} x="{text.x}" y="{text.y}" text-anchor="{text.anchor}">{escape(text.text)}</text>'


def _piece(piece: Piece) -> str:
    inset = EDGE if piece.is_hollow else 0.0
    rect = (
        f'<rect class="seg--{piece.tone}" x="{px(piece.x + inset)}" y="{px(piece.y + inset)}" '
        f'width="{px(max(piece.width - 2 * inset, 1))}" height="{px(piece.height - 2 * inset)}"/>'
    )
    if not piece.has_icon:
        return rect
    size, middle = piece.icon_size, piece.y + piece.height / 2
    icon = (
        f'<use href="#m-{piece.symbol}" x="{px(piece.label_x)}" y="{px(middle - size / 2)}" '
        f'width="{px(size)}" height="{px(size)}" class="seg-mark seg-mark--{piece.tone}"/>'
    )
    if not piece.has_number:
        return rect + icon
    return (
        f'{rect}{icon}<text class="{piece.text_class}" x="{px(piece.label_x + size + 4)}" '
        f'y="{px(middle + 5)}">{piece.number}</text>'
    )


def _label(label: Label) -> str:
    strong = ' class="t-strong"' if label.is_strong else ""
    return f'<text{strong} x="{px(label.x)}" y="{px(label.y)}">{escape(label.text)}</text>'
