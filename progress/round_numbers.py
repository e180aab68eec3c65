"""The four numbers at the head of a round, each with the last round's on the same day before or after its deadline."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count

from initiatives.models import Initiative
from progress.extensions import Extensions
from progress.heat import Tally, end_of
from progress.models import ProgressReport, ReportEvent, ReportingPeriod
from progress.submissions import SENDING, counted
from progress.workflow import HANDED_IN, State


@dataclass(frozen=True)
class Standing:
    """How far a round had come on a day: out of ``expected`` reports."""

    expected: int
    handed_in: int
    on_time: int
    accepted: int
    unconfirmed: int


@dataclass(frozen=True)
class Share:
    """A share in per cent (rounded down), out of how many; before: of the last round on the same day."""

    word: str
    number: int
    expected: int
    before: int | None
    expected_before: int | None

    @property
    def percent(self) -> int | None:
        """The share now; None where nothing is owed."""
        return percent(self.number, self.expected)

    @property
    def percent_before(self) -> int | None:
        """The share then."""
        if self.before is None or self.expected_before is None:
            return None
        return percent(self.before, self.expected_before)


@dataclass(frozen=True)
class Numbers:
    """The numbers of a round; ``day`` is the day of the last round they are compared with."""

    now: Standing
    before: Standing | None
    day: date | None

    @property
    def shares(self) -> list[Share]:
        """提出率, 期限内提出率 and 受理率."""
        names = (("提出率", "handed_in"), ("期限内提出率", "on_time"), ("受理率", "accepted"))
        return [
            Share(
                word,
                getattr(self.now, name),
                self.now.expected,
                getattr(self.before, name, None),
                getattr(self.before, "expected", None),
            )
            for word, name in names
        ]


def percent(number: int, whole: int) -> int | None:
    """Return a share in per cent, rounded down: 100 is all of it."""
    return 100 * number // whole if whole else None


def standing_now(period: ReportingPeriod, tally: Tally) -> Standing:
    """How far a round has come (one query)."""
    active = Initiative.objects.filter(plan=period.plan_id).active()
    rows = ProgressReport.objects.filter(period=period, initiative__in=active).order_by()
    states = dict(rows.values_list("state").annotate(number=Count("pk")))
    return Standing(
        tally.expected,
        tally.handed_in,
        tally.on_time,
        states.get(State.ACCEPTED, 0),
        states.get(State.SUBMITTED, 0) if period.plan.needs_confirmation else 0,
    )


def day_before(period: ReportingPeriod, earlier: ReportingPeriod, today: date) -> date:
    """The day of an earlier round that lay as far from its deadline as today does from this one's."""
    return earlier.due_on + (today - period.due_on)


def standing_then(
    earlier: ReportingPeriod,
    expected: int,
    day: date,
    extensions: Extensions,
    initiatives: Collection[int],
) -> Standing:
    """How far an earlier round had come at the end of a day (one query)."""
    rows = (
        ReportEvent.objects.filter(report__period=earlier, at__lt=end_of(day))
        .order_by("report", "at", "pk")
        .values_list(
            "report_id", "action", "target", "at", "report__initiative_id", "report__department_id"
        )
    )
    states: list[tuple[str, bool]] = []
    for _, group in groupby(rows, key=lambda row: row[0]):
        events = list(group)
        *_, initiative, section = events[-1]
        if initiative in initiatives:
            due = extensions.due(earlier, section)
            states.append((events[-1][2], _is_on_time(((e[1], e[3]) for e in events), due)))
    handed_in = [(state, on_time) for state, on_time in states if state in HANDED_IN]
    return Standing(
        expected,
        len(handed_in),
        sum(on_time for _, on_time in handed_in),
        sum(state == State.ACCEPTED for state, _ in handed_in),
        sum(state == State.SUBMITTED for state, _ in handed_in),
    )


def _is_on_time(events: Iterable[tuple[str, datetime]], due: date) -> bool:
    sent = counted(event for event in events if event[0] in SENDING)
    return sent is not None and sent < end_of(due)
