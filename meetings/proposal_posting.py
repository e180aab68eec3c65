"""What the form of a proposal and its conflict page send, in one shape; and both inputs side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict

from meetings.models import Proposal
from meetings.proposal_forms import ProposalForm, initial_of, texts
from progress import conflict
from progress.conflict import Question

SAVE, FILL, MERGE, ALL_MINE = "save", "fill", "merge", "mine"
MINE_PREFIX, KEEP_PREFIX = "mine:", "keep:"
EMPTY = "（空欄）"


@dataclass(frozen=True)
class Posting:
    """The answers, and what to do with them."""

    action: str
    data: dict[str, str]


def read(posted: QueryDict, theirs: dict[str, str]) -> Posting:
    """Return what was sent; from the conflict page, the choices applied to what is stored now."""
    data = {name: str(posted.get(name, "")) for name in posted}
    action = data.get("action", SAVE)
    mine = _without_prefix(data, MINE_PREFIX)
    if not mine:
        return Posting(FILL if action == FILL else SAVE, data)
    kept = {} if action == ALL_MINE else _without_prefix(data, KEEP_PREFIX)
    return Posting(SAVE, conflict.merge(mine, theirs, kept))


def _without_prefix(data: dict[str, str], prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): text for name, text in data.items() if name.startswith(prefix)
    }


def side_by_side(
    proposal: Proposal, version: int, mine: ProposalForm, stored: ProposalForm
) -> dict[str, Any]:
    """Return what the conflict page shows; ``version`` is the one that was read before typing."""
    questions = [_question(mine, name) for name in mine.fields]
    answers = (texts(mine), texts(stored))
    return {
        "rows": conflict.rows(questions, *answers, _base(proposal, version, stored)),
        "same": conflict.same(questions, *answers),
        "mine": answers[0],
        "last": proposal.history.select_related("history_user").first(),
    }


def _base(proposal: Proposal, version: int, stored: ProposalForm) -> dict[str, str]:
    """The answers that were read before typing, as far as the history of the columns tells."""
    read_then = proposal.history.filter(version=version).first()
    if read_then is None:
        return {}
    columns = {
        name: getattr(read_then.instance, f"{name}_id", None)
        if name in ("plan", "department")
        else getattr(read_then.instance, name)
        for name in initial_of(proposal)
        if hasattr(read_then.instance, name)
    }
    before = type(stored)(
        initial=columns,
        plans=cast("Any", stored.fields["plan"]).queryset,
        departments=cast("Any", stored.fields["department"]).queryset,
    )
    found = texts(before)
    return {name: found[name] for name in columns if name in found}


def _question(form: ProposalForm, name: str) -> Question:
    return Question(name, str(form.fields[name].label), _words(form.fields[name]))


def _words(field: forms.Field) -> Callable[[str], str]:
    if isinstance(field, forms.ModelChoiceField):
        rows = {str(row.pk): str(row) for row in field.queryset or ()}
        return lambda text: rows.get(text, EMPTY)
    if isinstance(field, forms.ChoiceField):
        labels = {str(value): str(label) for value, label in cast("Any", field.choices)}
        return lambda text: labels.get(text, EMPTY)
    return lambda text: text or EMPTY
