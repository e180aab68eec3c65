"""The doors of 各課への問い and 各課の回答. Not visible → 404, visible but not allowed → 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from fiscal import clock
from initiatives.access import get_initiative
from initiatives.models import Initiative
from initiatives.queries import reporters
from organizations.desk import Desk
from organizations.roles import Permission
from progress.models import ReportingPeriod, SectionQuestion


def may_ask(desk: Desk, initiative: Initiative) -> bool:
    """Whether the person puts questions to the sections: the office, and the section that reports (one query)."""
    return desk.may(Permission.EDIT_PLAN) or may_summarise(desk, initiative)


def may_summarise(desk: Desk, initiative: Initiative) -> bool:
    """Whether the person puts the answers into the report: the section that reports (one query)."""
    reporter = reporters([initiative.pk], clock.today()).get(initiative.pk)
    return reporter is not None and desk.may(Permission.ENTER, reporter.pk)


def get_asking_initiative(desk: Desk, pk: int) -> Initiative:
    """An initiative for which the person may put a question to the sections."""
    initiative = get_initiative(desk, pk)
    if not may_ask(desk, initiative):
        raise PermissionDenied
    return initiative


def get_question(desk: Desk, pk: int) -> SectionQuestion:
    """A question the person may change."""
    question = get_object_or_404(
        SectionQuestion.objects.visible_to(desk.user).select_related(
            "initiative__plan__municipality", "initiative__category", "first", "last"
        ),
        pk=pk,
    )
    if not may_ask(desk, question.initiative):
        raise PermissionDenied
    return question


def begun_periods(initiative: Initiative) -> list[ReportingPeriod]:
    """The periods of the initiative's plan that have begun, the newest first (one query)."""
    rows = ReportingPeriod.objects.begun_by(clock.today()).filter(plan=initiative.plan_id)
    return list(rows.order_by("-year", "-quarter"))
