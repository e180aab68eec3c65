"""The office's page of a round: how far it has come, where it is stuck, who owes what, and what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from fiscal import wareki
from progress import ledger, missing
from progress.deadline import Deadline
from progress.extensions import Extensions
from progress.heat import NOTHING, newest, tallies
from progress.models import Notice, ReportingPeriod
from progress.office import REVIEW_DAYS, Step, headline
from progress.parts import Parts
from progress.period_list import stage
from progress.queries import before
from progress.reporters import reporters_of
from progress.round_heat import HANDED_IN, SHOWS, Count, RoundHeat, Scope, round_heat
from progress.round_numbers import Numbers, Standing, day_before, standing_now, standing_then
from progress.round_owing import ALL, OwingList, owing_list

LEDGER = 8
# A key longer than this names no section.
LONGEST_KEY = 18


@dataclass(frozen=True)
class Chosen:
    """What the address of the page chooses: the share shown, the 部 opened, and the sections listed."""

    show: str = HANDED_IN
    part: int = 0
    owe: str = ALL
    page: str | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Chosen":
        """Read an address; what cannot be read is not chosen."""
        show, part = query.get("show", ""), query.get("part", "")
        is_key = part.isascii() and part.isdigit() and len(part) <= LONGEST_KEY
        return cls(
            show if show in SHOWS else HANDED_IN,
            int(part) if is_key else 0,
            query.get("owe", ALL),
            query.get("page"),
        )


@dataclass(frozen=True)
class RoundPage:
    """Everything the page shows of one period."""

    period: ReportingPeriod
    chosen: Chosen
    deadline: Deadline
    headline: str
    stage: str
    numbers: Numbers
    steps: tuple[Step, ...]
    heat: RoundHeat
    missing: missing.MissingList
    owing: OwingList
    notices: tuple[Notice, ...]
    notices_total: int
    may_ask: bool


def round_page(period: ReportingPeriod, chosen: Chosen, today: date) -> RoundPage:
    """Read a round (a fixed number of queries)."""
    plan, reporters = period.plan, reporters_of(period.plan, today)
    extensions, parts = Extensions.of_plan(plan.pk), Parts.read(plan.municipality_id, today)
    chosen = (
        chosen if chosen.part in parts.units else Chosen(chosen.show, 0, chosen.owe, chosen.page)
    )
    found = missing.missing_in(period, reporters, today, extensions)
    lacking = ledger.with_last_days(found)
    until = Q(pk=period.pk) | before(period.as_quarter)
    rows = ReportingPeriod.objects.filter(until, plan=plan).order_by("-year", "-quarter")
    periods = newest(rows)
    counted = tallies(plan, periods, reporters, extensions, today)
    scope = Scope(period, periods, parts, extensions, today, chosen.show, chosen.part)
    heat = round_heat(counted, scope)
    numbers = _numbers(period, heat, extensions, reporters, today)
    notices = Notice.objects.filter(period=period)
    return RoundPage(
        period=period,
        chosen=chosen,
        deadline=Deadline.of(period.due_on, today),
        headline=headline(period, Deadline.of(period.due_on, today), today),
        stage=stage(period, today),
        numbers=numbers,
        steps=tuple(steps(period, numbers.now, today)),
        heat=heat,
        missing=lacking,
        owing=owing_list(
            lacking.sections, parts, owe=chosen.owe, part=chosen.part, page=chosen.page
        ),
        notices=tuple(notices.select_related("department", "by")[:LEDGER]),
        notices_total=notices.count(),
        may_ask=period.is_open_on(today),
    )


def _numbers(
    period: ReportingPeriod,
    heat: RoundHeat,
    extensions: Extensions,
    reporters: Mapping[int, object],
    today: date,
) -> Numbers:
    """The head numbers, and the last round's on the same day (two queries, one for the first round)."""
    now = standing_now(period, heat.counts.get(period.pk, Count(NOTHING)).tally)
    earlier = [row for row in heat.periods if row.as_quarter < period.as_quarter]
    if not earlier:
        return Numbers(now, None, None)
    last = earlier[-1]
    expected = heat.counts.get(last.pk, Count(NOTHING)).tally.expected
    day = day_before(period, last, today)
    return Numbers(now, standing_then(last, expected, day, extensions, set(reporters)), day)


def steps(period: ReportingPeriod, now: Standing, today: date) -> list[Step]:
    """The days of the round in order: it opens, is due, has been read, closes."""
    left = now.expected - now.accepted
    rest = f"（あと{wareki.digits(left)}件）" if left else "（済み）"
    review = min(period.due_on + timedelta(days=REVIEW_DAYS), period.closes_on)
    days = (
        (period.opens_on, "受付の開始"),
        (period.due_on, "報告期限"),
        (review, f"受理の完了の目標{rest}"),
        (period.closes_on, "締切。受理した報告は確定し、課からは直せません。"),
    )
    return [Step(day, text, Deadline.of(day, today)) for day, text in days]
