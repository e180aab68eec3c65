"""Which initiatives the headquarters must look at: delayed, changed, missing, asking, changing course, disputed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models.functions import Coalesce

from progress.judgement import diverges
from progress.models import ProgressReport, ReportingPeriod
from progress.queries import never_empty
from progress.workflow import HANDED_IN
from reports.marks import NONE
from reports.standing import FINISHED, Stand, Standing
from reports.tree import Future

Outlook = ProgressReport.Outlook


@dataclass(frozen=True)
class Picks:
    """The initiatives of each list by key, in the order they are shown, with the length before shortening."""

    delays: tuple[int, ...]
    delays_total: int
    changes: tuple[int, ...]
    changes_total: int
    missing: tuple[int, ...]
    requests: tuple[int, ...]
    requests_total: int
    turns: tuple[int, ...]
    turns_total: int
    divergences: tuple[int, ...]
    divergences_total: int

    @property
    def shown(self) -> set[int]:
        """Every initiative on any of the lists."""
        lists = (self.delays, self.changes, self.missing, self.requests, self.turns)
        return {*self.divergences, *(pk for keys in lists for pk in keys)}


def pick(standing: Standing, limit: int | None) -> Picks:
    """Choose the lists of a standing; delays come gravest first, changes worst first, else the plan's order."""
    weights, delaying = standing.words.weights, standing.words.delaying
    rows = standing.rows
    delays = sorted(
        (row for row in rows if row.mark in delaying), key=lambda row: -weights[row.mark]
    )
    changes = sorted(
        (row for row in rows if is_change(row)),
        key=lambda row: weights[row.previous or NONE] - weights[row.mark],
    )
    requests = [row for row in rows if row.has_request]
    turns = [row for row in rows if row.future and row.future != Outlook.CONTINUE]
    missing = [row for row in rows if row.is_expected and row.state not in HANDED_IN]
    divergences = sorted(filter(is_divergence, rows), key=_doubt)
    return Picks(
        delays=_keys(delays, limit),
        delays_total=len(delays),
        changes=_keys(changes, limit),
        changes_total=len(changes),
        missing=_keys(missing, limit),
        requests=_keys(requests, limit),
        requests_total=len(requests),
        turns=_keys(turns, limit),
        turns_total=len(turns),
        divergences=_keys(divergences, limit),
        divergences_total=len(divergences),
    )


def is_change(row: Stand) -> bool:
    """Whether the grade changed; 未提出 is no grade, before or now."""
    before, now = row.previous, row.mark
    return before is not None and before != now and NONE not in (before, now)


def is_divergence(row: Stand) -> bool:
    """Whether section and office judge differently (``progress.judgement.DIVERGING``)."""
    own, judged = row.own, row.judged
    return own is not None and judged is not None and diverges(judged.level, own.tone)


def _doubt(row: Stand) -> int:
    """Doubts of the office come before the section's own."""
    return row.judged.level.rank if row.judged else 0


def newly_delayed(standing: Standing) -> tuple[tuple[str, int], ...]:
    """The delaying words with how many initiatives carry them that were not delayed before, gravest first."""
    words = standing.words
    fresh = [
        row.mark for row in standing.rows if is_change(row) and row.previous not in words.delaying
    ]
    pairs = ((mark.word, fresh.count(mark)) for mark in words.delays)
    return tuple((word, number) for word, number in pairs if number)


def futures(standing: Standing) -> tuple[Future, ...]:
    """How many reports name which 今後の方向性, in the order of the choices."""
    named = [row.future for row in standing.rows]
    pairs = ((outlook.label, named.count(outlook.value)) for outlook in Outlook)
    return tuple(Future(str(word), number) for word, number in pairs if number)


def streaks(periods: Sequence[ReportingPeriod], initiatives: Collection[int]) -> dict[int, int]:
    """For how many periods on end, the first of ``periods`` backwards, initiatives have been delayed (one query).

    A period without a report, or with another grade, ends the row.
    """
    reports = ProgressReport.objects.handed_in().exclude(implementation=FINISHED)
    delayed = set(
        reports.filter(
            initiative__in=never_empty(initiatives), period__in=[period.pk for period in periods]
        )
        .annotate(is_delay=Coalesce("reviewed_grade__is_delay", "self_grade__is_delay"))
        .filter(is_delay=True)
        .order_by()
        .values_list("initiative_id", "period_id")
    )
    return {pk: _length((pk, period.pk) in delayed for period in periods) for pk in initiatives}


def _length(flags: Iterable[bool]) -> int:
    length = 0
    for flag in flags:
        if not flag:
            break
        length += 1
    return length


def _keys(rows: Iterable[Stand], limit: int | None) -> tuple[int, ...]:
    return tuple(row.pk for row in rows)[:limit]
