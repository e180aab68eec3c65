"""The way of a progress report, as one table. Pure: no database, no request, no clock.

``manage.py drawworkflow`` draws docs/workflow.md from it. The words are 提出・確認・差戻し・受理・確定解除,
never 決裁, which stays in the document system (seed 001 names no workflow; the chain is the usual one of
Japanese municipalities).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fiscal import wareki


class State(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
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
    State.CONFIRMED: "確認済",
    State.ACCEPTED: "受理済",
    State.RETURNED: "差戻し",
}
STATE_TONES = {
    State.DRAFT: "draft",
    State.SUBMITTED: "sent",
    State.CONFIRMED: "confirmed",
    State.ACCEPTED: "accepted",
    State.RETURNED: "returned",
}

# What the section can still change, and what counts as handed in.
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
HANDED_IN = frozenset({State.SUBMITTED, State.CONFIRMED, State.ACCEPTED})


class Action(StrEnum):
    """What a person does to a report."""

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    CONFIRM = "confirm"
    ACCEPT = "accept"
    RETURN = "return"
    REOPEN = "reopen"
    CORRECT = "correct"

    @property
    def label(self) -> str:
        """The Japanese word."""
        return ACTION_LABELS[self]

    @property
    def verb(self) -> str:
        """The Japanese word on its button."""
        return ACTION_VERBS[self]


ACTION_LABELS = {
    Action.SAVE: "下書き保存",
    Action.SUBMIT: "提出",
    Action.WITHDRAW: "引戻し",
    Action.CONFIRM: "確認",
    Action.ACCEPT: "受理",
    Action.RETURN: "差戻し",
    Action.REOPEN: "確定解除",
    Action.CORRECT: "訂正",
}
ACTION_VERBS = {
    Action.SAVE: "下書きを保存する",
    Action.SUBMIT: "提出する",
    Action.WITHDRAW: "引き戻す",
    Action.CONFIRM: "確認する",
    Action.ACCEPT: "受理する",
    Action.RETURN: "差し戻す",
    Action.REOPEN: "確定を解除する",
    Action.CORRECT: "訂正する",
}


class Actor(StrEnum):
    """Who does it, in relation to the report."""

    SECTION = "担当者"
    SENDER = "提出した課の担当者"
    HEAD = "所属長"
    OFFICE = "事務局"


@dataclass(frozen=True)
class Transition:
    """One allowed step of the table."""

    source: State
    action: Action
    target: State
    actors: frozenset[Actor]
    needs_reason: bool = False
    only_without_confirmation: bool = False


def _step(
    source: State,
    action: Action,
    target: State,
    *actors: Actor,
    reason: bool = False,
    unconfirmed: bool = False,
) -> Transition:
    return Transition(source, action, target, frozenset(actors), reason, unconfirmed)


TRANSITIONS = (
    _step(State.DRAFT, Action.SAVE, State.DRAFT, Actor.SECTION),
    _step(State.RETURNED, Action.SAVE, State.RETURNED, Actor.SECTION),
    _step(State.DRAFT, Action.SUBMIT, State.SUBMITTED, Actor.SECTION),
    _step(State.RETURNED, Action.SUBMIT, State.SUBMITTED, Actor.SECTION),
    _step(State.SUBMITTED, Action.WITHDRAW, State.DRAFT, Actor.SENDER),
    _step(State.SUBMITTED, Action.CONFIRM, State.CONFIRMED, Actor.HEAD),
    _step(State.SUBMITTED, Action.RETURN, State.RETURNED, Actor.HEAD, Actor.OFFICE, reason=True),
    _step(State.SUBMITTED, Action.ACCEPT, State.ACCEPTED, Actor.OFFICE, unconfirmed=True),
    _step(State.CONFIRMED, Action.ACCEPT, State.ACCEPTED, Actor.OFFICE),
    _step(State.CONFIRMED, Action.RETURN, State.RETURNED, Actor.OFFICE, reason=True),
    _step(State.ACCEPTED, Action.REOPEN, State.RETURNED, Actor.OFFICE, reason=True),
    _step(State.SUBMITTED, Action.CORRECT, State.SUBMITTED, Actor.OFFICE, reason=True),
    _step(State.CONFIRMED, Action.CORRECT, State.CONFIRMED, Actor.OFFICE, reason=True),
    _step(State.ACCEPTED, Action.CORRECT, State.ACCEPTED, Actor.OFFICE, reason=True),
)
# Deeds of the section, which end with the period. A returned report stays open: the office asked for it.
SECTION_DEEDS = frozenset({Action.SAVE, Action.SUBMIT, Action.WITHDRAW})
_TABLE = {(step.source, step.action): step for step in TRANSITIONS}


class WorkflowError(Exception):
    """A step the table does not allow; the message is Japanese and meant for the person."""


def find(state: State, action: Action) -> Transition | None:
    """Return the step that an action makes from a state, or None."""
    return _TABLE.get((state, action))


def step(
    *, state: State, action: Action, actors: frozenset[Actor], reason: str, needs_confirmation: bool
) -> State:
    """Return the state an action leads to.

    Raises:
        WorkflowError: no such step, not this person's, or the reason is missing.
    """
    transition = find(state, action)
    if transition is None:
        raise WorkflowError(f"「{state.label}」の報告は{action.label}できません。")
    if transition.only_without_confirmation and needs_confirmation:
        raise WorkflowError("所属長の確認が済んでいないため、受理できません。")
    if not transition.actors & actors:
        raise WorkflowError(f"{action.label}できるのは{'・'.join(sorted(transition.actors))}です。")
    if transition.needs_reason and not reason.strip():
        raise WorkflowError(f"{action.label}の理由を入力してください。")
    return transition.target


def allowed(
    *, state: State, actors: frozenset[Actor], needs_confirmation: bool
) -> frozenset[Action]:
    """Return what these actors may do now: pages ask the same table as the deeds."""
    return frozenset(
        transition.action
        for transition in TRANSITIONS
        if transition.source == state
        and transition.actors & actors
        and not (transition.only_without_confirmation and needs_confirmation)
    )


def check_day(
    *, state: State, action: Action, opens_on: date, closes_on: date, today: date
) -> None:
    """Refuse what the period's dates do not allow.

    Raises:
        WorkflowError: the period has not opened, has closed for the section, or has made the report 確定.
    """
    if action in SECTION_DEEDS and today < opens_on:
        raise WorkflowError(
            f"この報告期は{wareki.month_day(opens_on)}に始まります。まだ{action.label}できません。"
        )
    if action in SECTION_DEEDS and today > closes_on and state is not State.RETURNED:
        raise WorkflowError(
            f"この報告期は{wareki.month_day(closes_on)}に締め切りました。事務局に連絡してください。"
        )
    if action is Action.CORRECT and state is State.ACCEPTED and today > closes_on:
        raise WorkflowError("確定した報告は、先に確定解除をしてください。")


def actors_for(action: Action) -> frozenset[Actor]:
    """Everybody whom some step of the table allows an action: others are refused whatever the state."""
    return frozenset().union(*(step.actors for step in TRANSITIONS if step.action is action))
