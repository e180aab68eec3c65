"""Merging and comparing documents, whatever they say: nothing is lost, nothing is hidden."""

from copy import deepcopy

from hypothesis import HealthCheck, given, settings

from exchange.revision import comparison
from exchange.revision.merging import MINE, THEIRS, Merge
from tests.exchange import documents

FEW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@FEW
@given(documents.documents())
def test_a_document_does_not_differ_from_itself(one):
    assert comparison.rows(one, deepcopy(one)) == []


@FEW
@given(documents.documents(), documents.documents())
def test_no_difference_is_hidden(one, other):
    assert (comparison.rows(one, other) == []) == (one == other)


@FEW
@given(documents.revisions())
def test_no_small_difference_is_hidden(pair):
    one, other = pair

    assert (comparison.rows(one, other) == []) == (one == other)


@FEW
@given(documents.revisions())
def test_a_small_change_of_one_side_is_carried_whole(pair):
    base, changed = pair

    assert Merge().document(base, changed, base) == changed
    assert Merge().document(base, base, changed) == changed


@FEW
@given(documents.documents(), documents.documents())
def test_a_change_of_one_side_is_carried_whole(base, changed):
    merge = Merge()

    assert merge.document(base, changed, base) == changed
    assert merge.document(base, base, changed) == changed
    assert merge.conflicts == []


@FEW
@given(documents.documents(), documents.documents(), documents.documents())
def test_what_both_have_changed_is_chosen_place_by_place(base, mine, theirs):
    merge = Merge()
    kept = merge.document(base, mine, theirs)
    again = Merge(dict.fromkeys((c.key for c in merge.conflicts), MINE))
    other = Merge(dict.fromkeys((c.key for c in merge.conflicts), THEIRS))

    assert again.document(base, mine, theirs) == kept
    assert again.open == []
    other.document(base, mine, theirs)
    assert other.open == []
    assert len({c.key for c in merge.conflicts}) == len(merge.conflicts)


def change(document, code, **values):
    changed = deepcopy(document)
    next(row for row in changed["initiatives"] if row["code"] == code).update(values)
    return changed


def test_changes_of_different_places_are_both_kept():
    base = documents.small()
    mine = change(base, "A-1-1", title="わたしの題名")
    theirs = change(base, "A-1-1", direction="ほかの方向性")
    merge = Merge()

    merged = merge.document(base, mine, theirs)

    assert merged == change(
        change(base, "A-1-1", title="わたしの題名"), "A-1-1", direction="ほかの方向性"
    )
    assert merge.conflicts == []


def test_two_titles_for_one_initiative_are_a_conflict():
    base = documents.small()
    merge = Merge()
    sides = change(base, "A-1-1", title="わたしの題名"), change(base, "A-1-1", title="ほかの題名")

    assert merge.document(base, *sides) == sides[0]
    assert [(c.key, c.mine, c.theirs) for c in merge.open] == [
        ("initiatives/A-1-1/title", "わたしの題名", "ほかの題名")
    ]
    assert Merge({"initiatives/A-1-1/title": THEIRS}).document(base, *sides) == sides[1]


def test_an_entry_taken_out_by_one_and_changed_by_the_other_is_a_conflict():
    base = documents.small()
    mine = {**base, "initiatives": [r for r in base["initiatives"] if r["code"] != "A-1-2"]}
    theirs = change(base, "A-1-2", title="ほかの題名")
    merge = Merge()

    assert merge.document(base, mine, theirs) == mine
    assert [c.key for c in merge.open] == ["initiatives/A-1-2"]


def test_rows_are_named_by_where_they_stand_in_the_plan():
    base = documents.small()
    draft = change(base, "A-1-1", title="新しい題名", valid_to="2026-10-31")
    draft["plan"]["last_year"] = 2029

    assert [
        (row.spot.chapter, row.spot.heading, row.spot.place, row.before, row.after)
        for row in comparison.rows(base, draft)
    ] == [
        ("計画", "", "終了年度", "令和10年度", "令和11年度"),
        ("取組事項", "A-1-1 新しい題名", "取組事項名", "オンライン申請の拡充", "新しい題名"),
        ("取組事項", "A-1-1 新しい題名", "廃止", "", "令和８年10月31日限りで廃止"),
    ]


def test_a_reworded_bar_stands_beside_its_old_words():
    base = documents.small()
    bars = deepcopy(base["initiatives"][0]["bars"])
    bars[0]["text"] = f"{bars[0]['text']}（拡充）"
    fresh = {"text": "まったく別の新しい工程", "kind": "study"}

    rows = comparison.rows(base, change(base, "A-1-1", bars=[fresh, *bars]))

    assert [(row.note_before, row.after.split("（")[0]) for row in rows] == [
        ("（新設）", "まったく別の新しい工程"),
        ("", base["initiatives"][0]["bars"][0]["text"].split("（")[0]),
    ]


def test_only_the_changed_words_are_marked():
    base = documents.small()
    row = comparison.rows(base, change(base, "A-1-1", title="オンライン申請の縮小"))[0]

    assert [(piece.text, piece.changed) for piece in row.new] == [
        ("オンライン申請の", False),
        ("縮小", True),
    ]


def test_the_table_speaks_of_initiatives_in_the_word_of_the_plan():
    old = {
        "plan": {"initiative_word": "実施事項", "direction_word": "方向性"},
        "initiatives": [{"code": "1-1", "title": "窓口の改革", "direction": "検討する"}],
    }
    new = {**old, "initiatives": [{**old["initiatives"][0], "direction": "実施する"}]}

    (row,) = comparison.rows(old, new)

    assert (row.spot.chapter, row.spot.place) == ("実施事項", "方向性")
