"""関連計画から見た取組: one entry stands under every term it answers to and is counted once."""

from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatives.models import Framework, Term, TermLink
from reports import crosswalk
from tests import factories
from tests.conftest import CAST, TODAY

SEEN = dict.fromkeys(CAST, 200) | {"outsider": 404, "anonymous": 302}
TAKEN_OUT = SEEN | {"administrator": 403}


@pytest.fixture
def framework(db) -> Framework:
    row = Framework.objects.create(key="juten-3", title="重点取組事項", version="第3.0版")
    for number, name in enumerate(("フロントヤード改革", "標準化・共通化", "テレワーク"), 1):
        Term.objects.create(framework=row, code=str(number), order=number, name=name)
    return row


@pytest.fixture
def linked(plan, period, department, framework):
    """The first initiative answers to two terms, the second through its category, the third to none."""
    front, standard, _ = framework.terms.all()
    first, second = (
        factories.initiative(plan=plan, lead=department, title=title)
        for title in ("窓口の改革", "書かない窓口")
    )
    third = factories.initiative(
        plan=plan, lead=department, category=factories.category(plan=plan, code="B-1")
    )
    TermLink.objects.create(term=front, initiative=first, origin="document", note="p.9")
    TermLink.objects.create(term=standard, initiative=first, origin="reading")
    TermLink.objects.create(term=front, category=second.category, origin="document")
    factories.report(
        initiative=first, period=period, department=department, tone="late", result="始めた。"
    )
    indicator = factories.indicator(initiative=first, name="保有率", unit="％", decimals=1)
    factories.measurement(indicator=indicator, year=2026, quarter=2, value="79.4")
    return first, second, third


def read(plan, framework, period):
    return crosswalk.read(plan, framework, period, TODAY)


def test_crosswalk_puts_an_initiative_under_every_term_and_counts_it_once(
    plan, framework, period, linked
):
    first, second, _ = linked

    table = read(plan, framework, period)

    assert [
        (term.name, [(answer.initiative, answer.is_again) for answer in term.answers])
        for term in table.terms
    ] == [
        ("フロントヤード改革", [(first.pk, False), (second.pk, False)]),
        ("標準化・共通化", [(first.pk, True)]),
        ("テレワーク", []),
    ]
    assert (table.answering, table.lines, table.silent) == (2, 3, 1)


def test_crosswalk_tells_what_was_entered_once(plan, framework, period, linked, department):
    told = [answer.told for term in read(plan, framework, period).terms for answer in term.answers]

    assert told[0] == told[2]
    assert told[0].section == department.name
    assert told[0].mark is not None
    assert told[0].mark.word == "遅れ"
    assert told[0].result == "始めた。"
    assert told[0].values == ("保有率 79.4％（令和８年度 第２四半期・速報）",)


def test_crosswalk_names_the_category_that_answers(plan, framework, period, linked):
    _, second = read(plan, framework, period).terms[0].answers

    assert (second.via, second.origin) == (linked[1].category.label, "計画書の記載")


def test_crosswalk_takes_no_value_of_a_draft(plan, framework, period, linked, department):
    linked[0].reports.update(state="draft")

    told = read(plan, framework, period).terms[0].answers[0].told

    assert (told.result, told.values) == ("", ())
    assert told.mark is not None
    assert told.mark.word == "未提出"


def test_crosswalk_leaves_a_repeated_initiative_to_its_original(plan, framework, period, linked):
    first, second, _ = linked
    type(second).objects.filter(pk=second.pk).update(repeat_of=first)

    table = read(plan, framework, period)

    assert [answer.initiative for answer in table.terms[0].answers] == [first.pk]
    assert table.answering == 1


def test_crosswalk_of_a_policy_lists_its_categories(plan, framework):
    category = factories.category(plan=plan)
    TermLink.objects.create(
        term=framework.terms.first(), category=category, origin="document", note="第10条"
    )

    table = read(plan, framework, None)

    assert not table.has_initiatives
    assert [(row.initiative, row.title, row.note) for row in table.terms[0].answers] == [
        (None, category.title, "第10条")
    ]


@pytest.mark.parametrize("count", [1, 5])
def test_crosswalk_reads_with_the_same_number_of_queries(
    plan, period, department, framework, count
):
    for _ in range(count):
        row = factories.initiative(plan=plan, lead=department)
        TermLink.objects.create(term=framework.terms.first(), initiative=row, origin="document")
        factories.measurement(indicator=factories.indicator(initiative=row))

    with CaptureQueriesContext(connection) as queries:
        read(plan, framework, period)

    assert len(queries) == 12


@pytest.mark.parametrize("name", CAST)
def test_crosswalk_show_opens_for_the_city_hall(as_, name, plan, period, framework):
    address = reverse("reports:crosswalk-show", args=[plan.slug])

    assert as_(name).get(address).status_code == SEEN[name]


@pytest.mark.parametrize("name", CAST)
def test_crosswalk_download_is_for_those_who_may_export(as_, name, plan, period, framework):
    address = reverse("exchange:crosswalk-download", args=[plan.slug])

    assert as_(name).get(address).status_code == TAKEN_OUT[name]


def test_crosswalk_show_knows_no_foreign_framework(as_, plan, period, framework):
    other = Framework.objects.create(
        key="theirs", title="隣の計画", municipality=factories.municipality(code="042129")
    )

    address = reverse("reports:crosswalk-show", args=[plan.slug], query={"framework": other.key})

    assert as_("viewer").get(address).status_code == 404


def test_crosswalk_show_says_what_is_to_be_verified(as_, plan, period, framework):
    Framework.objects.filter(pk=framework.pk).update(to_verify="第4.0版は未確認")

    page = as_("viewer").get(reverse("reports:crosswalk-show", args=[plan.slug]))

    assert "要確認：第4.0版は未確認" in page.content.decode()


def test_crosswalk_without_frameworks_says_how_to_make_one(as_, plan):
    page = as_("viewer").get(reverse("reports:crosswalk-show", args=[plan.slug]))

    assert "枠組みがまだ登録されていません。" in page.content.decode()


def test_crosswalk_workbook_says_what_the_page_says(as_, plan, period, framework, linked):
    response = as_("secretary").get(reverse("exchange:crosswalk-download", args=[plan.slug]))

    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    table = read(plan, framework, period)
    expected = []
    for term in table.terms:
        expected.append([f"{term.name}　{len(term.answers)}件"])
        expected += [
            [
                answer.label,
                answer.title + ("（再掲）" if answer.is_again else ""),
                answer.told.section,
            ]
            for answer in term.answers
        ] or [["対応するものはありません。"]]
    start = rows.index(expected[0])
    assert [row[:3] for row in rows[start : start + len(expected)]] == expected
    assert "対応する取組事項 2件（再掲を除く）　対応なし 1件" in rows[2]


def test_a_number_that_stands_under_several_headings_names_its_heading(as_, plan, framework):
    for top in ("1", "2"):
        part = factories.category(plan=plan, code=top, label=f"取組方針{top}", title=f"柱{top}")
        place = factories.category(plan=plan, code=f"{top}-1", label="(1)", parent=part)
        row = factories.initiative(plan=plan, category=place, title=f"実施{top}", number=1)
        framework.terms.first().links.create(initiative=row, origin="reading")

    table = crosswalk.read(plan, framework, None, TODAY)
    page = as_("viewer").get(reverse("reports:crosswalk-show", args=[plan.slug])).text

    assert [(row.label, row.title, row.part) for row in table.terms[0].answers] == [
        ("(1)-1", "実施1", "取組方針1"),
        ("(1)-1", "実施2", "取組方針2"),
    ]
    assert '実施2</a> <span class="sub nowrap">（取組方針2）</span>' in page
