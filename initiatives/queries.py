"""Questions about initiatives that take a queryset and return one."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from initiatives.models import InitiativeQuerySet, Responsibility

OFFICE = Responsibility.Origin.OFFICE.value


class Section(NamedTuple):
    """A section that reports."""

    pk: int
    name: str


def current_on(day: date | OuterRef) -> Q:
    """The part of a filter on Responsibility that keeps those in force on a day."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (
        Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    )


def existing_on(day: date | OuterRef) -> Q:
    """The part of a filter on Responsibility that keeps those of sections that exist on a day."""
    return (Q(department__valid_from__isnull=True) | Q(department__valid_from__lte=day)) & (
        Q(department__valid_to__isnull=True) | Q(department__valid_to__gte=day)
    )


def with_reporter(initiatives: InitiativeQuerySet, on: date) -> InitiativeQuerySet:
    """Annotate ``reporter_id`` and ``reporter_name``: the section that reports for each initiative.

    An assignment by the office comes first, then the leading section printed in the document. A group (各課)
    cannot report: without an assignment the reporter is None, a task for the office.
    """
    leads = reporting(on).filter(initiative=OuterRef("pk"))
    return initiatives.annotate(
        reporter_id=Subquery(leads.values("department_id")[:1]),
        reporter_name=Subquery(leads.values("department__name")[:1]),
    )


def reporters(initiatives: Collection[int] | InitiativeQuerySet, on: date) -> dict[int, Section]:
    """Return who reports for initiatives, by the same rule; nobody is no entry (one light query)."""
    rows = (
        _leading(on)
        .filter(initiative__in=initiatives)
        .order_by("order", "pk")
        .values_list(
            "initiative_id", "department_id", "department__name", "origin", "carries__origin"
        )
    )
    found: dict[int, Section] = {}
    # Sorting keeps the order of the rows inside each origin; what carries a duty on ranks as that duty.
    for pk, section, name, *_ in sorted(rows, key=lambda row: (row[4] or row[3]) != OFFICE):
        found.setdefault(pk, Section(section, name))
    return found


def reporters_through(
    initiatives: Collection[int] | InitiativeQuerySet, days: Collection[date]
) -> dict[date, dict[int, Section]]:
    """Return who reported for initiatives on each of some days, by the same rule (one light query)."""
    rows = (
        Responsibility.objects.filter(
            initiative__in=initiatives, role="lead", department__kind="unit"
        )
        .order_by("order", "pk")
        .values_list(
            "initiative_id",
            "department_id",
            "department__name",
            "origin",
            "carries__origin",
            "valid_from",
            "department__valid_from",
            "valid_to",
            "department__valid_to",
        )
    )
    found: dict[date, dict[int, Section]] = {day: {} for day in days}
    # As above; a duty counts while it is held and while its section exists.
    ranked = sorted(rows, key=lambda row: (row[4] or row[3]) != OFFICE)
    for pk, section, name, _, _, begins, opens, ends, closes in ranked:
        begin = max(begins or date.min, opens or date.min)
        end = min(ends or date.max, closes or date.max)
        for day, there in found.items():
            if begin <= day <= end:
                there.setdefault(pk, Section(section, name))
    return found


def reporter_changes(
    initiatives: Collection[int] | InitiativeQuerySet, start: date, end: date
) -> list[date]:
    """Return the days after ``start``, up to ``end``, from which somebody else may report (one light query)."""
    rows = Responsibility.objects.filter(
        initiative__in=initiatives, role="lead", department__kind="unit"
    )
    spans = rows.order_by().values_list(
        "valid_from", "department__valid_from", "valid_to", "department__valid_to"
    )
    found: set[date] = set()
    for begins, opens, ends, closes in spans.distinct():
        found |= {day for day in (begins, opens) if day}
        found |= {day + timedelta(days=1) for day in (ends, closes) if day and day < date.max}
    return sorted(day for day in found if start < day <= end)


def reporter_names(initiatives: Collection[int], on: date) -> dict[int, str]:
    """Return the names of those who report for initiatives (one light query)."""
    return {pk: section.name for pk, section in reporters(initiatives, on).items()}


def reporting(on: date | OuterRef) -> QuerySet[Responsibility]:
    """The leading sections in force on a day, the one that reports first."""
    assigned = Q(origin=OFFICE, carries__isnull=True) | Q(carries__origin=OFFICE)
    rank = Case(When(assigned, then=Value(0)), default=Value(1), output_field=IntegerField())
    return _leading(on).annotate(rank=rank).order_by("rank", "order", "pk")


def _leading(on: date | OuterRef) -> QuerySet[Responsibility]:
    """The leading sections in force on a day; groups cannot report, nor sections that no longer exist."""
    return Responsibility.objects.filter(
        current_on(on), existing_on(on), role="lead", department__kind="unit"
    )
