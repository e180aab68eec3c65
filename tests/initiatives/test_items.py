"""個別項目: who sees and changes them, how they are counted, found, changed together, and never overwritten unseen."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatives import item_actions, item_counts, item_page
from initiatives.item_actions import Change, ClearsCompletionError, StaleItemsError
from initiatives.models import InitiativeItem, ItemList
from initiatives.templatetags.items import PLACE
from tests import factories
from tests.conftest import CAST, TODAY

SHOW_QUERIES = 16
DONE_ON = date(2026, 9, 30)
CHANGERS = dict.fromkeys(CAST, 403) | {
    "clerk": 302,
    "head": 302,
    "secretary": 302,
    "neighbour": 403,
    "outsider": 404,
    "anonymous": 401,
}


@pytest.fixture
def items(initiative, department, neighbour) -> ItemList:
    """Four rows of 市民課 (one of them 対象外) and two of 総務課."""
    row = factories.item_list(initiative=initiative, title="オンライン化する手続", page="19")
    other = neighbour.posts.get().department
    for number, (name, section, status) in enumerate(
        (
            ("住民票の写しの交付請求", department, "candidate"),
            ("引越しに関する手続", department, "doing"),
            ("印鑑登録証明書交付申請", department, "done"),
            ("窓口アンケート", department, "never"),
            ("公文書開示請求", other, "candidate"),
            ("ｵﾝﾗｲﾝ予約", other, "done"),
        ),
        1,
    ):
        factories.item(item_list=row, number=number, name=name, department=section, status=status)
    return row


def shown(row: ItemList, query: str = "") -> str:
    return reverse("initiatives:itemlist-show", args=[row.pk]) + query


def edited(item: InitiativeItem) -> str:
    return reverse("initiatives:item-edit", args=[item.list_id, item.pk])


def of(row: ItemList, number: int) -> InitiativeItem:
    return row.items.get(number=number)


def posting(row: ItemList, *numbers: int, **changes) -> dict[str, object]:
    return {
        "seen": item_actions.version_of(row),
        "scope": "ticked",
        "item": [of(row, number).pk for number in numbers],
        "status": "done",
        "done_on": "2026-09-30",
        "note": "",
        "reason": "稼働による",
        **changes,
    }


def facts(row: ItemList) -> list[tuple]:
    return list(row.items.values_list("number", "status", "done_year", "done_on", "note"))


def names(page) -> list[str]:
    return [row.name for row in page.context["rows"]]


@pytest.mark.parametrize("name", CAST)
def test_bulk_change_is_done_only_by(as_, name, items):
    before = facts(items)

    status = as_(name).post(shown(items), posting(items, 1)).status_code

    assert status == CHANGERS[name]
    assert (facts(items) != before) == (status == 302)


@pytest.mark.parametrize("name", CAST)
def test_row_is_changed_only_by(as_, name, items):
    item = of(items, 1)

    assert as_(name).post(edited(item), posting(items)).status_code == CHANGERS[name]


def test_section_changes_its_own_rows_and_no_other(as_, items):
    client = as_("neighbour")
    page = client.get(shown(items))

    assert page.context["changeable"] == {of(items, 5).pk, of(items, 6).pk}
    assert client.post(shown(items), posting(items, 5)).status_code == 302
    assert client.post(shown(items), posting(items, 1, 5)).status_code == 403


def test_all_found_rows_are_those_a_section_may_change(as_, items):
    assert "表示中の変更できるすべての行（2件）" in as_("neighbour").get(shown(items)).text
    sent = posting(items, scope="found", item=[], status="doing", done_on="", clear="on")

    as_("neighbour").post(shown(items), sent)

    assert [row[1] for row in facts(items)] == [
        "candidate",
        "doing",
        "done",
        "never",
        "doing",
        "doing",
    ]


def test_successor_changes_the_rows_of_the_section_before(as_, items, municipality):
    old = factories.department(municipality=municipality, name="広報課")
    old.successors.add(factories.department(municipality=municipality, name="市民課の次"))
    successor = factories.person(old.successors.get(), "clerk")
    row = factories.item(item_list=items, number=7, department=old, department_printed="広報課")
    client = as_("anonymous")
    client.force_login(successor, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(shown(items))

    assert page.context["changeable"] == {row.pk}
    assert "広報課（現：市民課の次）" in page.text


def test_list_of_a_category_is_changed_by_the_sections_of_its_rows(as_, plan, department):
    row = factories.item_list(category=factories.category(plan=plan), title="標準化対象事務")
    item = factories.item(item_list=row, department=department)

    assert as_("clerk").get(shown(row)).context["changeable"] == {item.pk}
    assert as_("neighbour").get(shown(row)).context["form"] is None
    assert as_("secretary").get(shown(row)).context["changeable"] == {item.pk}


def test_counts_leave_out_what_is_not_applicable(as_, items):
    page = as_("viewer").get(shown(items))

    assert page.context["sheet"].total.words == "完了 ２件／全 ５件（ほかに対象外 １件）"
    assert [(row.name, row.tally.words) for row in page.context["sheet"].sections] == [
        ("市民課", "完了 １件／全 ３件（ほかに対象外 １件）"),
        ("総務課", "完了 １件／全 ２件"),
    ]


def test_unknown_is_not_zero(as_, items):
    items.items.update(status="")

    assert as_("viewer").get(shown(items)).context["sheet"].total.words == (
        "全 ６件（状況は資料に記載なし）"
    )


def test_only_not_applicable_rows_are_no_total(items):
    items.items.update(status="never")

    assert item_counts.of_lists([items.pk])[items.pk].words == "対象外 ６件"


def test_lists_of_a_plan_stand_in_the_order_of_the_document(as_, items, plan, initiative):
    factories.item_list(category=initiative.category, title="分類の一覧")

    page = as_("viewer").get(reverse("initiatives:itemlist-list", args=[plan.slug]))

    assert [(row.item_list.title, row.tally.words) for row in page.context["rows"]] == [
        ("分類の一覧", "全 ０件（状況は資料に記載なし）"),
        ("オンライン化する手続", "完了 ２件／全 ５件（ほかに対象外 １件）"),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["住民票", "引越し", "印鑑登", "窓口ア", "公文書", "ｵﾝﾗ"]),
        ("?status=done", ["印鑑登", "ｵﾝﾗ"]),
        ("?status=unknown", []),
        ("?q=オンライン", ["ｵﾝﾗ"]),
        ("?q=手続　引越し", ["引越し"]),
        ("?q=総務課", ["公文書", "ｵﾝﾗ"]),
        ("?order=status&status=done", ["印鑑登", "ｵﾝﾗ"]),
        ("?order=done&status=done", ["ｵﾝﾗ", "印鑑登"]),
        ("?order=department&status=done", ["印鑑登", "ｵﾝﾗ"]),
        ("?status=nonsense", ["住民票", "引越し", "印鑑登", "窓口ア", "公文書", "ｵﾝﾗ"]),
    ],
)
def test_rows_are_found_by(as_, items, query, found):
    items.items.filter(number=6).update(done_on=DONE_ON, done_year=2026)

    assert [name[:3] for name in names(as_("viewer").get(shown(items, query)))] == found


def test_rows_are_found_by_section(as_, items, department):
    factories.item(item_list=items, name="担当課の記載だけ", department_printed="各課")

    client = as_("viewer")

    assert len(names(client.get(shown(items, f"?department={department.pk}")))) == 4
    assert names(client.get(shown(items, "?department=p:各課"))) == ["担当課の記載だけ"]


def test_bulk_change_writes_the_year_the_day_and_the_reason(as_, items, clerk):
    page = as_("clerk").post(shown(items), posting(items, 1, 2, note="電子申請"), follow=True)

    assert "２件を「完了」の内容で保存しました。" in page.text
    assert facts(items)[:2] == [
        (1, "done", 2026, DONE_ON, "電子申請"),
        (2, "done", 2026, DONE_ON, "電子申請"),
    ]
    record = of(items, 1).history.first()
    assert (record.history_user, record.history_change_reason, record.history_type) == (
        clerk,
        "個別項目の状況の変更：稼働による",
        "~",
    )


def test_year_of_a_day_in_winter_is_the_fiscal_year_before(as_, items):
    as_("clerk").post(shown(items), posting(items, 1, done_on="2026-03-31"))

    assert facts(items)[0][2:4] == (2025, date(2026, 3, 31))


def test_bulk_change_spares_the_time_of_what_is_done_already(as_, items):
    items.items.filter(number=3).update(done_year=2024, note="前から")

    as_("clerk").post(shown(items), posting(items, scope="found", item=[]))

    assert facts(items)[2] == (3, "done", 2024, None, "前から")
    assert facts(items)[5] == (6, "done", 2026, DONE_ON, "")


def test_same_again_writes_no_history(as_, items):
    client = as_("clerk")
    client.post(shown(items), posting(items, 1))
    before = InitiativeItem.history.count()

    page = client.post(shown(items), posting(items, 1), follow=True)

    assert "変わった行はありません。" in page.text
    assert InitiativeItem.history.count() == before


def test_done_is_taken_back_only_with_the_word_for_it(as_, items):
    items.items.filter(number=3).update(done_year=2026, done_on=DONE_ON)
    client, sent = as_("clerk"), posting(items, 3, status="doing", done_on="")

    page = client.post(shown(items), sent)

    assert page.context["form"].errors["clear"] == [
        "いま「完了」の行が1件あります。「完了」から戻してよければ、ここに印を付けてください。"
    ]
    assert 'name="clear"' in page.text
    assert facts(items)[2] == (3, "done", 2026, DONE_ON, "")
    assert client.post(shown(items), {**sent, "clear": "on"}).status_code == 302
    assert facts(items)[2] == (3, "doing", None, None, "")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"done_on": ""}, "done_on", "「完了」にするときは、完了日を入力してください。"),
        (
            {"done_on": "2026-10-15"},
            "done_on",
            "完了日は今日（令和８年10月14日）までの日付にしてください。",
        ),
        (
            {"done_on": "0001-01-01"},
            "done_on",
            "完了日の年を確かめてください。平成より前の日付です。",
        ),
        ({"status": "doing"}, "done_on", "完了日は、状況が「完了」のときだけ入力します。"),
        ({"status": ""}, "status", "状況を選んでください。"),
        ({"item": []}, "scope", "表の左端で、変更する行に印を付けてください。"),
        (
            {"item": ["abc"]},
            "item",
            "選んだ行を読み取れませんでした。一覧を開き直してください。",
        ),
        ({"item": ["999999"]}, "scope", "この中に、変更できる行はありません。"),
        ({"seen": ""}, "seen", "画面の内容を読み取れませんでした。一覧を開き直してください。"),
    ],
)
def test_bad_input_is_refused_beside_its_field(as_, items, changes, field, message):
    before = facts(items)

    page = as_("clerk").post(shown(items), posting(items, 1, **changes))

    assert page.status_code == 200
    assert page.context["form"].errors[field] == [message]
    assert facts(items) == before


def test_refused_page_keeps_the_ticks(as_, items):
    page = as_("clerk").post(shown(items), posting(items, 1, 3, done_on=""))

    assert page.context["ticked"] == {of(items, 1).pk, of(items, 3).pk}
    assert page.text.count('name="item"') == 6
    assert page.text.count(' checked aria-label="') == 2


def test_row_changed_meanwhile_stops_everything_and_shows_both_values(as_, items):
    sent = posting(items, 1, 2)
    as_("secretary").post(shown(items), posting(items, 2, status="never", done_on="", note="廃止"))
    before = facts(items)

    page = as_("clerk").post(shown(items), sent)

    assert page.status_code == 409
    assert [(row.seen, row.now, row.wanted, row.by) for row in page.context["rows"]] == [
        ("対応中", "対象外　備考：廃止", "完了（令和８年９月30日）　備考：廃止", "事務 局子")
    ]
    assert facts(items) == before


def test_seen_conflict_may_be_overruled(as_, items):
    sent = posting(items, 2)
    as_("secretary").post(shown(items), posting(items, 2, status="never", done_on=""))
    client = as_("clerk")
    page = client.post(shown(items), sent)

    again = {**sent, "seen": page.context["version"]}

    assert client.post(shown(items), again).status_code == 302
    assert facts(items)[1][1] == "done"


def test_row_somebody_else_changed_alike_is_no_conflict(as_, items):
    sent = posting(items, 1)
    as_("secretary").post(shown(items), posting(items, 1))

    assert as_("clerk").post(shown(items), sent).status_code == 302


def test_row_done_by_the_document_keeps_its_time(as_, items):
    item = of(items, 3)
    client = as_("clerk")
    sent = {
        "seen": item_actions.version_of(items),
        "status": "done",
        "done_on": "",
        "note": "窓口も",
    }

    assert "時期の記載なし" in client.get(edited(item)).text
    assert client.post(edited(item), sent).status_code == 302
    assert facts(items)[2] == (3, "done", None, None, "窓口も")


def test_row_shows_its_own_history(as_, items):
    client, item = as_("clerk"), of(items, 1)
    client.post(edited(item), posting(items, note="稼働"))

    entries = client.get(edited(item)).context["entries"]

    assert [entry.reason for entry in entries] == ["個別項目の状況の変更：稼働による", ""]
    assert [(each.label, each.before, each.after) for each in entries[0].differences] == [
        ("状況", "検討対象", "完了"),
        ("完了年度", "（空欄）", "2026"),
        ("完了日", "（空欄）", "2026-09-30"),
        ("備考", "（空欄）", "稼働"),
    ]


def test_deed_leaves_nothing_half_written(items, clerk):
    keys = [of(items, 1).pk, of(items, 3).pk]
    before = facts(items)

    with pytest.raises(ClearsCompletionError):
        item_actions.change_items(
            item_list=items, keys=keys, change=Change("doing"), seen=10**9, by=clerk
        )
    with pytest.raises(StaleItemsError):
        item_actions.change_items(
            item_list=items, keys=keys, change=Change("never", may_clear=True), seen=0, by=clerk
        )
    assert facts(items) == before


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_any_number_of_rows(
    as_, initiative, department, count, django_assert_num_queries
):
    row = factories.item_list(initiative=initiative)
    for _ in range(count):
        factories.item(item_list=row, department=department)
    client = as_("clerk")
    client.get(shown(row))

    with django_assert_num_queries(SHOW_QUERIES):
        client.get(shown(row))


def test_long_list_is_shown_by_pages_and_changed_as_a_whole(as_, items, department):
    InitiativeItem.objects.bulk_create(
        InitiativeItem(list=items, number=100 + n, name=f"手続{n}", department=department)
        for n in range(450)
    )
    client = as_("clerk")

    page = client.get(shown(items, "?page=2"))
    assert len(page.context["rows"]) == item_page.PAGE
    assert "この頁のすべての行（100件）" in page.text
    assert "表示中のすべての行（456件）" in page.text
    with CaptureQueriesContext(connection) as queries:
        client.post(shown(items), posting(items, scope="found", item=[]))
    assert len(queries) < 60
    assert item_counts.of_lists([items.pk])[items.pk].words == "完了 456件／全 456件"


def test_names_are_escaped(as_, items):
    factories.item(item_list=items, name="<b>太字</b>\"'", department_printed="<i>課</i>")

    page = as_("secretary").get(shown(items))

    assert "&lt;b&gt;太字&lt;/b&gt;&quot;&#x27;" in page.text
    assert "<b>太字" not in page.text
    assert "<i>課" not in page.text
    assert str(PLACE) not in page.text


def test_done_is_counted_on_a_day(items):
    for number, fields in {
        1: {"status": "done", "done_on": date(2026, 9, 30), "done_year": 2026},
        2: {"status": "done", "done_on": date(2026, 10, 1), "done_year": 2026},
        5: {"status": "done", "done_year": 2026},
        6: {"status": "done", "done_year": 2025},
    }.items():
        items.items.filter(number=number).update(**fields)

    # Number 3 is done without any time, number 4 is not applicable.
    assert item_counts.done_by([items.pk], date(2026, 9, 30)) == {items.pk: (3, 5)}
    assert item_counts.done_by([items.pk], date(2026, 10, 1)) == {items.pk: (4, 5)}
    assert item_counts.done_by([items.pk], date(2027, 3, 31)) == {items.pk: (5, 5)}
    assert item_counts.done_by([items.pk], TODAY) == {items.pk: (4, 5)}
