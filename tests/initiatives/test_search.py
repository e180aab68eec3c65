"""Searching does not depend on width, kana or spaces."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives import search
from initiatives.search import fold, matches, words_of


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＳＮＳ", "sns"),
        ("ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ", "まいなんばーかーど"),
        ("マイナンバー カード", "まいなんばーかーど"),
        ("A-①-1", "a-1-1"),
        ("ヴ　ヶ", "ゔゖ"),
    ],
)
def test_fold_forgets_width_kana_case_and_spaces(typed, folded):
    assert fold(typed) == folded


def test_words_of_splits_at_full_width_spaces():
    assert words_of("窓口　ＤＸ") == ["窓口", "dx"]


def test_matches_wants_every_word_somewhere():
    texts = ["窓口ＤＸの導入", "A-2-4"]

    assert matches(["窓口", "dx"], texts)
    assert matches(["a-2-4"], texts)
    assert matches([], texts)
    assert not matches(["窓口", "ai"], texts)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("クラウドサービス注３利用の推進", "サービス利用"),
        ("IT（注 １）化", "IT化"),
        ("ＡＩ(注 5)・ロボティクス", "ai・ろぼてぃくす"),
        ("クラウドサービス利用", "クラウドサービス注 3利用"),
    ],
)
def test_marks_of_notes_make_no_difference(text, query):
    assert search.matches(search.words_of(query), [text])


def test_orders_received_are_no_note():
    assert search.fold("受注3件") == "受注3件"


@pytest.mark.parametrize(
    ("query", "number"),
    [("注 10", 10), ("（注１）", 1), (" 注３ ", 3), ("注3の説明", None), ("", None)],
)
def test_note_of_a_query_that_asks_for_nothing_else(query, number):
    assert search.note_of(query) == number


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("クラウドサービス注３利用", "サービス利用", ["サービス注３利用"]),
        ("ｶﾞｲﾄﾞとガイド", "ガイド", ["ｶﾞｲﾄﾞ", "ガイド"]),
        ("データの データ", "データの", ["データの"]),
        ("ＡＢＣ", "ab bc", ["ＡＢＣ"]),
        ("何もない", "ある", []),
    ],
)
def test_places_are_those_of_the_printed_text(text, query, found):
    spans = search.places(text, search.words_of(query))

    assert [text[start:end] for start, end in spans] == found


@given(st.text(max_size=30), st.text(min_size=1, max_size=4))
def test_places_never_overlap(text, query):
    spans = search.places(text, search.words_of(query))

    assert all(start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
