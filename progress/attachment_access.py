"""The only doors to attachments. What a section has not handed in is nobody's business but those who work on it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from organizations.desk import Desk
from progress.access import actors_of, get_report_for
from progress.models import Attachment, ProgressReport
from progress.workflow import HANDED_IN, Action, Actor


def get_attachable_report(desk: Desk, pk: int) -> ProgressReport:
    """A report of the own section, whatever its state.

    Raises:
        PermissionDenied: of another section.
    """
    return get_report_for(desk, pk, Action.SAVE)


def may_read(desk: Desk, report: ProgressReport) -> bool:
    """Whether a person of the city hall reads a report's files. No query."""
    return report.state in HANDED_IN or bool(actors_of(desk, report))


def get_attachment(desk: Desk, pk: int) -> Attachment:
    """A file of a report the person may read."""
    attachment = get_object_or_404(
        Attachment.objects.visible_to(desk.user).select_related(
            "report__period__plan", "report__initiative"
        ),
        pk=pk,
    )
    if not may_read(desk, attachment.report):
        raise Http404
    return attachment


def get_own_attachment(desk: Desk, pk: int) -> Attachment:
    """A file of a report of the own section.

    Raises:
        PermissionDenied: of another section.
    """
    attachment = get_attachment(desk, pk)
    if Actor.SECTION not in actors_of(desk, attachment.report):
        raise PermissionDenied
    return attachment
