"""What the office sees first: how far the round has come, who owes what, and the steps to the 推進本部."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from fiscal import wareki
from progress import changes, heat, missing
from progress.deadline import Deadline
from progress.extensions import Extensions
from progress.models import ProgressReport, ReportEvent, ReportingPeriod
from progress.queries import previous_period
from progress.reporters import reporters_of
from progress.workflow import Action, State

# 受理の目標: so many days after the due date everything should have been read.
REVIEW_DAYS = 4
SHORT_LIST = 10


@dataclass(frozen=True)
class Counts:
    """The five headline numbers and what stands below them."""

    acceptable: int
    unchanged: int
    unconfirmed: int
    oldest: date | None
    accepted: int
    expected: int
    accepted_before: int | None
    expected_before: int | None
    unassigned: int


@dataclass(frozen=True)
class Step:
    """A date on the way to the 推進本部."""

    day: date
    text: str
    deadline: Deadline | None = None


@dataclass(frozen=True)
class OfficePage:
    """Everything the office's part of マイページ shows of one period."""

    period: ReportingPeriod
    deadline: Deadline
    headline: str
    counts: Counts
    owing: missing.MissingList
    steps: tuple[Step, ...]
    heat: heat.Heat

    @property
    def unmanned(self) -> list[missing.Section]:
        """The sections that owe reports and have neither clerk nor head: the office finds somebody."""
        return [section for section in self.owing.sections if section.is_unmanned]

    @property
    def short_list(self) -> list[tuple[missing.Section, missing.Missing]]:
        """The first of the missing reports."""
        return self.owing.first(SHORT_LIST)


def office_page(period: ReportingPeriod, today: date) -> OfficePage:
    """Read the round of one period (a fixed number of queries)."""
    deadline = Deadline.of(period.due_on, today)
    reporters = reporters_of(period.plan, today)
    extensions = Extensions.of_plan(period.plan_id)
    owing = missing.missing_in(period, reporters, today, extensions)
    table = heat.heat_of(period.plan, reporters, today, extensions)
    counts = count(period, owing, table)
    return OfficePage(
        period=period,
        deadline=deadline,
        headline=headline(period, deadline, today),
        counts=counts,
        owing=owing,
        steps=tuple(steps(period, counts, today)),
        heat=table,
    )


def headline(period: ReportingPeriod, deadline: Deadline, today: date) -> str:
    """報告期限まで あと２日; after the period, that it is over."""
    if period.is_closed_on(today):
        return f"{wareki.round_name(period.as_quarter)}の報告は締め切りました"
    if deadline.is_past:
        return f"報告期限を {deadline.words}"
    return f"報告期限まで {deadline.words}" if deadline.left else "報告期限は 今日です"


def count(period: ReportingPeriod, owing: missing.MissingList, table: heat.Heat) -> Counts:
    """Count the reports of a period by what has to happen next (four queries)."""
    before = previous_period(period)
    found = changes.counts(changes.sent_in(period, before), period.plan)
    oldest = _oldest(period)
    expected = {key.pk: cell.expected for key, cell in table.totals}
    return Counts(
        acceptable=found["waiting"],
        unchanged=found["same"],
        unconfirmed=found["unconfirmed"],
        oldest=oldest if found["unconfirmed"] else None,
        accepted=found["accepted"],
        expected=expected.get(period.pk, 0),
        accepted_before=_accepted_by(before, owing.deadline) if before else None,
        expected_before=expected.get(before.pk, 0) if before else None,
        unassigned=sum(len(row.rows) for row in owing.sections if row.pk is None),
    )


def _oldest(period: ReportingPeriod) -> date | None:
    """The day the longest waiting report was handed in."""
    reports = ProgressReport.objects.filter(period=period, state=State.SUBMITTED).order_by()
    latest = reports.annotate(sent=Max("events__at", filter=Q(events__action=Action.SUBMIT)))
    first = min((at for at in latest.values_list("sent", flat=True) if at), default=None)
    return timezone.localtime(first).date() if first else None


def _accepted_by(period: ReportingPeriod, deadline: Deadline) -> int:
    """How many reports of an earlier period had been accepted the same number of days from its due date."""
    events = ReportEvent.objects.filter(
        report__period=period,
        action=Action.ACCEPT,
        at__date__lte=period.due_on - timedelta(days=deadline.left),
    )
    return events.values("report").distinct().count()


def steps(period: ReportingPeriod, counts: Counts, today: date) -> list[Step]:
    """The dates on the way to the 推進本部, in order."""
    left = counts.expected - counts.accepted
    rest = f"（あと{wareki.digits(left)}件）" if left else "（済み）"
    review = min(period.due_on + timedelta(days=REVIEW_DAYS), period.closes_on)
    return [
        Step(period.due_on, "報告期限", Deadline.of(period.due_on, today)),
        Step(review, f"受理の完了{rest}"),
        Step(period.closes_on, "締切・確定。この日を過ぎると、課からは直せません。"),
    ]
