"""Deeds on notices: the office asks sections for their reports, a person puts a notice away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from simple_history.utils import bulk_update_with_history

from fiscal import clock
from organizations.models import User
from progress import ledger
from progress.ledger import Dispatch
from progress.models import Notice, NoticeRecipient, ReportingPeriod

REASON = "マイページの表示を消した"
# A reminder repeats what the office has asked; the confirmation of the head is another thing.
_TO_WRITERS = (Notice.Kind.REQUEST, Notice.Kind.REMINDER)


@dataclass(frozen=True)
class Sent:
    """What was sent, and how many sections had the same text already today."""

    notices: tuple[Notice, ...]
    repeated: int


@transaction.atomic
def send_requests(
    *, period: ReportingPeriod, dispatches: Sequence[Dispatch], day: date, by: User
) -> Sent:
    """Send each section its letter; what it has been sent today in the same words is not sent again."""
    # One at a time: of a button pressed twice, the second finds the notices of the first.
    ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period.pk)
    today = Notice.objects.filter(period=period, day=day, kind=Notice.Kind.REQUEST)
    known = set(today.order_by().values_list("department_id", "subject", "text"))
    new = [row for row in dispatches if (row.section, *vars(row.letter).values()) not in known]
    notices = ledger.write(new, day=day, by=by)
    return Sent(tuple(notices), len(dispatches) - len(new))


@transaction.atomic
def dismiss(*, notice: Notice, by: User) -> None:
    """Put a notice away, with the earlier ones to the same section about the same."""
    kinds = _TO_WRITERS if notice.kind in _TO_WRITERS else (notice.kind,)
    rows = list(
        NoticeRecipient.objects.select_for_update().filter(
            user=by,
            dismissed_at__isnull=True,
            notice__period=notice.period_id,
            notice__annual=notice.annual_id,
            notice__kind__in=kinds,
            notice__department=notice.department_id,
            notice__at__lte=notice.at,
        )
    )
    for row in rows:
        row.dismissed_at = clock.now()
    bulk_update_with_history(
        rows, NoticeRecipient, ["dismissed_at"], default_user=by, default_change_reason=REASON
    )
