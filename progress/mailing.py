"""Sending notices by mail, where a mail server is set: one mail a person, and what became of it stays in the ledger."""

import logging
from collections.abc import Iterable, Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from simple_history.utils import bulk_update_with_history

from organizations.models import User
from progress.models import NoticeRecipient
from progress.request_letter import Letter, together

Mail = NoticeRecipient.Mail
# An address that no mail can carry is a ValueError.
REFUSALS = (OSError, SMTPException, ValueError)
log = logging.getLogger(__name__)


def first_state(user: User) -> NoticeRecipient.Mail:
    """Return whether a mail to a person is to go out."""
    return Mail.WAITING if settings.MAIL_IS_ON and user.email else Mail.NONE


def deliver_later(recipients: Sequence[NoticeRecipient]) -> None:
    """Send the mails once the notices are stored: a refusal loses nothing, the notice stands on マイページ."""
    waiting = [row for row in recipients if row.mail == Mail.WAITING]
    if waiting:
        transaction.on_commit(lambda: deliver(waiting), robust=True)


def deliver(waiting: Iterable[NoticeRecipient]) -> None:
    """Send each person one mail with everything for them, and note what came of it."""
    people: dict[User, list[NoticeRecipient]] = {}
    for row in waiting:
        people.setdefault(row.user, []).append(row)
    connection = get_connection()
    try:
        connection.open()
    except REFUSALS:
        log.exception("the mail server does not answer")
        states = dict.fromkeys(people, Mail.FAILED)
    else:
        states = {user: _send(connection, user, rows) for user, rows in people.items()}
        connection.close()
    told = [row for rows in people.values() for row in rows]
    for row in told:
        row.mail = states[row.user]
    bulk_update_with_history(told, NoticeRecipient, ["mail"], default_change_reason="メールの送信")


def _send(
    connection: BaseEmailBackend, user: User, rows: Sequence[NoticeRecipient]
) -> NoticeRecipient.Mail:
    letter = together([Letter(row.notice.subject, row.notice.text) for row in rows])
    link = f"\n\nマイページ：{settings.ADDRESS}" if settings.ADDRESS else ""
    message = EmailMessage(
        letter.subject, f"{letter.text}{link}\n", to=[user.email], connection=connection
    )
    try:
        message.send()
    except REFUSALS:
        log.exception("a mail could not be sent")
        return Mail.FAILED
    return Mail.SENT
