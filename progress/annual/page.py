"""What the sheet's page says around its form: whose turn it is, until when, what was saved, what may be done."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from fiscal import clock
from progress import route
from progress.annual.access import Subject
from progress.annual.sheet import Sheet, closed_because, is_open
from progress.deadline import Deadline
from progress.entry_page import SENT_BACK, saved_words
from progress.forms import CommentForm, DeedForm, ReasonForm
from progress.models import AnnualReview
from progress.naming import number_of
from progress.report_page import FIRST, FOLDED, Deed
from progress.tasks import NOT_BEGUN, Chip
from progress.workflow import EDITABLE, Action, State

NOTES = {
    Action.CONFIRM: "確認すると、事務局の受理に回ります。",
    Action.ACCEPT: "受理すると、来年度の計画（Plan）はここから始まります。",
    Action.RETURN: "差し戻すと、理由が担当課のマイページに表示されます。",
    Action.WITHDRAW: "引き戻すと下書きに戻り、直してからもう一度提出できます。",
    Action.REOPEN: "確定を解除すると、担当課に戻ります。",
}


@dataclass(frozen=True)
class AnnualDeed(Deed):
    """A deed whose optional word is folded away."""

    @property
    def more(self) -> str:
        """What opens the rest of the form."""
        return f"理由を書いて{self.action.verb}" if self.is_folded else "言葉を添える"


def chip_of(review: AnnualReview | None) -> Chip:
    """The state of a review; no row is 未入力."""
    if review is None:
        return NOT_BEGUN
    return Chip(review.workflow_state.tone, review.workflow_state.label)


def next_step(subject: Subject) -> str:
    """Return what follows a 提出; nothing while no section reports for the initiative."""
    if subject.department is None:
        return ""
    return route.next_step(subject.round.plan, subject.department, clock.today())


def deeds(subject: Subject) -> list[AnnualDeed]:
    """Return what the person may do, in the order of the workflow."""
    review = subject.review
    if review is None:
        return []
    return [
        AnnualDeed(
            action=action,
            url=reverse(f"progress:annualreview-{action}", args=[review.pk]),
            form=_form(action, review),
            note=note,
            is_first=action in FIRST,
            is_folded=action in FOLDED,
        )
        for action, note in NOTES.items()
        if action in subject.allowed and not closed_because(subject, action)
    ]


def _form(action: Action, review: AnnualReview) -> DeedForm:
    initial, auto_id = {"version": review.version}, f"{action}_%s"
    if action in FOLDED:
        return ReasonForm(label=action.label, initial=initial, auto_id=auto_id)
    return CommentForm(initial=initial, auto_id=auto_id)


def context(sheet: Sheet, reader: int) -> dict[str, Any]:
    """Return everything both faces of the page show: the form, and the sheet as it was sent."""
    subject, review, today = sheet.subject, sheet.subject.review, clock.today()
    is_writable = subject.state in EDITABLE
    return {
        "subject": subject,
        "annual": subject.round,
        "review": review,
        "sheet": sheet,
        "form": sheet.form,
        "number": number_of(subject.initiative),
        "chip": chip_of(review),
        "deadline": Deadline.of(subject.round.due_on, today) if is_writable else None,
        "saved": saved_words(review, reader),
        "next_step": next_step(subject),
        "closed": closed_because(subject, Action.SAVE) if is_writable else "",
        "is_open": is_open(subject),
        "sent_back": _sent_back(subject),
        "events": review.events.select_related("by") if review else (),
        "deeds": deeds(subject),
    }


def _sent_back(subject: Subject) -> str:
    """The words with which a returned review came back."""
    if subject.review is None or subject.state is not State.RETURNED:
        return ""
    last = subject.review.events.filter(action__in=SENT_BACK).last()
    return last.comment if last else ""
