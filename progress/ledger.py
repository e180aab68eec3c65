"""送付の記録: writing notices, and reading the ledger of a period."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Max
from simple_history.utils import bulk_create_with_history

from fiscal import clock
from organizations.models import User
from progress import mailing
from progress.addressees import Addressees
from progress.missing import MissingList
from progress.models import AnnualRound, Notice, NoticeRecipient, ReportingPeriod
from progress.request_letter import Letter

PAGE = 50
Round = ReportingPeriod | AnnualRound


@dataclass(frozen=True)
class Dispatch:
    """One notice to write: about which round, to which section and to whom, in which words and of which kind."""

    round: Round
    section: int
    addressees: Addressees
    letter: Letter
    kind: Notice.Kind


@transaction.atomic
def write(dispatches: Sequence[Dispatch], *, day: date, by: User | None) -> list[Notice]:
    """Write notices with their recipients and history (four queries), and send the mails afterwards."""
    at = clock.now()
    notices: list[Notice] = [
        Notice(
            period=row.round if isinstance(row.round, ReportingPeriod) else None,
            annual=row.round if isinstance(row.round, AnnualRound) else None,
            department_id=row.section,
            kind=row.kind,
            route=row.addressees.route,
            day=day,
            subject=row.letter.subject,
            text=row.letter.text,
            by=by,
            at=at,
        )
        for row in dispatches
    ]
    reason = "提出のお願い（依頼）" if by else "提出のお願い（自動）"
    notices = bulk_create_with_history(
        notices, Notice, default_user=by, default_change_reason=reason
    )
    recipients = [
        NoticeRecipient(notice=notice, user=user, mail=mailing.first_state(user))
        for notice, row in zip(notices, dispatches, strict=True)
        for user in row.addressees.users
    ]
    stored = bulk_create_with_history(
        recipients, NoticeRecipient, default_user=by, default_change_reason=reason
    )
    mailing.deliver_later(stored)
    return notices


def page_of(period: ReportingPeriod, page: str | None) -> Page[Notice]:
    """A page of the ledger, newest first (three queries)."""
    rows = Notice.objects.filter(period=period).select_related("department", "by")
    return Paginator(rows.prefetch_related("recipients__user"), PAGE).get_page(page)


def with_last_days(missing: MissingList) -> MissingList:
    """Say for each section when it was written to last (one query)."""
    rows = Notice.objects.filter(period=missing.period).order_by().values("department")
    days = dict(rows.annotate(last=Max("day")).values_list("department", "last"))
    sections = (replace(row, last_asked=days.get(row.pk or 0)) for row in missing.sections)
    return replace(missing, sections=tuple(sections))
