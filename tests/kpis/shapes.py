"""The six shapes of indicator of 石巻市ＤＸ推進計画, with fictional values, and the words of the default scale."""

from collections.abc import Mapping
from decimal import Decimal

from fiscal.calendar import Quarter
from kpis.facts import (
    Aggregation,
    Band,
    Cycle,
    Direction,
    Goal,
    IndicatorFacts,
    Reading,
)

NOW = Quarter(2026, 2)
BANDS = (
    Band(Decimal(110), "ahead", "計画以上"),
    Band(Decimal(80), "ontrack", "計画どおり"),
    Band(Decimal(50), "slip", "やや遅れ"),
    Band(None, "late", "遅れ"),
)
RATE = {"unit": "％", "decimals": 1, "minimum": Decimal(0), "maximum": Decimal(100)}


def facts(**fields) -> IndicatorFacts:
    """A rising level without baseline and target unless fields say otherwise."""
    values = {
        "name": "指標",
        "unit": "件",
        "decimals": 0,
        "direction": Direction.UP,
        "aggregation": Aggregation.POINT,
        "years": (2025, 2027),
        **fields,
    }
    return IndicatorFacts(**values)


def goals(value: str, year: int | None = 2027, *, is_growth: bool = False) -> tuple[Goal, ...]:
    return (Goal(year, Decimal(value), is_growth),)


def base(year: int, value: str) -> dict[str, object]:
    return {"baseline_year": year, "baseline_value": Decimal(value)}


def readings(values: Mapping[tuple[int, int], str | None], **fields) -> list[Reading]:
    """Values by year and quarter; None is 測定なし."""
    return [
        Reading(
            Quarter(*at),
            Quarter(*at).end,
            None if value is None else Decimal(value),
            "調査の年ではない" if value is None else "",
            **fields,
        )
        for at, value in values.items()
    ]


def values(mapping: Mapping[tuple[int, int], str]) -> dict[Quarter, Decimal]:
    return {Quarter(*at): Decimal(value) for at, value in mapping.items()}


LINE = facts(name="LINE友だち件数", goals=goals("27000"), **base(2023, "16401"))
LINE_VALUES = {
    (2025, 2): "20480",
    (2025, 3): "21300",
    (2025, 4): "22350",
    (2026, 1): "23310",
    (2026, 2): "24180",
}
CARD = facts(name="保有率（市）", goals=goals("85.0"), **base(2023, "74.2"), **RATE)
CARD_VALUES = {
    (2025, 1): "77.5",
    (2025, 2): "78.0",
    (2025, 3): "78.3",
    (2025, 4): "78.8",
    (2026, 1): "79.2",
    (2026, 2): "79.4",
}
SCHOOL = facts(
    name="スマホ教室等利用者数",
    unit="人",
    aggregation=Aggregation.ANNUAL,
    goals=goals("250"),
    **base(2023, "82"),
)
SCHOOL_VALUES = {
    (2024, 4): "118",
    (2025, 2): "71",
    (2025, 4): "164",
    (2026, 1): "38",
    (2026, 2): "96",
}
NOTICES = facts(name="デジタルによる通知数", unit="通", goals=goals("18000"))
NOTICES_VALUES = {(2025, 4): "1120", (2026, 1): "2050", (2026, 2): "3240"}
TOOLS = facts(
    name="導入済デジタルツールの庁内利用率（前年度比）",
    aggregation=Aggregation.YEAR_ON_YEAR,
    goals=goals("7", None, is_growth=True),
    first_year_guide=Decimal(50),
    **RATE,
)
TOOLS_VALUES = {(2025, 4): "51.0", (2026, 1): "52.1", (2026, 2): "53.2"}
SURVEY = facts(
    name="インターネットで手続ができずに不便だと感じる市民の割合",
    direction=Direction.DOWN,
    goals=goals("15.0"),
    cycle=Cycle.SURVEY,
    **base(2024, "18.8"),
    **RATE,
)
