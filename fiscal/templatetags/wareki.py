"""Filters that print dates and years as a city hall writes them."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from fiscal import wareki
from fiscal.calendar import Quarter

register = template.Library()


def _day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def wareki_date(value: date | datetime | None) -> str:
    """令和８年９月30日."""
    return "" if value is None else wareki.full_date(_day(value))


@register.filter
def wareki_date_weekday(value: date | datetime | None) -> str:
    """令和８年10月14日（水）."""
    return "" if value is None else wareki.full_date_weekday(_day(value))


@register.filter
def month_day(value: date | datetime | None) -> str:
    """10月16日."""
    return "" if value is None else wareki.month_day(_day(value))


@register.filter
def month_day_weekday(value: date | datetime | None) -> str:
    """10月16日（金）."""
    return "" if value is None else wareki.month_day_weekday(_day(value))


@register.filter
def moment(value: datetime | None) -> str:
    """10月14日 14:32."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{wareki.month_day(local.date())} {local.hour}:{local.minute:02d}"


@register.filter
def wareki_moment(value: datetime | None) -> str:
    """令和８年10月14日 14:32."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{wareki.full_date(local.date())} {local.hour}:{local.minute:02d}"


@register.filter
def nendo(value: int | None) -> str:
    """令和８年度."""
    return "" if value is None else wareki.fiscal_year(value)


@register.filter
def nendo_short(value: int | None) -> str:
    """R8."""
    return "" if value is None else wareki.fiscal_year_short(value)


@register.filter
def quarter_full(value: Quarter | None) -> str:
    """令和８年度 第２四半期."""
    return "" if value is None else wareki.quarter(value)


@register.filter
def quarter_short(value: Quarter | None) -> str:
    """R8 第２."""
    return "" if value is None else wareki.quarter_short(value)


@register.filter
def round_name(value: Quarter | None) -> str:
    """第２四半期, 上半期."""
    return "" if value is None else wareki.round_name(value)


@register.filter
def round_mark(value: Quarter) -> str:
    """第２, 上半期: short enough to head a narrow column."""
    return wareki.round_name(value).removesuffix("四半期")


@register.filter
def zen(value: int | None) -> str:
    """A number as running text writes it: ８, 30."""
    return "" if value is None else wareki.digits(value)
