"""What a new meeting will most likely be: the plan's 推進本部, its next number, the newest reporting period."""

from datetime import date
from typing import Any

from fiscal.calendar import fiscal_year_of
from initiatives import running
from initiatives.models import Plan
from meetings.models import Meeting
from organizations.models import User
from progress.models import ReportingPeriod


def propose(user: User, today: date) -> dict[str, Any]:
    """Return the first values of the form (three queries)."""
    plan = running.leading(Plan.objects.visible_to(user).exclude(headquarters=""), None, today)
    body = plan.headquarters if plan else ""
    held = Meeting.objects.visible_to(user).filter(body__name=body, year=fiscal_year_of(today))
    last = held.order_by("-number").first()
    begun = ReportingPeriod.objects.visible_to(user).begun_by(today)
    return {
        "body": body,
        "number": last.number + 1 if last else 1,
        "period": begun.order_by("-year", "-quarter").first(),
        "document_number": Meeting._meta.get_field("document_number").get_default(),
        "purpose": Meeting.Purpose.REPORT,
    }
