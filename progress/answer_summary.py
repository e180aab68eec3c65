"""From the answers of the sections to a draft for 実績, and the sum for a KPI: offered, never written unseen. Pure
but for reading the indicators.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fiscal import wareki
from initiatives.models import Initiative
from kpis import figures
from kpis.models import Indicator
from progress.answer_matrix import Matrix, Row
from progress.content import LONGEST

# The draft leaves the leading section room for words of its own.
DRAFT_LENGTH = 1_200


def draft(matrix: Matrix, today: date) -> str:
    """Return counts, sum and the line of each section; what does not fit is counted."""
    now = matrix.now
    day = min(today, matrix.period.closes_on)
    head = f"各課の回答（{wareki.digits(now.answered)}課／{wareki.digits(now.asked)}課、{wareki.month_day(day)}現在）"
    if now.figure:
        head += f"　{matrix.question.number_label}：合計{now.figure}"
    tail = ["未回答：" + "、".join(row.name for row in matrix.waiting)] if matrix.waiting else []
    room = DRAFT_LENGTH - sum(len(line) + 1 for line in [head, *tail])
    return "\n".join([head, *_lines(matrix.answered, room), *tail])[:LONGEST]


def _lines(rows: Sequence[Row], room: int) -> Iterable[str]:
    """One line for each section, as long as there is room."""
    for place, row in enumerate(rows):
        number = f"（{row.now.figure}）" if row.now.figure and row.now.line else row.now.figure
        line = f"・{row.name}：{row.now.line}{number}"
        room -= len(line) + 1
        if room < 0:
            yield f"・ほか{wareki.digits(len(rows) - place)}課"
            return
        yield line


@dataclass(frozen=True)
class Offer:
    """A KPI of the initiative into which the sum may go."""

    indicator: Indicator
    value: Decimal
    words: str


def offers(matrix: Matrix, initiative: Initiative) -> tuple[Offer, ...]:
    """The indicators with the question's unit whose range holds the sum (one query)."""
    total, unit = matrix.now.total, matrix.question.unit
    rows = Indicator.objects.filter(initiative=initiative, unit=unit).order_by("pk")
    return tuple(
        Offer(row, total, matrix.now.figure)
        for row in rows
        if total is not None and unit and _fits(total, row)
    )


def _fits(total: Decimal, indicator: Indicator) -> bool:
    low, high = indicator.minimum, indicator.maximum
    is_exact = total == figures.rounded(total, indicator.decimals)
    return is_exact and (low is None or total >= low) and (high is None or total <= high)


def joined(text: str, added: str, *, replaces: bool) -> str:
    """The new 実績: the draft after the present words, or in their place."""
    return added if replaces or not text.strip() else f"{text.rstrip()}\n{added}"
