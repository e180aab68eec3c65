"""推計: where the values so far lead, if they go on like this. Pure.

Two methods, each named in Japanese beside its number. Levels and running totals: the mean growth of the last
five values, drawn on from the last one (a random walk with drift, whose standard error gives the range).
Yearly totals: this year's total so far, scaled by what last year's whole was to the same quarter's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import ceil

from fiscal import wareki
from fiscal.calendar import Quarter
from kpis import figures
from kpis.facts import IndicatorFacts

# Four values give three steps, the least from which a spread can be told; more than a year ago says little.
FEWEST = 4
MOST = 5

Value = tuple[Quarter, Decimal]


@dataclass(frozen=True)
class Estimate:
    """An estimate for the end of a fiscal year; the range is None where there is no spread to compute it from."""

    year: int
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    per_quarter: Decimal | None
    since: Quarter
    method: str


def growth(values: Sequence[Value]) -> tuple[Decimal, Decimal, int] | None:
    """Return mean growth per quarter, its spread, and the number of steps; None with too few values.

    A step over several quarters counts with its growth per quarter.
    """
    recent = values[-MOST:]
    if len(recent) < FEWEST:
        return None
    pairs = list(pairwise(recent))
    rates = [(b[1] - a[1]) / (b[0].index - a[0].index) for a, b in pairs]
    mean = (recent[-1][1] - recent[0][1]) / (recent[-1][0].index - recent[0][0].index)
    squares = sum(((rate - mean) ** 2 for rate in rates), Decimal(0))
    spread = (squares / (len(rates) - 1)).sqrt()
    return mean, spread, len(rates)


def extrapolate(facts: IndicatorFacts, values: Sequence[Value], year: int) -> Estimate | None:
    """Estimate the end of a fiscal year from the growth so far; None with too few values or no time left."""
    found = growth(values)
    if found is None:
        return None
    mean, spread, steps = found
    last, value = values[-1]
    left = Quarter(year, 4).index - last.index
    if left <= 0:
        return None
    error = spread * (left + Decimal(left * left) / steps).sqrt()
    return Estimate(
        year=year,
        value=clamp(facts, value + mean * left),
        low=clamp(facts, value + mean * left - error),
        high=clamp(facts, value + mean * left + error),
        per_quarter=mean,
        since=last,
        method=_growth_method(facts, values[-MOST:], mean, left),
    )


def scale_year(facts: IndicatorFacts, values: Sequence[Value]) -> Estimate | None:
    """Estimate this year's total from last year's course; None without last year's numbers or at its end."""
    if not values:
        return None
    last, value = values[-1]
    known = dict(values)
    same = known.get(Quarter(last.year - 1, last.number))
    whole = known.get(Quarter(last.year - 1, 4))
    if last.number == Quarter(last.year, 4).number or not same or whole is None:
        return None
    return Estimate(
        year=last.year,
        value=clamp(facts, value * whole / same),
        low=None,
        high=None,
        per_quarter=None,
        since=last,
        method=(
            f"今年度の累計 {figures.number(value, facts.decimals)} に、前年度の年度計 ÷ 前年同期"
            f"（{figures.number(whole, facts.decimals)} ÷ {figures.number(same, facts.decimals)}）を"
            "掛けたもの。実績が増えると変わります。"
        ),
    )


def reaches(values: Sequence[Value], target: Decimal, until: Quarter) -> Quarter | None:
    """Return the first quarter in which the line meets a target, or None if not until then."""
    found = growth(values)
    if found is None or found[0] == 0:
        return None
    last, value = values[-1]
    quarters = (target - value) / found[0]
    if quarters <= 0:
        return None
    meeting = last.shift(ceil(quarters))
    return meeting if meeting <= until else None


def clamp(facts: IndicatorFacts, value: Decimal) -> Decimal:
    """Keep an estimate inside what can be measured: no rate above 100 per cent."""
    if facts.minimum is not None:
        value = max(value, facts.minimum)
    return value if facts.maximum is None else min(value, facts.maximum)


def _growth_method(facts: IndicatorFacts, recent: Sequence[Value], mean: Decimal, left: int) -> str:
    first, last = wareki.quarter(recent[0][0]), wareki.quarter(recent[-1][0])
    step = figures.signed(mean, facts.decimals + 1) + figures.distance_unit(facts)
    return (
        f"直近{wareki.digits(len(recent))}回の値（{first}～{last}）の１期あたりの平均の伸び {step} を、"
        f"残り{wareki.digits(left)}期に延ばしたもの。幅は各期の伸びのばらつき（標準誤差）から計算。"
        "実績が増えると変わります。"
    )
