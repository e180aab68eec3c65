import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.bars import NARROW, WIDE, category_bars, head_bar
from reports.mark import Mark
from reports.templatetags.bars import bar_chart, table_rows
from reports.tree import CategoryRow, Count

TONES = ("done", "ahead", "ontrack", "slip", "late", "na", "none")
MOCK = (2, 1, 12, 3, 1, 1, 3)


def counts(numbers) -> tuple[Count, ...]:
    return tuple(
        Count(Mark(tone, tone), number, None) for tone, number in zip(TONES, numbers, strict=True)
    )


def row(numbers, **fields) -> CategoryRow:
    values = {
        "code": "A-1",
        "label": "A-①",
        "title": "デジタル技術・データの活用",
        "level": 2,
        "finished": 0,
        **fields,
    }
    return CategoryRow(counts=counts(numbers), total=sum(numbers), **values)


def test_head_bar_shares_the_width_by_number():
    bar = head_bar(counts(MOCK), 1280, 40)

    assert [round(piece.width, 1) for piece in bar.pieces] == [
        109.3,
        53.7,
        665.8,
        165.0,
        53.7,
        53.7,
        165.0,
    ]
    assert bar.label.startswith("23の取組事項の評価：done 2、ahead 1")
    assert all(piece.has_number for piece in bar.pieces)


@given(st.lists(st.integers(0, 2000), min_size=7, max_size=7).filter(any))
def test_head_bar_shows_every_mark_and_stays_inside(numbers):
    pieces = head_bar(counts(numbers), 1280, 40).pieces

    assert [piece.number for piece in pieces] == [number for number in numbers if number]
    assert all(piece.width > 0 for piece in pieces)
    assert pieces[-1].x + pieces[-1].width <= 1280
    assert all(left.x + left.width < right.x for left, right in itertools.pairwise(pieces))


def test_head_bar_of_nothing_is_empty():
    assert head_bar(counts([0] * 7), 1280, 40).pieces == ()


def test_narrow_pieces_drop_the_number_first_and_then_the_shape():
    pieces = head_bar(counts((1, 20, 400, 0, 0, 0, 0)), 358, 36).pieces

    assert [(piece.has_icon, piece.has_number) for piece in pieces] == [
        (False, False),
        (True, False),
        (True, True),
    ]


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_category_bars_leave_room_for_the_total(layout):
    drawing = category_bars([row((0, 0, 300, 20, 0, 0, 1))], layout, "")

    assert max(piece.x + piece.width for piece in drawing.pieces) <= layout.width - 40
    assert drawing.labels[-1].text == "321"


def test_category_bars_say_why_there_is_none():
    nothing = [0] * 7
    drawing = category_bars([row(nothing, finished=2), row(nothing)], WIDE, "令和６年度までに完了")

    assert [label.text for label in drawing.labels if label.x == WIDE.bar_x] == [
        "令和６年度までに完了（２件）",
        "取組事項なし",
    ]


def test_category_bars_draw_the_leaves_and_part_the_branches():
    rows = [
        row(MOCK, label="A", has_children=True),
        row(MOCK),
        row(MOCK, label="B", has_children=True),
        row(MOCK, label="B-①"),
    ]
    drawing = category_bars(rows, WIDE, "")

    assert [label.text for label in drawing.labels if label.x == 0] == ["A-①", "B-①"]
    assert drawing.height == 2 * 34 + 14


def test_category_name_too_long_for_the_drawing_is_shortened():
    name = "効率的・効果的な行財政運営実現のためのデジタル技術やデータの活用"
    labels = category_bars([row(MOCK, title=name)], WIDE, "").labels

    assert labels[1].text == name[:19] + "…"
    assert category_bars([row(MOCK, title=name, short_title="技術の活用")], WIDE, "").labels[
        1
    ].text == ("技術の活用")


def test_drawing_escapes_what_people_typed():
    svg = bar_chart(category_bars([row(MOCK, title="<b>&")], WIDE, ""))

    assert "&lt;b&gt;&amp;" in svg
    assert "<b>" not in svg
    assert "style=" not in svg


def test_table_rows_escape_what_people_typed():
    assert table_rows([("<i>", "1", "２")]) == (
        '<tr><th scope="row">&lt;i&gt;</th><td class="r">1</td><td class="r">２</td></tr>'
    )
