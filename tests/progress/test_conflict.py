"""Two inputs side by side, and what a choice makes of them."""

from hypothesis import given
from hypothesis import strategies as st

from progress import conflict
from progress.conflict import Question, merge, rows, same

QUESTIONS = [Question("a", "問１"), Question("b", "問２", lambda text: f"「{text}」")]
texts = st.dictionaries(st.sampled_from("abcd"), st.text(max_size=8), min_size=4)


def test_only_what_differs_is_asked():
    found = rows(QUESTIONS, {"a": "甲", "b": "同"}, {"a": "乙", "b": "同"}, {})

    assert [(row.name, row.label) for row in found] == [("a", "問１")]


def test_agreement_is_told_in_words_without_empty_answers():
    found = same(QUESTIONS, {"a": "", "b": "同"}, {"a": "", "b": "同"})

    assert [(row.label, row.words) for row in found] == [("問２", "「同」")]


def test_theirs_is_proposed_where_mine_is_what_i_had_read():
    [row] = rows(QUESTIONS, {"a": "元", "b": ""}, {"a": "新", "b": ""}, {"a": "元"})

    assert (row.mine.is_kept, row.theirs.is_kept) == (False, True)


def test_mine_is_proposed_where_nobody_knows():
    [row] = rows(QUESTIONS, {"a": "私", "b": ""}, {"a": "彼", "b": ""}, {})

    assert (row.mine.is_kept, row.theirs.is_kept) == (True, False)


@given(texts, texts)
def test_all_mine_is_mine_and_all_theirs_is_theirs(mine, theirs):
    theirs = {**dict.fromkeys(mine, ""), **theirs}

    assert merge(mine, theirs, {}) == mine
    assert merge(mine, theirs, dict.fromkeys(mine, conflict.THEIRS)) == {
        name: theirs[name] for name in mine
    }


@given(texts, st.text(max_size=30), st.text(max_size=30))
def test_both_texts_are_shown_whole(_, left, right):
    if left == right:
        return
    [row] = rows([Question("a", "問")], {"a": left}, {"a": right}, {})

    assert "".join(piece.text for piece in row.mine.pieces) == left
    assert "".join(piece.text for piece in row.theirs.pieces) == right
