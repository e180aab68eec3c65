"""機構改革 as people draft it in the browser, and 課の沿革."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.lineage import now_called
from organizations.models import Reorganization
from tests import factories
from tests.conftest import TODAY

LIST = reverse("organizations:reorganization-list")
NEW = reverse("organizations:reorganization-create")
GOOD = {
    "title": "令和９年度 機構改革",
    "in_force_on": "2027-04-01",
    "note": "",
    "kind_1": "rename",
    "sources_1": "市民課",
    "targets_1": "窓口課",
    "pasted": "",
}


@pytest.fixture
def draft(municipality, department, secretary) -> Reorganization:
    return factories.reorganization(
        municipality=municipality, by=secretary, rows=(("rename", "市民課", "窓口課"),)
    )


def edit_url(row) -> str:
    return reverse("organizations:reorganization-edit", args=[row.pk])


def lines(row) -> list[tuple]:
    return [
        (
            step.kind,
            [source.name for source in step.sources.all()],
            [(target.name, target.department) for target in step.targets.all()],
        )
        for step in row.steps.all()
    ]


def test_draft_is_saved_and_leads_to_what_moves(as_, department, secretary):
    answer = as_("secretary").post(NEW, GOOD)

    row = Reorganization.objects.get()
    assert answer.url == reverse("progress:reorganization-show", args=[row.pk])
    assert (row.title, row.in_force_on, row.state, row.saved_by) == (
        "令和９年度 機構改革",
        date(2027, 4, 1),
        "draft",
        secretary,
    )
    assert lines(row) == [("rename", ["市民課"], [("窓口課", None)])]
    assert row.history.get().history_change_reason == "機構改革の案の保存"


def test_lines_pasted_from_excel_or_csv_join_the_typed_ones(as_, municipality, department):
    tax = factories.department(municipality=municipality, name="税務課")
    insurance = factories.department(municipality=municipality, name="保険課")
    pasted = "種別\t旧課\t新課\r\n廃止\t保険課\t税務課\r\n\r\n新設,,新しい課"

    as_("secretary").post(NEW, {**GOOD, "pasted": pasted})

    assert lines(Reorganization.objects.get()) == [
        ("rename", ["市民課"], [("窓口課", None)]),
        ("abolish", [insurance.name], [("税務課", tax)]),
        ("create", [], [("新しい課", None)]),
    ]


WRONG = {
    "no line at all": (
        {"kind_1": "", "sources_1": "", "targets_1": ""},
        {"kind_1": ["旧課と新課を、１行以上入れてください。"]},
    ),
    "no kind": ({"kind_1": ""}, {"kind_1": ["種別を選んでください。"]}),
    "unknown section": (
        {"sources_1": "幻課"},
        {"sources_1": ["「幻課」は、施行日の前日にある課の名称ではありません。"]},
    ),
    "name that is taken": (
        {"targets_1": "総務課"},
        {"targets_1": ["「総務課」という課は既にあります。"]},
    ),
    "pasted line of another kind": (
        {"pasted": "廃課\t総務課\t\n"},
        {
            "pasted": [
                "１行目：種別（改称・統合・分割・廃止・新設）・旧課・新課の３列にしてください。"
            ]
        },
    ),
    "pasted line that cannot be": (
        {"pasted": "新設\t\t総務課"},
        {"pasted": ["１行目：「総務課」という課は既にあります。"]},
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_line_is_refused_at_its_place(as_, department, neighbour, name):
    change, expected = WRONG[name]

    page = as_("secretary").post(NEW, {**GOOD, **change})

    assert page.context["form"].errors == expected
    assert Reorganization.objects.count() == 0


def test_more_lines_keep_what_was_typed(as_, department):
    page = as_("secretary").post(NEW, {**GOOD, "more": "1"})

    form = page.context["form"]
    assert (len(form.rows), form.rows[0][1].value(), form["title"].value()) == (
        10,
        "市民課",
        "令和９年度 機構改革",
    )
    assert Reorganization.objects.count() == 0


def test_draft_is_changed(as_, draft):
    client = as_("secretary")
    form = client.get(edit_url(draft)).context["form"]
    stored = {name: form[name].value() for name in GOOD}

    client.post(edit_url(draft), {**GOOD, "version": 1, "targets_1": "総合窓口課"})

    assert stored == {**GOOD, "in_force_on": date(2027, 4, 1), "pasted": None}
    draft.refresh_from_db()
    assert (draft.version, lines(draft)) == (2, [("rename", ["市民課"], [("総合窓口課", None)])])


def test_second_to_save_is_told(as_, draft):
    as_("administrator").post(edit_url(draft), {**GOOD, "version": 1, "title": "先の案"})

    page = as_("secretary").post(edit_url(draft), {**GOOD, "version": 1, "title": "後の案"})

    assert page.context["form"].non_field_errors() == [
        "ほかの人が先に保存しました。画面を開き直し、内容を確かめてから入力してください。"
    ]
    draft.refresh_from_db()
    assert draft.title == "先の案"


def test_draft_is_discarded(as_, draft):
    answer = as_("secretary").post(
        reverse("organizations:reorganization-discard", args=[draft.pk]), follow=True
    )

    assert "「令和９年度 機構改革」の案を取りやめました。" in answer.text
    assert Reorganization.objects.count() == 0


def test_what_is_in_force_is_only_read(as_, draft, settings, secretary):
    settings.TODAY = date(2027, 4, 1)
    client = as_("secretary")
    client.post(reverse("progress:reorganization-apply", args=[draft.pk]))

    edit = client.get(edit_url(draft), follow=True)
    discard = client.post(
        reverse("organizations:reorganization-discard", args=[draft.pk]), follow=True
    )

    for page in (edit, discard):
        assert "「令和９年度 機構改革」は施行済みです。" in page.text
    assert "施行の操作" in edit.text


def test_lineage_shows_names_through_time(as_, municipality, department):
    old = factories.department(
        municipality=municipality, name="ICT総合推進課", valid_to=date(2024, 3, 31)
    )
    new = factories.department(municipality=municipality, name="ＤＸ戦略課")
    old.successors.add(new)
    undated = factories.department(municipality=municipality, name="介護保険課")
    undated.successors.add(factories.department(municipality=municipality, name="介護福祉課"))
    factories.department(municipality=municipality, name="廃止課", valid_to=date(2023, 3, 31))

    page = as_("viewer").get(reverse("organizations:lineage-show"))

    found = page.context["lineage"]
    assert [
        (line.section.name, [(e.day, e.word, e.sources) for e in line.events])
        for line in found.lines
    ] == [
        ("ＤＸ戦略課", [(date(2024, 4, 1), "改称", ("ICT総合推進課",))]),
        ("介護福祉課", [(None, "改称", ("介護保険課",))]),
    ]
    assert [section.name for section in found.ended] == ["廃止課"]
    assert "時期の記載なし" in page.text


def test_lineage_goes_round_no_circle(as_, municipality, department):
    other = factories.department(municipality=municipality, name="保険課")
    other.successors.add(department)
    department.successors.add(other)

    page = as_("secretary").get(reverse("organizations:lineage-show"))

    assert page.context["lineage"].lines == ()
    assert now_called(municipality.pk, TODAY) == {}


def test_lineage_and_list_queries_do_not_grow(as_, municipality, department, secretary):
    client = as_("secretary")
    addresses = (LIST, reverse("organizations:lineage-show"))
    taken = []
    for number in range(3):
        old = factories.department(municipality=municipality, valid_to=date(2024, 3, 31))
        old.successors.add(factories.department(municipality=municipality))
        factories.reorganization(
            municipality=municipality,
            by=secretary,
            rows=(("create", "", f"新課{number}"), ("rename", "市民課", f"窓口課{number}")),
        )
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            for address in addresses:
                client.get(address)
        taken.append(len(queries))

    assert len(set(taken)) == 1


def test_list_says_that_the_day_has_come(as_, draft, settings):
    before = as_("secretary").get(LIST).text
    settings.TODAY = date(2027, 4, 1)
    after = as_("secretary").get(LIST).text

    assert ["施行日が来ています" in text for text in (before, after)] == [False, True]
    assert draft.in_force_on > TODAY
