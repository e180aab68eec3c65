"""⑦ 県内他の自治体との比較: shares of the whole, and whether the counts add up to it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# So many lines the form offers and the paper numbers.
AT_MOST = 8


@dataclass(frozen=True)
class Count:
    """How many municipalities are in one group; ``number`` None where the source does not say."""

    label: str
    number: int | None
    unit: str
    names: str


@dataclass(frozen=True)
class Row:
    """A group with its share of the whole in percent, None where number or whole is not known."""

    count: Count
    share: Decimal | None


def rows(counts: Sequence[Count], total: int | None) -> list[Row]:
    """Return each group with its share of the whole."""
    return [Row(count, _share(count.number, total)) for count in counts]


def _share(number: int | None, total: int | None) -> Decimal | None:
    if number is None or not total:
        return None
    return round(Decimal(100) * number / total, 1)


def objection(numbers: Sequence[int | None], total: int | None) -> str:
    """Say why the numbers cannot belong to the whole; empty when they can."""
    known = [number for number in numbers if number is not None]
    if total is None or not known:
        return ""
    if sum(known) > total:
        return f"区分の数の合計（{sum(known)}）が、全数（{total}）を超えています。"
    if len(known) == len(numbers) and sum(known) != total:
        return f"区分の数の合計（{sum(known)}）が、全数（{total}）と合いません。"
    return ""


def agrees(numbers: Sequence[int | None], total: int | None) -> bool:
    """Whether every number is known and together they are the whole."""
    known = [number for number in numbers if number is not None]
    return total is not None and len(known) == len(numbers) and sum(known) == total
