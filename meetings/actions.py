"""Deeds on meetings: the office enters one, and changes its facts."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from fiscal.calendar import fiscal_year_of
from meetings.models import Body, Meeting
from organizations.models import Municipality, User
from progress.models import ReportingPeriod


class MeetingError(Exception):
    """A meeting that cannot be; the message is Japanese and meant for the person."""


@dataclass(frozen=True)
class Facts:
    """What the office states about a meeting. ``body`` is the name of the body that meets."""

    body: str
    number: int
    held_on: date
    period: ReportingPeriod | None
    document_number: str
    purpose: str


@transaction.atomic
def create_meeting(*, municipality_id: int, facts: Facts, by: User) -> Meeting:
    """Enter a meeting. A body nobody has named before is made with it.

    Raises:
        MeetingError: the body has had this number in this fiscal year already.
    """
    return _fill(Meeting(), municipality_id, facts, by)


@transaction.atomic
def change_meeting(*, meeting: Meeting, facts: Facts, by: User) -> Meeting:
    """Change the facts of a meeting.

    Raises:
        MeetingError: the body has had this number in this fiscal year already.
    """
    row = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    return _fill(row, row.body.municipality_id, facts, by)


def _fill(meeting: Meeting, municipality_id: int, facts: Facts, by: User) -> Meeting:
    # The city hall's row is the lock: of two meetings entered at once, the second finds the first.
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality_id)
    meeting.body = _body(municipality_id, facts.body, by)
    meeting.year, meeting.number = fiscal_year_of(facts.held_on), facts.number
    same = Meeting.objects.filter(body=meeting.body, year=meeting.year, number=meeting.number)
    if same.exclude(pk=meeting.pk).exists():
        raise MeetingError("同じ年度・回の会議が既にあります。")
    reason = "会議の変更" if meeting.pk else "会議の登録"
    meeting.held_on, meeting.period = facts.held_on, facts.period
    meeting.document_number, meeting.purpose = facts.document_number, facts.purpose
    meeting._history_user = by  # type: ignore[attr-defined]
    meeting._change_reason = reason  # type: ignore[attr-defined]
    meeting.save()
    return meeting


def _body(municipality_id: int, name: str, by: User) -> Body:
    found = Body.objects.filter(municipality_id=municipality_id, name=name).first()
    if found is not None:
        return found
    body = Body(municipality_id=municipality_id, name=name)
    body._history_user = by  # type: ignore[attr-defined]
    body._change_reason = "会議の登録"  # type: ignore[attr-defined]
    body.save()
    return body
