"""Bars side by side: lanes without overlaps, open ends, and columns that add up."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reports.spans import Piece, Placed, lanes, pieces, without_time
from reports.tree import Bar

LENGTH = 28


def bar(first, last, text="工程", *, row=1, certain=True, kind="carry_out"):
    return Bar(text, kind, "実施", first, last, certain, row, "detail")


def drawn(bars):
    return [
        [(b.text, b.first, b.last, b.is_guess, b.is_done) for b in lane]
        for lane in lanes(bars, LENGTH)
    ]


def test_lanes_keep_a_printed_row_together():
    assert drawn([bar(0, 11, "検討"), bar(12, 27, "実施")]) == [
        [("検討", 0, 11, False, False), ("実施", 12, 27, False, False)]
    ]


def test_lanes_part_rows_and_overlaps():
    assert drawn([bar(0, 11, "甲"), bar(8, 15, "乙"), bar(0, 3, "丙", row=2)]) == [
        [("甲", 0, 11, False, False)],
        [("乙", 8, 15, False, False)],
        [("丙", 0, 3, False, False)],
    ]


def test_lanes_let_an_open_end_reach_its_neighbour_and_say_so():
    assert drawn([bar(0, None, "甲"), bar(12, None, "乙")]) == [
        [("甲", 0, 11, True, False), ("乙", 12, 27, True, False)]
    ]
    assert drawn([bar(0, 7, "甲"), bar(None, 15, "乙")]) == [
        [("甲", 0, 7, False, False), ("乙", 8, 15, True, False)]
    ]


def test_lanes_mark_an_uncertain_span():
    assert drawn([bar(0, 3, certain=False)]) == [[("工程", 0, 3, True, False)]]


def test_lanes_write_a_completion_into_the_bar_it_ends():
    assert drawn([bar(0, 15, "導入"), bar(12, 15, "完了", kind="done")]) == [
        [("導入　完了", 0, 15, False, True)]
    ]
    assert drawn([bar(12, 15, "完了", kind="done")]) == [[("完了", 12, 15, False, True)]]


def test_lanes_cut_at_the_edges_and_leave_out_what_lies_outside():
    assert drawn([bar(-4, 3, "甲"), bar(20, 40, "乙"), bar(40, 44, "丙")]) == [
        [("甲", 0, 3, False, False), ("乙", 20, 27, False, False)]
    ]


def test_without_time_lists_bars_the_document_gives_no_time():
    bars = [bar(None, None, "いつか"), bar(0, 3, "甲")]

    assert without_time(bars) == ["いつか"]
    assert drawn(bars) == [[("甲", 0, 3, False, False)]]


def test_pieces_break_gaps_at_the_years():
    placed = Placed("工程", 18, 21, is_guess=False, is_done=False)

    assert pieces([placed], 16, 28, 4) == [
        Piece(16, 2, None),
        Piece(18, 4, placed),
        Piece(22, 2, None),
        Piece(24, 4, None),
    ]


def test_pieces_show_the_part_inside():
    placed = Placed("工程", 10, 18, is_guess=False, is_done=False)

    assert pieces([placed], 16, 24, 4) == [
        Piece(16, 3, placed),
        Piece(19, 1, None),
        Piece(20, 4, None),
    ]


@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(-4, 32), st.none() | st.integers(-4, 32), st.integers(1, 2)
        ),
        max_size=6,
    )
)
def test_lanes_never_overlap_and_columns_add_up(spans):
    bars = [
        bar(first, last, row=row)
        for first, last, row in spans
        if first is None or last is None or first <= last
    ]

    for lane in lanes(bars, LENGTH):
        assert all(a.last < b.first for a, b in pairwise(lane))
        assert sum(piece.width for piece in pieces(lane, 0, LENGTH, 4)) == LENGTH
        assert sum(piece.width for piece in pieces(lane, 16, LENGTH, 4)) == LENGTH - 16
