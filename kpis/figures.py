"""Numbers of indicators as people read them: 24,180件, ＋0.2ポイント, 77％. Pure."""

from decimal import ROUND_HALF_UP, Decimal

from fiscal import wareki
from fiscal.calendar import Quarter
from kpis.facts import Direction, IndicatorFacts, YearOnYear

PERCENT = "％"


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Round half up, as people do."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: Decimal, decimals: int) -> str:
    """Return 24,180 or 79.4; a minus is a real minus sign."""
    amount = rounded(value, decimals)
    return f"{amount:,}" if amount >= 0 else f"−{-amount:,}"


def number_or(value: Decimal | None, decimals: int, otherwise: str = "―") -> str:
    """Return the number, or a word where there is none: never 0."""
    return otherwise if value is None else number(value, decimals)


def closer(value: Decimal, decimals: int) -> str:
    """Return a number of the path with up to one more digit than is measured: 80.95, 104, 23,025.4."""
    finer = rounded(value, decimals + 1)
    return number(value, decimals if finer == rounded(value, decimals) else decimals + 1)


def signed(value: Decimal, decimals: int) -> str:
    """Return ＋0.2, −1.0 or ±0."""
    amount = rounded(value, decimals)
    if amount == 0:
        return "±0"
    return f"{'＋' if amount > 0 else '−'}{abs(amount):,}"


def percent(ratio: Decimal) -> Decimal:
    """Return a ratio as whole per cent, the precision in which it is shown and graded."""
    return rounded(ratio * 100, 0)


def percent_text(ratio: Decimal) -> str:
    """Return 77％."""
    return number(ratio * 100, 0) + PERCENT


def digits(value: Decimal) -> str:
    """Return a bound or a growth as text does: ７, 50, 0.5."""
    plain = f"{value.normalize():f}"
    return wareki.digits(int(plain)) if plain.isdecimal() else plain


def with_unit(value: Decimal, facts: IndicatorFacts) -> str:
    """Return 79.4％ or 24,180件."""
    return number(value, facts.decimals) + facts.unit


def distance(value: Decimal, facts: IndicatorFacts) -> str:
    """Return a difference without its sign: 1.6ポイント, 870件."""
    return number(abs(value), facts.decimals) + distance_unit(facts)


def distance_unit(facts: IndicatorFacts) -> str:
    """Differences of percentages are points."""
    return "ポイント" if facts.unit in {PERCENT, "%"} else facts.unit


def growth(value: Decimal, facts: IndicatorFacts) -> str:
    """Return a growth as the plan words it: ７％増, or ７ポイント減 where it is read as points and falls."""
    unit = PERCENT if facts.year_on_year == YearOnYear.RELATIVE else "ポイント"
    return f"{digits(value)}{unit}{'減' if facts.direction == Direction.DOWN else '増'}"


def quarter_end(quarter: Quarter) -> str:
    """Return the last month of a quarter: ９月末."""
    return f"{wareki.digits(quarter.months[1])}月末"


def year_end(year: int) -> str:
    """Return 令和９年度末."""
    return f"{wareki.fiscal_year(year)}末"
