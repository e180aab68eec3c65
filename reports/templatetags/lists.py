"""Prints long plain tables quickly: a list of 57 procedures has some hundred cells, too many for a template loop."""

from collections.abc import Iterable, Mapping, Sequence

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def plain_rows(rows: Iterable[Sequence[str]]) -> SafeString:
    """The rows of a table of texts; everything is escaped."""
    return mark_safe(  # noqa: S308
        "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows)
    )


@register.simple_tag
def stretches(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """A text in stretches, those that were looked for marked; everything is escaped."""
    return mark_safe(  # noqa: S308
        "".join(f"<mark>{escape(text)}</mark>" if found else escape(text) for text, found in pieces)
    )


@register.simple_tag
def titled(titles: Mapping[int, str], key: int) -> str:
    """The title that stands for a key."""
    return titles[key]
