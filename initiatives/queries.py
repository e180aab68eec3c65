"""Questions about initiatives that take a queryset and return one."""

from datetime import date


from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, Value, When

from initiatives.models import InitiativeQuerySet, Responsibility


def current_on(day: date) -> Q:
    """The part of a filter on Responsibility that keeps those in force on a day."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (
        Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    )


def with_reporter(initiatives: InitiativeQuerySet, on: date) -> InitiativeQuerySet:
    """Annotate ``reporter_id`` and ``reporter_name``: the section that reports for each initiative.

    An assignment by the office comes first, then the leading section printed in the document. A group (各課)
    cannot report: without an assignment the reporter is None, a task for the office.
    """
    leads = (
        Responsibility.objects.filter(
            current_on(on), initiative=OuterRef("pk"), role="lead", department__kind="unit"
        )
        .annotate(
            rank=Case(
                When(origin="office", then=Value(0)), default=Value(1), output_field=IntegerField()
            )
        )
        .order_by("rank", "order", "pk")
    )
    return initiatives.annotate(
        reporter_id=Subquery(leads.values("department_id")[:1]),
        reporter_name=Subquery(leads.values("department__name")[:1]),
    )
