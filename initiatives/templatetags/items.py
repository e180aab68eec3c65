"""Prints the rows of 個別項目 quickly: a page of a hundred rows is too much for a template loop."""

from collections.abc import Collection, Iterable, Iterator

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from initiatives.item_rows import Row
from ui.templatetags.ui import chip

register = template.Library()
PLACE = 987654321


@register.simple_tag
def item_rows(
    rows: Iterable[Row],
    columns: Collection[str],
    changeable: Collection[int],
    ticked: Collection[int],
    list_pk: int,
) -> SafeString:
    """The body of the table; everything stored is escaped."""
    address = reverse("initiatives:item-edit", args=[list_pk, PLACE])
    return mark_safe(  # noqa: S308
        "".join(
            f'<tr id="row-{row.pk}">{"".join(_cells(row, columns, changeable, ticked, address))}</tr>'
            for row in rows
        )
    )


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """The options of a select; everything is escaped."""
    return mark_safe(  # noqa: S308
        "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
            f"{escape(label)}</option>"
            for value, label in choices
        )
    )


def _cells(
    row: Row,
    columns: Collection[str],
    changeable: Collection[int],
    ticked: Collection[int],
    address: str,
) -> Iterator[str]:
    name, is_own = escape(row.name), row.pk in changeable
    if changeable:
        yield f'<td class="no-print">{_box(row, name, row.pk in ticked) if is_own else ""}</td>'
    yield f'<td class="num">{row.number}</td><th scope="row" class="name">{name}</th>'
    if "section" in columns:
        yield f'<td class="section">{escape(row.section)}</td>'
    yield f'<td class="w">{chip(row.tone, row.status) if row.tone else row.status}</td>'
    for column, css in (("done", "w"), ("value", "r"), ("share", "r"), ("note", "remark")):
        if column in columns:
            yield f'<td class="{css}">{escape(getattr(row, column))}</td>'
    if changeable:
        link = address.replace(str(PLACE), str(row.pk))
        words = f'<a href="{link}">変更<span class="vh">：{row.number} {name}</span></a>'
        yield f'<td class="no-print">{words if is_own else ""}</td>'


def _box(row: Row, name: str, is_ticked: bool) -> str:
    tick = " checked" if is_ticked else ""
    return (
        f'<input class="check" type="checkbox" form="many" name="item" value="{row.pk}"{tick}'
        f' aria-label="{row.number} {name}を選ぶ">'
    )
