"""Searching does not depend on width, kana or spaces."""

import pytest

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
