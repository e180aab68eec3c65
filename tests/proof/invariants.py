"""What must hold in the database whenever anybody looks, whatever was under way when the power went."""

import hashlib
from collections import Counter, defaultdict

from django.db import connection
from django.db.models import Count

from exchange.models import SheetUpload
from kpis.models import Indicator, Measurement
from progress.actions import ASIDE
from progress.models import Attachment, Notice, NoticeRecipient, ProgressReport, ReportEvent
from progress.transition import REASON_LENGTH
from progress.workflow import ACTION_LABELS, HANDED_IN, Action, State

# Everything of a report that its last history row must say too.
SAID = ("state", "version", "result", "issue", "next_action", "review_reason", "self_grade_id")


def broken() -> list[str]:
    """Every promise that the rows break, in words."""
    return [*_file(), *_reports(), *_values(), *_notices(), *_attachments(), *_uploads()]


def _file() -> list[str]:
    """SQLite's own opinion of its file; PostgreSQL would not have started with a broken one."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        said = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return said + [f"foreign key: {row}" for row in cursor.fetchall()]


def _reports() -> list[str]:
    """State and events, row and history: neither without the other."""
    events, history = defaultdict(list), defaultdict(list)
    # Rows that a test has put there have no history and promise nothing.
    told = ProgressReport.history.values("id")
    for event in ReportEvent.objects.filter(report__in=told).order_by("pk"):
        events[event.report_id].append(event)
    for past in ProgressReport.history.order_by("history_id"):
        if past.history_change_reason != ASIDE:
            history[past.id].append(past)
    found = []
    for report in ProgressReport.objects.filter(pk__in=history):
        found += [f"report {report.pk}: {words}" for words in _course(report, events[report.pk])]
        found += [f"report {report.pk}: {words}" for words in _past(report, history[report.pk])]
        found += _told_twice(report, events[report.pk], history[report.pk])
    return found


def _course(report: ProgressReport, events: list[ReportEvent]) -> list[str]:
    found, state = [], State.DRAFT.value
    for event in events:
        if event.source != state:
            found.append(f"{event.action} from {event.source}, which was {state}")
        state = event.target
    if state != report.state:
        found.append(f"is {report.state}, its events lead to {state}")
    return found


def _past(report: ProgressReport, history: list) -> list[str]:
    found, versions = [], [row.version for row in history]
    if versions != list(range(versions[0], versions[0] + len(versions))):
        found.append(f"history has the versions {versions}")
    found += [
        f"{name} differs from its history"
        for name in SAID
        if getattr(report, name) != getattr(history[-1], name)
    ]
    return found


def _told_twice(report: ProgressReport, events: list[ReportEvent], history: list) -> list[str]:
    """Each deed stands once among the events and once in the history."""
    deeds = Counter(event.action for event in events)
    told = Counter(
        action.value
        for action, label in ACTION_LABELS.items()
        for row in history
        if action is not Action.SAVE
        and (row.history_change_reason or "")[:REASON_LENGTH].split("：")[0] == label
    )
    return [f"report {report.pk}: events {deeds}, history {told}"] if deeds != told else []


def _values() -> list[str]:
    """A report that counts has its KPI values; 受理済 makes them 確定, nothing else does; values have their history."""
    found = []
    values = {(row.indicator_id, row.year, row.quarter): row for row in Measurement.objects.all()}
    indicators = defaultdict(list)
    for row in Indicator.objects.filter(cycle=Indicator.Cycle.QUARTERLY):
        indicators[row.initiative_id].append(row.pk)
    told = ProgressReport.history.values("id")
    counting = ProgressReport.objects.filter(pk__in=told, state__in=HANDED_IN)
    for report in counting.select_related("period"):
        for indicator in indicators[report.initiative_id]:
            value = values.get((indicator, report.period.year, report.period.quarter))
            if value is None:
                found.append(f"report {report.pk} counts without a value of {indicator}")
            elif (value.finality == "final") != (report.state == State.ACCEPTED):
                found.append(f"report {report.pk} is {report.state}, its value {value.finality}")
    last = {row.id: row.value for row in Measurement.history.order_by("history_id")}
    found += [
        f"measurement {row.pk} differs from its history"
        for row in values.values()
        if row.pk in last and last[row.pk] != row.value
    ]
    return found


def _notices() -> list[str]:
    """No reminder twice, and none without the people it was sent to."""
    reminders = Notice.objects.exclude(kind="request").order_by()
    twice = (
        reminders.values("period", "annual", "department", "day", "kind")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    sent = set(NoticeRecipient.objects.values_list("notice", flat=True))
    return [f"reminder twice: {row}" for row in twice] + [
        f"notice {notice.pk} reached nobody"
        for notice in Notice.objects.all()
        if notice.pk not in sent
    ]


def _attachments() -> list[str]:
    """Every row has its bytes, and the history knows the row."""
    found = []
    for row in Attachment.objects.defer(None):
        content = bytes(row.content)
        if (len(content), hashlib.sha256(content).hexdigest()) != (row.size, row.sha256):
            found.append(f"attachment {row.pk} is not the file it says it is")
    kinds = defaultdict(list)
    for past in Attachment.history.order_by("history_id"):
        kinds[past.id].append(past.history_type)
    there = set(Attachment.objects.values_list("pk", flat=True))
    told = {pk for pk, types in kinds.items() if "-" not in types}
    return found + [f"attachment {pk}: row or history alone" for pk in there ^ told]


def _uploads() -> list[str]:
    """A 調査票 that was taken in has given its bytes back; one that waits has them."""
    return [
        f"upload {row.pk}: {row.state} with {len(bytes(row.content))} bytes"
        for row in SheetUpload.objects.all()
        if bool(bytes(row.content)) != (row.state == "waiting")
    ]
