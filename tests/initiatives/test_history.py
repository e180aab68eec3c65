"""Who changed what, when and why."""

import pytest

from initiatives import actions, history
from initiatives.models import InitiativeItem, ItemList
from tests import factories
from tests.initiatives.test_actions import FIRST


def change(row, by, reason, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row._history_user, row._change_reason = by, reason
    row.save()


def told(entries):
    return [(entry.thing, entry.name, entry.deed, entry.by, entry.reason) for entry in entries]


def test_of_tells_before_and_after_in_words(initiative, department, secretary):
    change(
        initiative,
        secretary,
        "改訂",
        title="新しい題名",
        departments_printed="no",
        completed_year=2025,
        aliases=["別の題名", "もう一つ"],
    )

    entry = history.of(initiative)[0]

    assert (entry.by, entry.deed, entry.reason) == ("事務 局子", "変更", "改訂")
    assert [(d.label, d.before, d.after) for d in entry.differences] == [
        ("取組事項名", history._name(initiative.history.last(), {}), "新しい題名"),
        ("別名", "（空欄）", "別の題名、もう一つ"),
        ("計画策定前の完了年度", "（空欄）", "2025"),
        ("担当課の記載", "記載あり", "資料に記載なし"),
    ]


def test_of_covers_what_hangs_on_the_initiative(plan, department, secretary):
    row = factories.initiative(plan=plan)
    bar = factories.bar(initiative=row, text="検討")
    factories.milestone(initiative=row, text="導入")
    listed = ItemList.objects.create(initiative=row, order=1, title="手続の一覧")
    item = InitiativeItem.objects.create(list=listed, number=1, name="届出")
    actions.assign_reporter(initiative=row, department=department, valid_from=FIRST, by=secretary)
    change(bar, secretary, "図の読み直し", certain=False, end_year=2026)
    change(item, secretary, "", status="done")
    item.delete()

    entries = history.of(row)

    assert {entry.thing for entry in entries} == {
        "取組事項",
        "工程",
        "目標事項",
        "担当",
        "個別項目",
    }
    assert (
        "担当",
        "市民課（主担当・事務局の割当て）",
        "追加",
        "事務 局子",
        "報告する課の割当て",
    ) in told(entries)
    assert ("工程", "検討（取組事項の工程表）", "変更", "事務 局子", "図の読み直し") in told(
        entries
    )
    changed = next(entry for entry in entries if entry.reason == "図の読み直し")
    assert [(d.label, d.before, d.after) for d in changed.differences] == [
        ("終わりの年度", "2027", "2026"),
        ("確か", "はい", "いいえ"),
    ]
    assert ("個別項目", "届出", "削除", "事務 局子", "") in told(entries)


def test_of_names_departments_and_categories(plan, initiative, department, office, secretary):
    duty = initiative.responsibilities.get()
    change(duty, secretary, "誤り", department=office)
    change(
        initiative,
        secretary,
        "移した",
        category=factories.category(plan=plan, code="B-1", label="B-①", title="行財政"),
    )

    by_reason = {
        entry.reason: entry.differences[0] for entry in history.of(initiative) if entry.differences
    }

    assert (by_reason["誤り"].before, by_reason["誤り"].after) == ("市民課", "ＤＸ推進課")
    assert by_reason["移した"].after == "B-① 行財政"


def test_of_leaves_out_saves_that_changed_nothing(initiative, secretary):
    before = len(history.of(initiative))

    change(initiative, secretary, "")

    assert len(history.of(initiative)) == before


@pytest.mark.parametrize("count", [1, 3])
def test_of_asks_the_same_number_of_queries(
    plan, department, secretary, count, django_assert_num_queries
):
    row = factories.initiative(plan=plan, lead=department)
    for number in range(count):
        bar = factories.bar(initiative=row)
        change(bar, secretary, "", text=f"工程{number}")
    row = type(row).objects.select_related("plan", "category").get(pk=row.pk)

    with django_assert_num_queries(8):
        history.of(row)
