"""Word-by-word differences of Japanese texts."""

from hypothesis import given
from hypothesis import strategies as st

from progress.difference import Difference, Piece, compare, words


def marked(pieces) -> str:
    return "".join(f"[{p.text}]" if p.changed else p.text for p in pieces)


def test_compare_marks_the_changed_phrase():
    found = compare(
        "国の改定を踏まえた改正案を庁内に照会した。", "国の改定を踏まえた改正を７月１日に施行した。"
    )

    assert marked(found.before) == "国の改定を踏まえた[改正案を庁内に照会]した。"
    assert marked(found.after) == "国の改定を踏まえた[改正を７月１日に施行]した。"


def test_compare_marks_a_number_alone():
    found = compare("電子化を４施設で開始した。", "電子化を９施設で開始した。延長保育を移行した。")

    assert marked(found.before) == "電子化を[４]施設で開始した。"
    assert marked(found.after) == "電子化を[９]施設で開始した。[延長保育を移行した。]"


def test_compare_keeps_a_decimal_number_whole():
    assert marked(compare("79.2％", "79.4％").after) == "[79.4]％"


def test_compare_of_equal_and_empty_texts():
    assert compare("同じ", "同じ") == Difference((Piece("同じ", False),), (Piece("同じ", False),))
    assert compare("", "新しい") == Difference((), (Piece("新しい", True),))
    assert compare("", "") == Difference((), ())


texts = st.text(alphabet="漢字かなカナｶﾅab12１２、。\n ", max_size=60)


@given(texts)
def test_words_join_to_the_text(text):
    assert "".join(words(text)) == text


@given(texts, texts)
def test_pieces_join_to_the_texts(before, after):
    found = compare(before, after)

    assert "".join(piece.text for piece in found.before) == before
    assert "".join(piece.text for piece in found.after) == after
