"""Who changed what in a report, its KPI values and the 見立て beside it, when, and why, from simple-history."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Model

from fiscal import wareki
from initiatives.history import EMPTY, NOBODY, YES_NO, in_words
from initiatives.models import Grade
from kpis.actions import RECORDED
from kpis.models import Measurement
from organizations.models import Department
from progress.actions import ASIDE
from progress.difference import Difference, compare
from progress.models import Attachment, Confidence, ProgressReport
from progress.workflow import Action

# A draft that saves itself leaves many versions: what one person typed in one go is one change.
ONE_GO = timedelta(minutes=30)
ROUTINE = frozenset({Action.SAVE.label, RECORDED})
UNTOLD = frozenset(
    {
        *("id", "version", "saved_at", "saved_by", "period", "initiative"),
        *("indicator", "year", "quarter"),
        *("round", "review", "key", "order"),
        *("report", "kind", "size", "sha256", "by", "at"),
    }
)
Words = Mapping[type[Model], Mapping[int, str]]


@dataclass(frozen=True)
class Field:
    """One field before and after."""

    label: str
    difference: Difference


@dataclass(frozen=True)
class Change:
    """One change: when, by whom, of what, why, and which fields became different."""

    at: datetime
    by: str
    what: str
    reason: str
    fields: tuple[Field, ...]


def of(report: ProgressReport) -> list[Change]:
    """Return all changes, newest first, with a fixed number of queries."""
    quarter = report.period.as_quarter
    words: Words = {
        Grade: dict(Grade.objects.values_list("pk", "word")),
        Department: dict(
            Department.objects.filter(municipality=report.period.plan.municipality_id).values_list(
                "pk", "name"
            )
        ),
    }
    values = Measurement.history.filter(
        indicator__initiative=report.initiative_id, year=quarter.year, quarter=quarter.number
    ).select_related("history_user", "indicator")
    files = Attachment.history.filter(report_id=report.pk).select_related("history_user")
    judged = Confidence.history.filter(
        initiative_id=report.initiative_id, period_id=report.period_id
    ).select_related("history_user")
    own = ProgressReport.history.filter(id=report.pk).select_related("history_user")
    found = [
        *changes(own.order_by("history_id"), words),
        *changes(values.order_by("id", "history_id"), words),
        *changes(files.order_by("id", "history_id"), words),
        *changes(judged.order_by("id", "history_id"), words),
    ]
    return sorted(found, key=lambda change: change.at, reverse=True)


def _in_goes(records: Iterable[Any]) -> Iterator[Any]:
    """Leave out the versions of a draft that the same person went on typing in."""
    kept: Any = None
    for record in records:
        if kept is not None and not _goes_on(kept, record):
            yield kept
        kept = record
    if kept is not None:
        yield kept


def _goes_on(earlier: Any, later: Any) -> bool:
    return (
        earlier.history_change_reason == later.history_change_reason
        and later.history_change_reason in ROUTINE
        and earlier.history_user_id == later.history_user_id
        and later.history_date - earlier.history_date < ONE_GO
    )


def changes(records: Iterable[Any], words: Words) -> Iterator[Change]:
    """Return what each version of some rows made different; the versions of a row stand together, oldest first."""
    for _, versions in groupby(records, key=lambda record: record.id):
        before: Any = None
        for record in _in_goes(versions):
            fields = tuple(_fields(before, record, words))
            if fields:
                yield Change(
                    at=record.history_date,
                    by=str(record.history_user or NOBODY),
                    what=_what(record),
                    reason=record.history_change_reason or "",
                    fields=fields,
                )
            # What was not chosen never was the report: the next version follows the one before it.
            if record.history_change_reason != ASIDE:
                before = record


def _what(record: Any) -> str:
    if record.instance_type is Measurement:
        return str(record.indicator)
    return str(record.instance_type._meta.verbose_name)


def _fields(before: Any, record: Any, words: Words) -> Iterator[Field]:
    if record.history_type == "-":
        before, record = record, None
    for field in (record or before).tracked_fields:
        if field.name in UNTOLD:
            continue
        old = _word(field, getattr(before, field.attname), words) if before else ""
        new = _word(field, getattr(record, field.attname), words) if record else ""
        if old != new and not _is_blank(old, new):
            yield Field(str(field.verbose_name), compare(old, new))


def _word(field: Any, value: Any, words: Words) -> str:
    return wareki.full_date(value) if isinstance(value, date) else in_words(field, value, words)


def _is_blank(old: str, new: str) -> bool:
    """Whether a first version merely leaves a field empty."""
    return {old, new} <= {"", EMPTY, YES_NO[False]}
