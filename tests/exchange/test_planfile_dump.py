"""Dumping: load → dump → load is the identity, in YAML and in JSON, for any text."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from exchange.planfile import document, dumping
from exchange.planfile.tree import plan_tree
from initiatives.models import Initiative, Plan, Responsibility
from organizations.models import Department
from tests import factories
from tests.exchange import planfiles


def dumped(slug: str, form: str = "yaml") -> str:
    out = StringIO()
    call_command("dumpplan", slug, format=form, stdout=out)
    return out.getvalue()


def without_comments(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))


def without_frameworks(text: str, *keys: str) -> str:
    """The text without national frameworks that another plan brought."""
    for key in keys:
        text, count = re.subn(
            rf"^  - key: {key}\n.*?\n\n(?=  - key:|statements:)",
            "",
            text,
            flags=re.DOTALL | re.MULTILINE,
        )
        assert count == 1, key
    return text


@pytest.mark.django_db
def test_dump_of_the_real_plan_is_its_file():
    text = planfiles.ISHINOMAKI.read_text(encoding="utf-8")
    planfiles.load_ishinomaki()

    first = dumped("ishinomaki-dx-plan")

    assert without_frameworks(first, "dx-keikaku-1", "kanmin-data") == without_comments(text)
    assert planfiles.load(first).is_unchanged


@pytest.mark.django_db
def test_dump_of_the_real_plan_as_json_loads_to_the_same():
    planfiles.load_ishinomaki()
    yaml, text = dumped("ishinomaki-dx-plan"), dumped("ishinomaki-dx-plan", "json")
    Initiative.objects.all().delete()
    Plan.objects.all().delete()
    Department.objects.all().delete()
    planfiles.load(planfiles.POLICY.read_bytes())

    outcome = planfiles.load(text)

    assert outcome.added["取組事項"] == 30
    assert dumped("ishinomaki-dx-plan") == yaml
    assert json.loads(text)["initiatives"][0]["code"] == "A-1-1"


@pytest.mark.django_db
def test_dump_of_the_example_is_the_example():
    planfiles.load(planfiles.small())

    assert dumped("mihon-dx-plan") == planfiles.small()


@pytest.mark.django_db
def test_dump_leaves_out_what_the_office_assigned():
    planfiles.load(planfiles.small())
    plan = Plan.objects.get()
    Responsibility.objects.create(
        initiative=plan.initiatives.last(),
        department=factories.department(municipality=plan.municipality, name="秘書課"),
        role="lead",
        origin="office",
    )

    assert dumped("mihon-dx-plan") == planfiles.small()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_dump_reads_with_the_same_number_of_queries(plan, department, count):
    for _ in range(count):
        initiative = factories.initiative(plan=plan, lead=department)
        factories.bar(initiative=initiative)
        factories.milestone(initiative=initiative)
        factories.indicator(initiative=initiative)
    plan = Plan.objects.select_related("municipality", "grade_scale", "predecessor").get()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        plan_tree(plan)

    assert len(queries) == 32


@pytest.mark.django_db
def test_dumpplan_names_the_plans_there_are(plan):
    with pytest.raises(CommandError) as caught:
        call_command("dumpplan", "absent")

    assert str(caught.value) == f"計画「absent」はありません。登録済みの計画：{plan.slug}"


def reread(text: str) -> str:
    node = document.parse(text.encode("utf-8", "surrogatepass"), name="x").entries[0][1]
    assert isinstance(node, document.Mapping)
    found = node.entries[-1][1]
    assert isinstance(found, document.Scalar)
    assert not found.is_null
    return found.text


# What the readers of a plan file let through; the rest is refused when it is loaded.
texts = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"),
        include_characters="\n\t",
        exclude_characters="\ufffe\uffff",
    ),
    min_size=1,
    max_size=200,
)


@given(texts)
@example("null")
@example("~")
@example("- a")
@example("a: b # c")
@example(" 前に空白")
@example("後に改行\n")
@example("\n前に改行")
@example("一行目\n\n  三行目")
@example("一行目\n \n三行目")
@example("𠮷野家" * 30)
@example("\u2028行区切り")
@example("\ufeff印")
@example("{a: 1}, [2]")
@example("あ" * 61 + ": い")
def test_any_text_survives_the_way_out_and_in(text):
    block = {"plan": {"title": text}}
    assert reread("\n".join(dumping.document(block))) == text


@given(texts)
def test_any_text_survives_in_a_group_on_one_line(text):
    line = dumping.scalar(text)
    assert reread(f"a: {{x: {line}}}") == text


@given(texts)
def test_any_text_survives_json(text):
    assert reread(json.dumps({"a": {"x": text}}, ensure_ascii=True)) == text


@pytest.mark.django_db
def test_dump_of_a_plan_without_a_date_loads_again(plan):
    factories.initiative(plan=plan, departments_printed="no")

    assert "adopted:" not in dumped(plan.slug)
    assert planfiles.load(dumped(plan.slug)).is_unchanged
