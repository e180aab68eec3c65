"""事務局の見立て: how confident the office is that an initiative reaches its target, in three levels. Pure.

It stands beside the section's grade and never in its place: the grade says how the work goes, the 見立て whether
it will arrive. Three levels are enough, a movement is shown with the time since when, and where both judgements
part, that is an item of its own for the 推進本部 (peers.md §4.2, after the delivery confidence of the British
major projects).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fiscal import wareki
from fiscal.calendar import Quarter


class Level(StrEnum):
    """How likely the target is reached."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"

    @property
    def label(self) -> str:
        """The Japanese word."""
        return LEVEL_LABELS[self]

    @property
    def rank(self) -> int:
        """The place from the bottom."""
        return RANKS.index(self)


LEVEL_LABELS = {Level.HIGH: "高", Level.MIDDLE: "中", Level.LOW: "低"}
RANKS = (Level.LOW, Level.MIDDLE, Level.HIGH)

# Where the two judgements part: the tones of the section's grade that a level contradicts. A section that is on
# plan, ahead of it or done while the office sees little hope; a section that is late while the office is confident.
# 中 contradicts nothing, and neither do やや遅れ, 評価対象外 or a report not handed in.
DIVERGING: dict[Level, frozenset[str]] = {
    Level.LOW: frozenset({"done", "ahead", "ontrack"}),
    Level.HIGH: frozenset({"late"}),
}
NO_TONES: frozenset[str] = frozenset()


def diverges(level: Level, tone: str) -> bool:
    """Whether a level contradicts the section's grade, by the grade's tone ("" for none)."""
    return tone in DIVERGING.get(level, NO_TONES)


def needs_reason(level: Level, tone: str) -> bool:
    """Whether a judgement must say why: 低 always, and whatever contradicts the section."""
    return level is Level.LOW or diverges(level, tone)


@dataclass(frozen=True)
class Judged:
    """One judgement as it was written for a period."""

    quarter: Quarter
    level: Level
    reason: str


@dataclass(frozen=True)
class Judgement:
    """What the office thinks as of a period: the last judgement up to it, carried forward until it is judged anew.

    ``since`` is the period in which the level began, ``before`` the level it had before that.
    """

    level: Level
    reason: str
    since: Quarter
    before: Level | None
    is_new: bool

    @property
    def word(self) -> str:
        """高, 中 or 低."""
        return self.level.label

    @property
    def arrow(self) -> str:
        """The movement since the period before: ↑ → ↓, nothing for the first judgement."""
        if not self.is_new:
            return "→"
        if self.before is None:
            return ""
        return "↑" if self.level.rank > self.before.rank else "↓"

    @property
    def told(self) -> str:
        """Word and movement in one: 低 ↓."""
        return f"{self.word} {self.arrow}".strip()

    @property
    def moved(self) -> str:
        """The movement in words, for those who do not see the arrow: 中から下がった."""
        if not self.is_new:
            return "変わらず"
        if self.before is None:
            return "初めての見立て"
        way = "上がった" if self.level.rank > self.before.rank else "下がった"
        return f"{self.before.label}から{way}"

    @property
    def since_words(self) -> str:
        """Since when it has been so: R7 第４四半期から."""
        year = wareki.fiscal_year_short(self.since.year)
        return f"{year} {wareki.round_name(self.since)}から"


def judgement_at(rows: Iterable[Judged], now: Quarter) -> Judgement | None:
    """Return what holds in a quarter of all that was written; None while nothing was."""
    past = sorted((row for row in rows if row.quarter <= now), key=lambda row: row.quarter)
    if not past:
        return None
    last, since, before = past[-1], past[-1].quarter, None
    for row in reversed(past):
        if row.level != last.level:
            before = row.level
            break
        since = row.quarter
    return Judgement(last.level, last.reason, since, before, is_new=since == now)
