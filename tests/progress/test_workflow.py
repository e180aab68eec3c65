"""The workflow's table: every state, action and person, and random walks through it."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from progress import drawing
from progress.workflow import (
    ACTION_VERBS,
    EDITABLE,
    HANDED_IN,
    TRANSITIONS,
    Action,
    Actor,
    State,
    WorkflowError,
    actors_for,
    allowed,
    check_day,
    step,
)

EVERYBODY = frozenset(Actor)
# Who may do what from where, written a second time by hand: (source, action, actor) → target.
EXPECTED = {
    ("draft", "save", "SECTION"): "draft",
    ("returned", "save", "SECTION"): "returned",
    ("draft", "submit", "SECTION"): "submitted",
    ("returned", "submit", "SECTION"): "submitted",
    ("submitted", "withdraw", "SENDER"): "draft",
    ("submitted", "confirm", "HEAD"): "confirmed",
    ("submitted", "return", "HEAD"): "returned",
    ("submitted", "return", "OFFICE"): "returned",
    ("confirmed", "return", "OFFICE"): "returned",
    ("confirmed", "accept", "OFFICE"): "accepted",
    ("accepted", "reopen", "OFFICE"): "returned",
    ("submitted", "correct", "OFFICE"): "submitted",
    ("confirmed", "correct", "OFFICE"): "confirmed",
    ("accepted", "correct", "OFFICE"): "accepted",
}


def outcome(state, action, actors, *, reason="理由", needs_confirmation=True):
    try:
        return step(
            state=state,
            action=action,
            actors=actors,
            reason=reason,
            needs_confirmation=needs_confirmation,
        )
    except WorkflowError:
        return None


@pytest.mark.parametrize(("state", "action", "actor"), list(product(State, Action, Actor)))
def test_step_follows_the_table(state, action, actor):
    expected = EXPECTED.get((state.value, action.value, actor.name))

    assert outcome(state, action, frozenset({actor})) == expected


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_nobody_does_nothing(state, action):
    assert outcome(state, action, frozenset()) is None


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_allowed_and_step_agree(state, action):
    may = action in allowed(state=state, actors=EVERYBODY, needs_confirmation=True)

    assert may == (outcome(state, action, EVERYBODY) is not None)


@pytest.mark.parametrize("action", [Action.RETURN, Action.REOPEN, Action.CORRECT])
def test_reason_is_asked_for(action):
    source = next(step.source for step in TRANSITIONS if step.action is action)

    with pytest.raises(WorkflowError, match=f"{action.label}の理由"):
        step(state=source, action=action, actors=EVERYBODY, reason=" ", needs_confirmation=True)


def test_without_confirmation_the_office_accepts_at_once():
    office = frozenset({Actor.OFFICE})

    assert outcome(State.SUBMITTED, Action.ACCEPT, office) is None
    assert (
        outcome(State.SUBMITTED, Action.ACCEPT, office, needs_confirmation=False) == State.ACCEPTED
    )


def test_states_are_either_open_to_the_section_or_handed_in():
    assert (set(State), set()) == (EDITABLE | HANDED_IN, EDITABLE & HANDED_IN)


def test_every_action_has_a_verb_and_somebody_who_may():
    assert set(ACTION_VERBS) == set(Action)
    assert all(actors_for(action) for action in Action)


@given(
    st.lists(
        st.tuples(st.sampled_from(Action), st.frozensets(st.sampled_from(Actor)), st.booleans()),
        max_size=30,
    )
)
def test_random_walks_stay_in_the_table(walk):
    state = State.DRAFT
    seen_confirmation = False
    for action, actors, needs_confirmation in walk:
        after = outcome(state, action, actors, needs_confirmation=needs_confirmation)
        if after is None:
            continue
        assert any(
            (s.source, s.action, s.target) == (state, action, after) and s.actors & actors
            for s in TRANSITIONS
        )
        seen_confirmation = after == State.CONFIRMED or (seen_confirmation and after in HANDED_IN)
        if action is Action.ACCEPT and needs_confirmation:
            assert seen_confirmation
        state = after


@pytest.mark.parametrize(
    ("state", "action", "day", "is_refused"),
    [
        (State.DRAFT, Action.SAVE, 9, True),
        (State.DRAFT, Action.SAVE, 10, False),
        (State.DRAFT, Action.SUBMIT, 20, False),
        (State.DRAFT, Action.SUBMIT, 21, True),
        (State.SUBMITTED, Action.WITHDRAW, 21, True),
        (State.RETURNED, Action.SUBMIT, 21, False),
        (State.SUBMITTED, Action.CONFIRM, 21, False),
        (State.ACCEPTED, Action.CORRECT, 20, False),
        (State.ACCEPTED, Action.CORRECT, 21, True),
        (State.ACCEPTED, Action.REOPEN, 21, False),
    ],
)
def test_dates_of_the_period(state, action, day, is_refused):
    days = {"opens_on": date(2026, 10, 10), "closes_on": date(2026, 10, 20)}
    try:
        check_day(state=state, action=action, today=date(2026, 10, day), **days)
        refused = False
    except WorkflowError:
        refused = True

    assert refused == is_refused


def test_docs_are_what_the_table_draws():
    page = settings.BASE_DIR / "docs" / "workflow.md"

    assert page.read_text(encoding="utf-8") == drawing.as_markdown()


def test_drawworkflow_draws_and_compares(settings, tmp_path: Path, capsys):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError):
        call_command("drawworkflow", "--check")

    call_command("drawworkflow")
    call_command("drawworkflow", "--check")

    assert (tmp_path / "docs/workflow.md").read_text(encoding="utf-8") == drawing.as_markdown()
