"""The way of a 業務改善報告, as one table. Pure: no database, no request, no clock."""

from enum import StrEnum


class State(StrEnum):
    """Where an improvement stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    LISTED = "listed"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        """The Japanese word."""
        return STATE_LABELS[self]

    @property
    def tone(self) -> str:
        """The chip it is drawn with."""
        return STATE_TONES[self]


STATE_LABELS = {
    State.DRAFT: "下書き",
    State.SUBMITTED: "提出済",
    State.LISTED: "掲載",
    State.RETURNED: "差戻し",
}
STATE_TONES = {
    State.DRAFT: "draft",
    State.SUBMITTED: "sent",
    State.LISTED: "accepted",
    State.RETURNED: "returned",
}
# What the section can still change; the office sees what has been sent at least once.
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
SENT = frozenset({State.SUBMITTED, State.LISTED, State.RETURNED})


class Deed(StrEnum):
    """What is done to an improvement; the value is the Japanese word."""

    CHANGE = "変更"
    SUBMIT = "提出"
    WITHDRAW = "引戻し"
    REMOVE = "削除"
    LIST = "掲載"
    RETURN = "差戻し"


STEPS = {
    (State.DRAFT, Deed.CHANGE): State.DRAFT,
    (State.RETURNED, Deed.CHANGE): State.RETURNED,
    (State.DRAFT, Deed.REMOVE): State.DRAFT,
    (State.RETURNED, Deed.REMOVE): State.RETURNED,
    (State.DRAFT, Deed.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Deed.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Deed.WITHDRAW): State.DRAFT,
    (State.SUBMITTED, Deed.LIST): State.LISTED,
    (State.SUBMITTED, Deed.RETURN): State.RETURNED,
    (State.LISTED, Deed.LIST): State.LISTED,
    (State.LISTED, Deed.RETURN): State.RETURNED,
}


class ImprovementError(Exception):
    """A step the table does not allow; the message is Japanese and meant for the person."""


def step(state: State, deed: Deed) -> State:
    """Return the state a deed leads to.

    Raises:
        ImprovementError: the table has no such step.
    """
    target = STEPS.get((state, deed))
    if target is None:
        raise ImprovementError(f"「{state.label}」の業務改善報告は、{deed.value}ができません。")
    return target


def allowed(state: State) -> frozenset[Deed]:
    """Return what may be done in a state, whoever does it."""
    return frozenset(deed for source, deed in STEPS if source == state)
