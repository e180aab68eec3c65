"""Where a text uses a word of the glossary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.glossary import Entry, Glossary

NUMBERED = Glossary.of([Entry(1, 1, "ICT", (), "…"), Entry(2, 10, "５Ｇ", (), "…")])
PLAIN = Glossary.of(
    [
        Entry(1, None, "ＤＸ推進計画", (), "…"),
        Entry(2, None, "BPR（Business Process Re-engineering）の視点", (), "…"),
        Entry(3, None, "データ", ("AI",), "…"),
    ]
)


def marks(glossary: Glossary, text: str) -> list[tuple[str, int]]:
    return [(piece.text, piece.entry.pk) for piece in glossary.pieces(text) if piece.entry]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("近年の ICT 注 1の著しい進歩", [("注 1", 1)]),
        ("５G 注 10技術と（注１）と注１", [("注 10", 2), ("（注１）", 1), ("注１", 1)]),
        ("注 99は用語にない。受注1件、注意１", []),
        ("ICT", []),
    ],
)
def test_numbered_notes_are_marked_by_their_number(text, expected):
    assert marks(NUMBERED, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自治体DX推進計画と本市のＤＸ推進計画", [("ＤＸ推進計画", 1)]),
        ("ＢＰＲとbpr", [("ＢＰＲ", 2)]),
        ("オープンデータとデータ、ビッグデータ", [("データ", 3)]),
        ("RAINとＡＩ", [("ＡＩ", 3)]),
        ("ABPRはない", []),
    ],
)
def test_words_are_marked_once_in_either_width_and_never_inside_another(text, expected):
    assert marks(PLAIN, text) == expected


def test_nothing_is_marked_without_a_glossary():
    assert [tuple(piece) for piece in Glossary.of([]).pieces("注１")] == [("注１", None)]


def test_same_words_are_prepared_once():
    assert Glossary.of(PLAIN.entries) is PLAIN


@pytest.mark.parametrize("glossary", [NUMBERED, PLAIN])
@given(st.text(alphabet="注受1１０ 10(（)）ＤX推進計画データＡＩＢPR<&", max_size=40))
def test_pieces_are_the_whole_text(glossary, text):
    assert "".join(piece.text for piece in glossary.pieces(text)) == text
