"""Taking over what a list of 個別項目 counts: the person's own click, and never over a value typed before."""

from datetime import date

from kpis import counting
from kpis.models import Indicator

TAKE = "take"


def taken(data: dict[str, str], indicators: list[Indicator], day: date) -> dict[str, str]:
    """Return posted answers with the counted value where it was asked for and nothing was answered."""
    wanted = data.get(TAKE, "")
    for pk, found in counting.counted(
        [row for row in indicators if str(row.pk) == wanted], day
    ).items():
        if not any(data.get(f"kpi-{pk}-{name}", "").strip() for name in ("value", "not_measured")):
            return {**data, f"kpi-{pk}-value": found.typed}
    return data
