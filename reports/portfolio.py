"""The waist of the product: a plan in a period as one frozen tree, read in a fixed number of queries.

Pages render it, ``exchange`` writes its cells: the same number is the same everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from initiatives.models import Category, Plan
from initiatives.queries import reporter_names
from progress.models import ReportingPeriod
from progress.queries import before
from reports import annual, delays, improvements, sentence
from reports.counts import Branch, Tally, count_categories, count_delayed, count_submission
from reports.head import build_head
from reports.improvements import Improvements
from reports.kpi_rows import build_kpis, read_indicators, read_sheets
from reports.lines import read_initiatives, read_lines
from reports.marks import NONE
from reports.schedule_rows import schedule
from reports.standing import Standing, marks, read
from reports.tree import Bar, CategoryRow, Count, Goal, Head, Kpi, Line, Portfolio
from reports.upcoming import due_bars, upcoming

__all__ = ["build", "marks", "schedule"]


@dataclass(frozen=True)
class Lists:
    """The lists of a portfolio: what was picked, and the lines of it."""

    picks: delays.Picks
    lines: dict[int, Line]
    bars: list[tuple[int, Bar]]
    bars_total: int
    goals: tuple[Goal, ...]
    goals_total: int
    kpis: tuple[Kpi, ...]
    kpis_total: int
    improved: Improvements

    def of(self, keys: tuple[int, ...]) -> tuple[Line, ...]:
        """Return the lines of these initiatives, in their order."""
        return tuple(self.lines[pk] for pk in keys)


def build(
    plan: Plan,
    period: ReportingPeriod,
    *,
    today: date,
    limit: int | None = None,
    periods: Sequence[ReportingPeriod] | None = None,
) -> Portfolio:
    """Return a plan in a period. With ``limit`` every list is cut to so many rows, after counting all of them.

    A shortened tree is for a page: it has no ``lines``, and its rows neither printed sections nor aims.
    ``periods`` are the plan's, the newest first, for a caller that has read them already.
    """
    back = _periods_back(period, periods)
    standing = read(plan, period, back[1] if len(back) > 1 else None)
    lists = _read_lists(plan, back, standing, min(today, period.closes_on), limit)
    head = build_head(plan, period, standing.rows, today=today)
    tree = _portfolio(head, standing, lists, count_categories(standing, _branches(plan)))
    year = annual.read(plan, period, today=today, is_whole=limit is None)
    return replace(tree, annual=year, lines=tuple(lists.lines.values()) if limit is None else ())


def _read_lists(
    plan: Plan, back: Sequence[ReportingPeriod], standing: Standing, on: date, limit: int | None
) -> Lists:
    """Read the words of every list; reporters are those of a day."""
    period = back[0]
    stands = {row.pk: row for row in standing.rows}
    picks = delays.pick(standing, limit)
    waiting = {pk: row.mark for pk, row in stands.items() if row.finished_in is None}
    bars, bars_total = due_bars(plan, period, waiting.keys(), limit)
    indicators, indicators_total = read_indicators(plan, limit)
    shown = stands.keys() if limit is None else picks.shown | {pk for pk, _ in bars}
    named = {*shown, *(indicator.initiative_id for indicator in indicators)}
    initiatives = {row.pk: row for row in read_initiatives(named)}
    reporters = reporter_names(named, on)
    lines = read_lines(
        period,
        [row for pk, row in initiatives.items() if pk in shown],
        stands,
        reporters=reporters,
        streaks=delays.streaks(back, picks.delays),
        on=on,
        is_whole=limit is None,
    )
    sheets = read_sheets(plan, indicators, initiatives)
    kpis = build_kpis(sheets, period.as_quarter, standing.words, stands, reporters)
    goals = upcoming(plan, period.year, waiting, limit)
    improved = improvements.read(plan, period, limit)
    return Lists(picks, lines, bars, bars_total, *goals, kpis, indicators_total, improved)


def _portfolio(
    head: Head, standing: Standing, lists: Lists, categories: tuple[CategoryRow, ...]
) -> Portfolio:
    picks, counts = lists.picks, Tally.of(standing.rows).counts(standing)
    now, before_now = count_delayed(standing, counts)
    return Portfolio(
        head=head,
        active=len(standing.rows),
        finished=standing.early.total(),
        counts=counts,
        delayed_now=now,
        delayed_before=before_now,
        lines=(),
        delays=lists.of(picks.delays),
        delays_total=picks.delays_total,
        changes=lists.of(picks.changes),
        changes_total=picks.changes_total,
        submission=count_submission(standing.rows),
        missing=lists.of(picks.missing),
        kpis=lists.kpis,
        kpis_total=lists.kpis_total,
        categories=categories,
        goals=lists.goals,
        goals_total=lists.goals_total,
        requests=lists.of(picks.requests),
        requests_total=picks.requests_total,
        due_bars=tuple((lists.lines[pk], bar) for pk, bar in lists.bars),
        due_bars_total=lists.bars_total,
        sentence=_sentence(standing, counts, head.subject),
        finished_note=_finished_note(standing, head.subject),
        futures=delays.futures(standing),
        turns=lists.of(picks.turns),
        turns_total=picks.turns_total,
        finished_until=standing.early_until,
        improvements=lists.improved.rows,
        improvements_total=lists.improved.total,
        improvements_good=lists.improved.good,
        divergences=lists.of(picks.divergences),
        divergences_total=picks.divergences_total,
    )


def _periods_back(
    period: ReportingPeriod, periods: Sequence[ReportingPeriod] | None
) -> list[ReportingPeriod]:
    """The period and all before it, backwards."""
    if periods is None:
        earlier = ReportingPeriod.objects.filter(before(period.as_quarter), plan_id=period.plan_id)
        return [period, *earlier.order_by("-year", "-quarter")]
    return [row for row in periods if row.as_quarter <= period.as_quarter]


def _branches(plan: Plan) -> list[Branch]:
    rows = Category.objects.filter(plan=plan).order_by("order", "pk")
    return [
        Branch(*row)
        for row in rows.values_list("pk", "parent_id", "code", "label", "title", "short_title")
    ]


def _sentence(standing: Standing, counts: tuple[Count, ...], subject: str) -> str:
    now, before_now = count_delayed(standing, counts)
    return sentence.head_sentence(
        sentence.Verdict(
            active=len(standing.rows),
            reported=sum(count.number for count in counts if count.mark != NONE),
            delay_words=tuple(mark.word for mark in standing.words.delays),
            delayed_now=now,
            delayed_before=before_now,
            newly=delays.newly_delayed(standing),
            subject=subject,
        )
    )


def _finished_note(standing: Standing, subject: str) -> str:
    return sentence.finished_note(
        early=standing.early.total(),
        early_until=standing.early_until,
        active=len(standing.rows),
        finished_in=[row.finished_in for row in standing.rows if row.finished_in is not None],
        subject=subject,
    )
