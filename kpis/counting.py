"""The value a list of 個別項目 proposes for an indicator: its 完了 as they were on a day. Never written by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fiscal import wareki
from initiatives import item_counts
from kpis import figures
from kpis.models import Indicator

PERCENT = {"％", "%"}


@dataclass(frozen=True)
class Counted:
    """What a list says on a day: so many of so many, and the value this makes."""

    list_id: int
    done: int
    total: int
    day: date
    value: Decimal
    text: str
    is_share: bool

    @property
    def words(self) -> str:
        """一覧の完了件数：12件（令和８年９月30日現在）."""
        day = f"{wareki.full_date(self.day)}現在"
        done, total = wareki.digits(self.done), wareki.digits(self.total)
        if self.is_share:
            return f"一覧の完了の割合：{self.text}（{done}件／{total}件、{day}）"
        return f"一覧の完了件数：{self.text}（{day}）"

    @property
    def typed(self) -> str:
        """The value as it is typed into its field."""
        return f"{self.value:f}"


def rule(indicator: Indicator) -> str:
    """Say what of its list an indicator counts."""
    what = "割合（対象外を除く全件に対するもの）" if indicator.unit in PERCENT else "件数"
    return f"「完了」の{what}を、報告の入力の案に示します。値は担当課が決めます。"


def counted(indicators: Iterable[Indicator], day: date) -> dict[int, Counted]:
    """Return what the lists of indicators say on a day (one query, none without a list)."""
    rows = [row for row in indicators if row.counts_id is not None]
    if not rows:
        return {}
    found = item_counts.done_by([row.counts_id for row in rows if row.counts_id], day)
    return {
        row.pk: _counted(row, row.counts_id, found[row.counts_id], day)
        for row in rows
        if row.counts_id in found
    }


def _counted(indicator: Indicator, list_id: int, found: tuple[int, int], day: date) -> Counted:
    done, total = found
    is_share = indicator.unit in PERCENT
    raw = Decimal(done * 100) / total if is_share else Decimal(done)
    value = figures.rounded(raw, indicator.decimals)
    text = f"{figures.number(value, indicator.decimals)}{indicator.unit}"
    return Counted(list_id, done, total, day, value, text, is_share)
