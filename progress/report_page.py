"""The page of a report that its section cannot change now: the deeds a person may do to it, as small forms."""

from dataclasses import dataclass

from django.urls import reverse

from fiscal import clock
from progress.access import Entry
from progress.forms import AcceptForm, CommentForm, DeedForm, ReasonForm
from progress.models import ProgressReport, ReportingPeriod
from progress.workflow import Action, State, WorkflowError, check_day


def closed_because(entry: Entry, action: Action) -> str:
    """Return why the period's dates keep from an action now; empty when they do not."""
    return _closed(entry.period, entry.state, action)


def closed_for(report: ProgressReport, action: Action) -> str:
    """The same for a report."""
    return _closed(report.period, report.workflow_state, action)


def _closed(period: ReportingPeriod, state: State, action: Action) -> str:
    try:
        check_day(
            state=state,
            action=action,
            opens_on=period.opens_on,
            closes_on=period.closes_on,
            today=clock.today(),
        )
    except WorkflowError as refusal:
        return str(refusal)
    return ""


@dataclass(frozen=True)
class Deed:
    """One button with its form. ``note`` names the consequence; ``is_first`` is the page's filled button."""

    action: Action
    url: str
    form: DeedForm
    note: str
    is_first: bool = False
    is_folded: bool = False

    @property
    def more(self) -> str:
        """What opens the rest of the form."""
        if self.is_folded:
            return f"理由を書いて{self.action.verb}"
        return "評価を変える・言葉を添える" if self.action is Action.ACCEPT else "言葉を添える"


NOTES = {
    Action.CONFIRM: "確認すると、事務局の受理に回ります。",
    Action.ACCEPT: "受理すると、報告と指標の値が確定します。",
    Action.RETURN: "差し戻すと、理由が担当課のマイページに表示されます。",
    Action.WITHDRAW: "引き戻すと下書きに戻り、直してからもう一度提出できます。",
    Action.REOPEN: "確定を解除すると、担当課に戻り、指標の値は速報になります。",
}
FIRST = frozenset({Action.CONFIRM, Action.ACCEPT})
FOLDED = frozenset({Action.RETURN, Action.REOPEN})


def deeds(entry: Entry) -> list[Deed]:
    """Return what the person may do, in the order of the workflow."""
    report = entry.report
    if report is None:
        return []
    return [
        Deed(
            action=action,
            url=reverse(f"progress:report-{action}", args=[report.pk]),
            form=_form(action, report, entry),
            note=note,
            is_first=action in FIRST,
            is_folded=action in FOLDED,
        )
        for action, note in NOTES.items()
        if action in entry.allowed and not closed_because(entry, action)
    ]


def _form(action: Action, report: ProgressReport, entry: Entry) -> DeedForm:
    initial = {"version": report.version, "next": entry.get_absolute_url()}
    auto_id = f"{action}_%s"
    if action is Action.ACCEPT:
        return AcceptForm(report=report, initial=initial, auto_id=auto_id)
    if action in FOLDED:
        return ReasonForm(label=action.label, initial=initial, auto_id=auto_id)
    return CommentForm(initial=initial, auto_id=auto_id)
