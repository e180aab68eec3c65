"""The way of a 年度評価, as one table. Pure: no database, no request, no clock.

The states, deeds and people are those of ``progress/workflow.py``; there is no 訂正, because an accepted review is
taken back with 確定解除. ``manage.py drawworkflow`` draws it into docs/workflow.md.
"""

from datetime import date

from fiscal import wareki
from progress.workflow import SECTION_DEEDS, Action, Actor, State, Transition, WorkflowError


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
)
ACTIONS = tuple(dict.fromkeys(step.action for step in TRANSITIONS))
_TABLE = {(step.source, step.action): step for step in TRANSITIONS}


def step(
    *, state: State, action: Action, actors: frozenset[Actor], reason: str, needs_confirmation: bool
) -> State:
    """Return the state an action leads to.

    Raises:
        WorkflowError: no such step, not this person's, or the reason is missing.
    """
    transition = _TABLE.get((state, action))
    if transition is None:
        raise WorkflowError(f"「{state.label}」の年度評価は{action.label}できません。")
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


def actors_for(action: Action) -> frozenset[Actor]:
    """Everybody whom some step of the table allows an action: others are refused whatever the state."""
    return frozenset().union(*(step.actors for step in TRANSITIONS if step.action is action))


def check_day(
    *, state: State, action: Action, opens_on: date, closes_on: date, today: date
) -> None:
    """Refuse what the round's dates do not allow. A returned review stays open: the office asked for it.

    Raises:
        WorkflowError: the round has not opened, or has closed for the section.
    """
    if action not in SECTION_DEEDS:
        return
    if today < opens_on:
        raise WorkflowError(
            f"年度評価は{wareki.month_day(opens_on)}に始まります。まだ{action.label}できません。"
        )
    if today > closes_on and state is not State.RETURNED:
        raise WorkflowError(
            f"年度評価は{wareki.month_day(closes_on)}に締め切りました。事務局に連絡してください。"
        )
