"""Template tags and filters of the house: they print what they are given and know no domain word."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui import controls

register = template.Library()


@lru_cache(maxsize=64)
def _icon(tone: str) -> SafeString:
    return format_html(
        '<svg class="mark mark--{}" aria-hidden="true"><use href="#m-{}"/></svg>', tone, tone
    )


PRELIMINARY = SafeString(' <span class="prelim">速報</span>')


@lru_cache(maxsize=256)
def _mark(tone: str, word: str, is_preliminary: object = None) -> SafeString:
    after = PRELIMINARY if is_preliminary else ""
    return format_html(
        '<span class="grade grade--{}">{}{}</span>{}', tone, _icon(tone), word, after
    )


@register.simple_tag
def icon(tone: str) -> SafeString:
    """The shape of a grade, for the eye only: always beside its word or inside a labelled group."""
    return _icon(tone)


@register.simple_tag
def mark(tone: str, word: str, is_preliminary: object = None) -> SafeString:
    """A grade: shape and word, without a box; 速報 beside one that may still change."""
    return _mark(tone, word, bool(is_preliminary))


@register.simple_tag
def move(
    before_tone: str, before: str, after_tone: str, after: str, is_preliminary: object = None
) -> SafeString:
    """A change of grade: 計画どおり → やや遅れ; 速報 beside one that may still change."""
    return format_html(
        '<span class="move">{}<span aria-hidden="true">→</span><span class="vh">から</span>{}</span>',
        _mark(before_tone, before),
        _mark(after_tone, after, bool(is_preliminary)),
    )


@register.simple_tag
def chip(tone: str, word: str) -> SafeString:
    """A state of a report: a boxed word, without a shape."""
    return format_html('<span class="chip chip--{}">{}</span>', tone, word)


@register.simple_tag
def control(field: BoundField, described: str = "error") -> SafeString:
    """The control of a form field, quickly: see ``ui.controls``."""
    return controls.draw(field, described)


@register.filter
def signed(value: Decimal | float | None) -> str:
    """A difference: ＋2, −5, ±0; empty for None."""
    if value is None:
        return ""
    if value == 0:
        return "±0"
    sign = "＋" if value > 0 else "−"
    return f"{sign}{abs(value):,}"


@register.filter
def places(value: Decimal | float | None, digits: int) -> str:
    """A number with thousands separators and so many decimals; empty for None."""
    return "" if value is None else f"{value:,.{digits}f}"


@register.filter
def signed_places(value: Decimal | float | None, digits: int) -> str:
    """A difference with so many decimals: ＋0.2, −1.0, ±0."""
    if value is None:
        return ""
    rounded = round(Decimal(value), digits)
    if rounded == 0:
        return "±0"
    return f"{'＋' if rounded > 0 else '−'}{abs(rounded):,.{digits}f}"


@register.inclusion_tag("components/pages.html", takes_context=True)
def pages(context: template.Context, page: Page[Any]) -> dict[str, object]:
    """Links to the pages of a long list; the other parts of the address stay."""
    request: HttpRequest = context["request"]
    query: QueryDict = request.GET.copy()
    query.pop("page", None)
    prefix = f"?{query.urlencode()}&page=" if query else "?page="
    return {"page": page, "prefix": prefix}
