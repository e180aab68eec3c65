"""Dates and years as a Japanese city hall writes them: 令和８年９月30日, 令和８年度, R8, 第２四半期.

Single digits are full-width and longer numbers half-width, the usage of the plan documents.
"""

from dataclasses import dataclass
from datetime import date

from fiscal.calendar import QUARTERLY, ROUNDS, Quarter

WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class Era:
    """An era (元号) with its first day."""

    name: str
    letter: str
    first_day: date


ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
)


def era_of(day: date) -> Era:
    """Return the era in which a day lies.

    Raises:
        ValueError: the day is before 昭和.
    """
    for era in ERAS:
        if day >= era.first_day:
            return era
    raise ValueError(f"no era for {day}")


def digits(number: int) -> str:
    """Write a number: one digit full-width (８), more digits half-width (30)."""
    text = str(number)
    return (
        text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        if len(text) == 1
        else text
    )


def era_year(day: date) -> str:
    """Return era and year, e.g. 令和８, or 令和元 for the first year."""
    era = era_of(day)
    number = day.year - era.first_day.year + 1
    return era.name + ("元" if number == 1 else digits(number))


def _fiscal_day(year: int) -> date:
    # 令和元年度 is the whole of fiscal 2019 (April was still 平成31年) and 昭和63年度 the whole of fiscal
    # 1988: the era in force in October names the fiscal year.
    return date(year, 10, 1)


def fiscal_year(year: int) -> str:
    """Return a fiscal year in full: 令和８年度."""
    return f"{era_year(_fiscal_day(year))}年度"


def fiscal_year_short(year: int) -> str:
    """Return a fiscal year as a short mark: R8."""
    day = _fiscal_day(year)
    era = era_of(day)
    return f"{era.letter}{day.year - era.first_day.year + 1}"


def fiscal_years(first: int, last: int) -> str:
    """Return a span of fiscal years: 令和７～９年度, or 平成30年度～令和２年度 across eras."""
    if first == last:
        return fiscal_year(first)
    if era_of(_fiscal_day(first)) != era_of(_fiscal_day(last)):
        return f"{fiscal_year(first)}～{fiscal_year(last)}"
    last_number = era_year(_fiscal_day(last))[2:]
    return f"{era_year(_fiscal_day(first))}～{last_number}年度"


def full_date(day: date) -> str:
    """Return a date in full: 令和８年９月30日."""
    return f"{era_year(day)}年{digits(day.month)}月{digits(day.day)}日"


def month_day(day: date) -> str:
    """Return a date within a known year: 10月16日."""
    return f"{digits(day.month)}月{digits(day.day)}日"


def month_day_weekday(day: date) -> str:
    """Return a date with its weekday: 10月16日（金）."""
    return f"{month_day(day)}（{WEEKDAYS[day.weekday()]}）"


def full_date_weekday(day: date) -> str:
    """Return a full date with its weekday: 令和８年10月14日（水）."""
    return f"{full_date(day)}（{WEEKDAYS[day.weekday()]}）"


def year_month(day: date) -> str:
    """Return year and month: 令和９年３月."""
    return f"{era_year(day)}年{digits(day.month)}月"


def as_of_month(day: date) -> str:
    """Return the reference month of a paper: 令和８年９月末現在."""
    return f"{year_month(day)}末現在"


def quarter_name(number: int) -> str:
    """Return 第２四半期."""
    return f"第{digits(number)}四半期"


def round_name(value: Quarter) -> str:
    """Return a quarter, or the round it ends, within its year: 第２四半期, 上半期, 第２回, 年度."""
    place = list(ROUNDS[value.span]).index(value.number)
    return {
        "quarter": quarter_name(value.number),
        "half": "下半期" if place else "上半期",
        "three": f"第{digits(place + 1)}回",
        "year": "年度",
    }[value.span]


def quarter(value: Quarter) -> str:
    """Return a quarter, or the round it ends, in full: 令和８年度 第２四半期, 令和８年度 上半期, 令和８年度."""
    year = fiscal_year(value.year)
    return year if value.span == "year" else f"{year} {round_name(value)}"


def quarter_short(value: Quarter) -> str:
    """Return a quarter, or the round it ends, as a short mark: R8 第２, R8 上半期, R8."""
    year = fiscal_year_short(value.year)
    if value.span == QUARTERLY:
        return f"{year} 第{digits(value.number)}"
    return year if value.span == "year" else f"{year} {round_name(value)}"


def quarter_months(value: Quarter) -> str:
    """Return the months of a quarter or of the round it ends: ７～９月."""
    first, last = value.months
    return f"{digits(first)}～{digits(last)}月"
