"""The doors of the room: whoever may export gets the papers of the plans of their own city hall."""

import re
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404

from exchange.workbook.book import SHEETS
from initiatives.access import get_initiative, get_plan
from initiatives.item_access import get_list
from initiatives.models import Initiative, ItemList, Plan
from meetings.access import get_meetings, get_proposal
from meetings.models import Meeting, Proposal
from organizations.desk import Desk
from organizations.models import Department
from organizations.roles import Permission
from progress.access import get_section
from progress.models import ReportingPeriod
from reports.access import begun_periods, choose_period

# As many digits as the database's numbers are sure to hold.
NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Papers:
    """What is to be written: a period, the meeting it is for (or none), and which sheets."""

    period: ReportingPeriod
    meeting: Meeting | None
    sheets: tuple[str, ...]


def get_exportable_plan(desk: Desk, slug: str) -> Plan:
    """Return a plan whose papers the person may take out.

    Raises:
        Http404: another city hall's, or none.
        PermissionDenied: no post that may export.
    """
    plan = get_plan(desk, slug)
    if not desk.may_somewhere(Permission.EXPORT):
        raise PermissionDenied
    return plan


def get_exportable_proposal(desk: Desk, pk: int) -> Proposal:
    """Return a 提案書 which the person may take out.

    Raises:
        Http404: another city hall's, none, or a draft that only the office sees.
        PermissionDenied: no post that may export.
    """
    proposal = get_proposal(desk, pk)
    if not desk.may_somewhere(Permission.EXPORT):
        raise PermissionDenied
    return proposal


def get_exportable_list(desk: Desk, pk: int) -> ItemList:
    """Return a list of 個別項目 which the person may take out.

    Raises:
        Http404: another city hall's, or none.
        PermissionDenied: no post that may export.
    """
    item_list = get_list(desk, pk)
    if not desk.may_somewhere(Permission.EXPORT):
        raise PermissionDenied
    return item_list


def get_exportable_initiative(desk: Desk, pk: int) -> Initiative:
    """Return an initiative of which the person may take papers out.

    Raises:
        Http404: not visible.
        PermissionDenied: no post that exports.
    """
    initiative = get_initiative(desk, pk)
    if not desk.may_somewhere(Permission.EXPORT):
        raise PermissionDenied
    return initiative


def get_handed_section(desk: Desk, pk: int) -> Department:
    """Return a section whose 引継ぎ資料 the person may take out.

    Raises:
        Http404: another city hall's, none, or a group of sections.
        PermissionDenied: neither of the section nor of the office, or no post that may export.
    """
    section = get_section(desk, pk)
    if not desk.may_somewhere(Permission.EXPORT):
        raise PermissionDenied
    return section


def get_papers(desk: Desk, plan: Plan, *, period: str, meeting: str, sheets: list[str]) -> Papers:
    """Return what an address asks for: the newest period and every sheet unless it says otherwise.

    Raises:
        Http404: a period, meeting or sheet that is not there, or a plan without any period.
    """
    chosen = choose_period(begun_periods(plan), period)
    if chosen is None or not set(sheets) <= set(SHEETS):
        raise Http404
    return Papers(chosen, get_meeting(desk, meeting), tuple(sheets) or SHEETS)


def get_meeting(desk: Desk, key: str) -> Meeting | None:
    """Return the meeting an address names, or none when it names none.

    Raises:
        Http404: it is not there.
    """
    if not key:
        return None
    if not NUMBER.fullmatch(key):
        raise Http404
    found = get_meetings(desk).filter(pk=int(key)).first()
    if found is None:
        raise Http404
    return found
