"""What a person has to do now, each with its due date: the top of マイページ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.urls import reverse
from django.utils import timezone

from fiscal import wareki
from fiscal.calendar import Quarter
from initiatives.models import Initiative
from organizations.desk import Desk
from organizations.roles import Permission
from progress import owed, strip
from progress.deadline import Deadline
from progress.extensions import Extensions
from progress.last_values import values_before
from progress.models import ProgressReport, Remark, ReportEvent, ReportingPeriod
from progress.naming import DID, number_of
from progress.queries import never_empty
from progress.strip import Mark
from progress.workflow import EDITABLE, Action, State

# So many tasks of a kind are shown; the heading counts all.
LIMIT = 30
Pair = tuple[int, int]


@dataclass(frozen=True)
class Chip:
    """A state of a report: tone and word."""

    tone: str
    word: str


NOT_BEGUN = Chip("draft", "未入力")


@dataclass(frozen=True)
class Task:
    """One thing to do. ``repeat_url`` is set where 前期から変化なし is one click away.

    ``section_url`` is the page on which the section's other reports of the period are entered with it.
    """

    deadline: Deadline | None
    number: str
    title: str
    section: str
    what: str
    url: str
    go: str
    chip: Chip | None = None
    note: str = ""
    said: str = ""
    extended: str = ""
    previous: Mark | None = None
    previous_values: str = ""
    repeat_url: str = ""
    section_url: str = ""
    version: int = 0


def chip_of(report: ProgressReport | None) -> Chip:
    """The state of a report; no row is 未入力."""
    if report is None:
        return NOT_BEGUN
    return Chip(report.workflow_state.tone, report.workflow_state.label)


@dataclass(frozen=True)
class Tasks:
    """The tasks to show, soonest due first, and how many there are in all."""

    rows: tuple[Task, ...] = ()
    total: int = 0


def tasks_of(desk: Desk, today: date, own: owed.Own | None = None) -> Tasks:
    """Everything the person's sections owe (a fixed number of queries); ``own`` is what was read of them."""
    sections = desk.departments_for(Permission.ENTER)
    if not sections:
        return Tasks()
    own = own or owed.Own.read(sections, today)
    parts = (
        entries_of(own, today),
        _confirmations(desk.departments_for(Permission.CONFIRM), today),
        _remarks(own, today),
    )
    tasks = [task for part in parts for task in part.rows]
    return Tasks(
        tuple(sorted(tasks, key=lambda task: task.deadline.day if task.deadline else date.max)),
        sum(part.total for part in parts),
    )


def first(rows: QuerySet[Any]) -> tuple[list[Any], int]:
    """The first rows, and how many there are in all (one query)."""
    found = list(rows.annotate(total=Window(Count("*")))[:LIMIT])
    return found, found[0].total if found else 0


def entries_of(own: owed.Own, today: date) -> Tasks:
    """The reports that sections have still to hand in, returned ones included."""
    owing, number = first(owed.owed_reports(own, today).select_related("category"))
    late, rest = first(owed.returned_late(own, today).select_related("initiative__category"))
    pairs: list[tuple[Initiative, int]] = [(row, row.period_pk) for row in owing]
    pairs += [(row.initiative, row.period_id) for row in late]
    facts = _EntryFacts.read(own, pairs)
    rows = [_entry(row, facts, period, today) for row, period in pairs]
    return Tasks(tuple(rows), number + rest)


@dataclass(frozen=True)
class _EntryFacts:
    """What the entry tasks say, read for all of them at once."""

    own: owed.Own
    periods: Mapping[int, ReportingPeriod]
    extensions: Extensions
    reports: Mapping[Pair, ProgressReport]
    returns: Mapping[int, ReportEvent]
    shown: strip.Reports
    values: Mapping[int, Mapping[Quarter, str]]

    @classmethod
    def read(cls, own: owed.Own, pairs: Sequence[tuple[Initiative, int]]) -> "_EntryFacts":
        initiatives = never_empty(row.pk for row, _ in pairs)
        begun = ProgressReport.objects.filter(state__in=EDITABLE, initiative__in=initiatives)
        reports = {(row.initiative_id, row.period_id): row for row in begun}
        returned = never_empty(row.pk for row in reports.values() if row.state == State.RETURNED)
        events = ReportEvent.objects.filter(
            report__in=returned, action__in=[Action.RETURN, Action.REOPEN]
        ).select_related("by")
        periods = never_empty(period for _, period in pairs)
        return cls(
            own,
            ReportingPeriod.objects.in_bulk(periods),
            Extensions.read(periods),
            reports,
            {event.report_id: event for event in events},
            strip.handed_in(initiatives),
            values_before(initiatives),
        )

    def before(self, initiative: int, now: Quarter) -> Quarter | None:
        """The quarter of the last report handed in earlier: what 前期 means to the section."""
        return max((q for q in self.shown.get(initiative, {}) if q < now), default=None)


def _entry(row: Initiative, facts: _EntryFacts, period_pk: int, today: date) -> Task:
    period, section = facts.periods[period_pk], facts.own.section_of[row.pk]
    report = facts.reports.get((row.pk, period_pk))
    last = facts.before(row.pk, period.as_quarter)
    back = facts.returns.get(report.pk) if report else None
    address = [period.pk, row.pk]
    return Task(
        deadline=Deadline.of(facts.extensions.due(period, section), today),
        extended=facts.extensions.words(period, section),
        number=number_of(row),
        title=row.title,
        section=facts.own.reporters[row.pk],
        what=f"{wareki.round_name(period.as_quarter)}の進捗報告",
        url=reverse("progress:entry-edit", args=address),
        go="入力を続ける" if report else "入力する",
        chip=chip_of(report),
        note=_note(report, back, today),
        said=back.comment if back else "",
        previous=facts.shown[row.pk][last].mark if last else None,
        previous_values=facts.values.get(row.pk, {}).get(last, "") if last else "",
        # Not over a draft or a returned report: one click must not push aside what somebody has typed.
        repeat_url=reverse("progress:entry-repeat", args=address) if last and not report else "",
        section_url=reverse("progress:section-edit", args=[period.pk, section]),
        version=report.version if report else 0,
    )


def _note(report: ProgressReport | None, back: ReportEvent | None, today: date) -> str:
    if report is None:
        return "まだ入力していません。"
    if back and report.state == State.RETURNED:
        return f"{_moment(back.at, today)} に{back.by}さんが{DID[Action(back.action)]}。"
    if report.saved_at is None:
        return "まだ提出していません。"
    return f"{_moment(report.saved_at, today)} に保存しました。まだ提出していません。"


def _moment(at: datetime, today: date) -> str:
    local = timezone.localtime(at)
    day = "今日" if local.date() == today else wareki.month_day(local.date())
    return f"{day} {local.hour}:{local.minute:02d}"


def _confirmations(sections: Sequence[int], today: date) -> Tasks:
    if not sections:
        return Tasks()
    rows, total = first(
        owed.waiting_for_head(sections)
        .select_related("period", "initiative__category", "department", "saved_by")
        .order_by("period__due_on", "initiative__order")
    )
    extensions = Extensions.read({row.period_id for row in rows})
    tasks = [
        Task(
            deadline=Deadline.of(extensions.due(row.period, row.department_id), today),
            extended=extensions.words(row.period, row.department_id),
            number=number_of(row.initiative),
            title=row.initiative.title,
            section=row.department.name,
            what=f"{wareki.round_name(row.period.as_quarter)}の進捗報告の確認",
            url=f"{reverse('progress:confirmation-list')}#report-{row.pk}",
            go="内容を確認する",
            chip=chip_of(row),
            note=f"{row.saved_by}さんの入力です。" if row.saved_by else "",
        )
        for row in rows
    ]
    return Tasks(tuple(tasks), total)


def _remarks(own: owed.Own, today: date) -> Tasks:
    rows, total = first(
        owed.remarks_to_answer(own)
        .select_related("initiative__category", "department")
        .order_by(F("due_on").asc(nulls_last=True), "made_on", "pk")
    )
    return Tasks(tuple(_remark(row, today) for row in rows), total)


def _remark(row: Remark, today: date) -> Task:
    return Task(
        deadline=Deadline.of(row.due_on, today) if row.due_on else None,
        number=number_of(row.initiative),
        title="指摘事項への対応状況",
        section=row.department.name if row.department else "",
        what=f"{row.occasion}（{wareki.month_day(row.made_on)}）　{row.initiative.title}",
        url=reverse("progress:remark-answer", args=[row.pk]),
        go="対応状況を書く",
        said=row.text,
    )
