"""The words initiatives are marked with: the plan's own scale, 完了 and 未提出."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from django.db.models import Q

from initiatives.models import Grade, Plan
from kpis.facts import Band
from reports.mark import Mark

DONE = Mark("done", "完了")
NONE = Mark("none", "未提出")


@lru_cache(maxsize=256)
def preliminary(mark: Mark) -> Mark:
    """The same mark as 速報."""
    return replace(mark, is_preliminary=True)


@dataclass(frozen=True)
class Word:
    """A grade as rules need it: its mark, whether it is a delay, and how grave it is (0 is best)."""

    mark: Mark
    is_delay: bool
    weight: float
    is_current: bool
    band: Band | None


@dataclass(frozen=True)
class Words:
    """The words of a plan's scale by grade, with the words of older versions that reports still carry."""

    by_grade: dict[int, Word]

    @classmethod
    def of(cls, plan: Plan, used: Collection[int] = ()) -> "Words":
        """Read the plan's scale and the grades in use (one query)."""
        grades = Grade.objects.filter(Q(scale=plan.grade_scale_id) | Q(pk__in=used)).order_by()
        ordered = sorted(grades, key=lambda g: (g.scale_id != plan.grade_scale_id, g.order))
        return cls({grade.pk: _word(grade, plan) for grade in ordered})

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """All marks in the order of the counts: 完了, the scale, older words, 未提出."""
        return tuple(dict.fromkeys((DONE, *(word.mark for word in self.by_grade.values()), NONE)))

    @cached_property
    def delays(self) -> tuple[Mark, ...]:
        """The delaying words of the present scale, the gravest first: 遅れ, やや遅れ."""
        words = [word for word in self.by_grade.values() if word.is_delay and word.is_current]
        return tuple(word.mark for word in sorted(words, key=lambda word: -word.weight))

    @cached_property
    def weights(self) -> dict[Mark, float]:
        """How grave a mark is: 完了 is the lightest, a word outside the scale's ladder stands in its middle."""
        return {DONE: -1.0, **{word.mark: word.weight for word in self.by_grade.values()}}

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        """The words of the present scale that a KPI's progress may suggest."""
        bands = (word.band for word in self.by_grade.values() if word.is_current)
        return tuple(band for band in bands if band is not None)

    @cached_property
    def delaying(self) -> frozenset[Mark]:
        """Every mark that counts as a delay."""
        return frozenset(word.mark for word in self.by_grade.values() if word.is_delay)


# Between the words on and behind the plan: "評価対象外" is neither better nor worse than they are.
_MIDDLE = 2.5


def _word(grade: Grade, plan: Plan) -> Word:
    return Word(
        mark=Mark(grade.tone, grade.word),
        is_delay=grade.is_delay,
        weight=_MIDDLE if grade.is_excluded else float(grade.order),
        is_current=grade.scale_id == plan.grade_scale_id,
        band=None if grade.is_excluded else Band(grade.lower_bound, grade.tone, grade.word),
    )
