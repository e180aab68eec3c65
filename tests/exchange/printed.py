"""What a plan claims to be its document's own words, and the document's text to compare it with."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction

from initiatives.models import InitiativeItem, Milestone, Plan, ScheduleBar, Term
from tests.exchange import planfiles

# The documents' texts lie beside the project, not in it.
SEEDS = planfiles.ROOT.parent / "shared" / "seeds"


def seed_text(number: str) -> str:
    """The text of a document as it was read from its pages."""
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip(f"the document's text is not beside the project ({SEEDS.name}/{number}_*.txt)")
    return found[0].read_text(encoding="utf-8")


def stripped(text: str) -> str:
    return re.sub(r"\s+", "", text)


def loaded_for_a_module(blocker, slug: str) -> Iterator[bytes]:
    """Load the plan of a file once for all tests of a module, inside a transaction that is thrown away."""
    with blocker.unblock(), transaction.atomic():
        raw = (planfiles.ROOT / "fixtures" / f"{slug}.yaml").read_bytes()
        planfiles.load(raw)
        yield raw
        transaction.set_rollback(True)


def lines(plan: Plan) -> list[str]:
    """Every paragraph that claims to be the document's own, in the order of the rows."""
    rows: list[tuple[str, ...]] = [
        *plan.revisions.values_list("title", "in_force_printed", "reason"),
        *plan.steps.values_list("label", "title", "text"),
        *plan.statements.values_list("title", "text"),
        *plan.glossary.values_list("term", "definition"),
        *plan.categories.values_list("title", "background"),
        *plan.initiatives.values_list("title", "situation", "direction"),
        *ScheduleBar.objects.filter(initiative__plan=plan).values_list("text"),
        *Milestone.objects.filter(initiative__plan=plan).values_list(
            "text", "due_printed", "national_printed", "support_printed"
        ),
        *InitiativeItem.objects.filter(list__initiative__plan=plan).values_list("name"),
        (plan.title, plan.adopted_printed, plan.headquarters, plan.initiative_word),
        tuple(plan.level_names),
    ]
    return [line for row in rows for text in row for line in text.split("\n") if line]


def framework_words(key: str) -> list[str]:
    """The names of a framework's terms and the lines of their texts."""
    rows = Term.objects.filter(framework__key=key).values_list("name", "text")
    return [line for row in rows for text in row for line in text.split("\n") if line]
