"""The words of the round's pages: A-④-1 as the document prints it, and what somebody did, as a sentence ends."""

from initiatives.models import Initiative
from progress.workflow import Action

DID = {
    Action.SUBMIT: "提出しました",
    Action.WITHDRAW: "引き戻しました",
    Action.CONFIRM: "確認しました",
    Action.ACCEPT: "受理しました",
    Action.RETURN: "差し戻しました",
    Action.REOPEN: "確定を解除しました",
    Action.CORRECT: "訂正しました",
}


def number_of(initiative: Initiative) -> str:
    """Return A-④-1 for a row read with its category."""
    return initiative.printed_number
