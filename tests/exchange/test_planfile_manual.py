"""The manual of the plan file and its schema say the same."""

import re

import pytest

from exchange.planfile import parts, records
from exchange.planfile.schema import Record
from tests.exchange import planfiles

SECTIONS = {
    "最上位": records.PLAN_FILE,
    "municipality": records.MUNICIPALITY,
    "plan": records.PLAN,
    "grade_scale": records.GRADE_SCALE,
    "grade_scale.grades": records.GRADE,
    "departments": records.DEPARTMENT,
    "frameworks": records.FRAMEWORK,
    "frameworks.terms": records.TERM,
    "revisions": records.REVISION,
    "steps": records.STEP,
    "statements": records.STATEMENT,
    "glossary": records.GLOSSARY_TERM,
    "categories": records.CATEGORY,
    "categories.policies": parts.POLICY,
    "initiatives": records.INITIATIVE,
    "initiatives.responsibilities": parts.RESPONSIBILITY,
    "initiatives.bars": parts.BAR,
    "initiatives.milestones": parts.MILESTONE,
    "initiatives.indicators": parts.INDICATOR,
    "initiatives.indicators.targets": parts.TARGET,
    "initiatives.item_lists": parts.ITEM_LIST,
    "initiatives.item_lists.items": parts.ITEM,
    "links": parts.TERM_LINK,
    "predecessors": parts.PREDECESSOR,
}


def section(title: str) -> str:
    text = planfiles.MANUAL.read_text(encoding="utf-8")
    found = re.search(rf"^### {re.escape(title)}\n(.*?)(?=^##)", text, re.DOTALL | re.MULTILINE)
    assert found is not None, title
    return found.group(1)


@pytest.mark.parametrize("title", SECTIONS)
def test_manual_explains_every_key_and_which_are_required(title):
    record: Record = SECTIONS[title]

    rows = re.findall(r"^\| `(\w+)` \| (◎?) ?\| (.+) \|$", section(title), re.MULTILINE)

    assert [(key, required == "◎") for key, required, _ in rows] == [
        (field.key, field.required) for field in record.fields
    ]


@pytest.mark.parametrize("title", SECTIONS)
def test_manual_names_every_choice(title):
    text = section(title)
    for field in SECTIONS[title].fields:
        for value, _ in field.choices.choices if field.choices else []:
            assert not value or re.search(rf'`"?{value}"?`', text), (field.key, value)
