"""Prints texts of a plan with the words its glossary explains as links; everything else is escaped."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from initiatives.glossary import Piece
from reports.glossary import Lookup

register = template.Library()
# So much of an explanation is shown on the spot; the link leads to the whole.
TITLE_LENGTH = 160


@register.simple_tag
def marked(text: str, lookup: Lookup) -> SafeString:
    """A text as printed, its glossary words marked."""
    pieces = lookup.glossary.pieces(text)
    return mark_safe("".join(_piece(piece, lookup) for piece in pieces))  # noqa: S308


def _piece(piece: Piece, lookup: Lookup) -> str:
    if piece.entry is None:
        return escape(piece.text)
    entry = piece.entry
    told = f"{entry.term}：{' '.join(entry.definition.split())}"
    short = told if len(told) <= TITLE_LENGTH else f"{told[:TITLE_LENGTH]}…"
    css, spoken = ("term", "") if entry.number is None else ("note-ref", f"（用語 {entry.term}）")
    return (
        f'<a class="{css}" href="{escape(lookup.link(entry))}" title="{escape(short)}">'
        f"{escape(piece.text)}{_hidden(spoken)}</a>"
    )


def _hidden(text: str) -> str:
    return f'<span class="vh">{escape(text)}</span>' if text else ""
