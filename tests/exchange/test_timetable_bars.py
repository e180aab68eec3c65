"""Bars of the 工程表 in Excel: what has no time is told in words, never drawn over the years."""

from types import SimpleNamespace

from exchange.workbook.timetable_bars import Box, lanes
from reports.tree import Bar


def bar(text, kind, first, last, row=1):
    return Bar(text=text, kind=kind, kind_label=kind, first=first, last=last, certain=True, row=row)


def drawn(*bars):
    return lanes(SimpleNamespace(bars=bars, finished_year=None), range(2021, 2029))


def test_bars_without_a_time_are_told_below_the_others():
    found = drawn(
        bar("仕様開示\n（国）", "prepare", None, None),
        bar("仕様化対応済", "done", None, None),
        bar("職員研修", "carry_out", 0, 3, row=2),
    )

    told = "時期の記載なし：【準】仕様開示　（国）　【完】仕様化対応済"
    assert found == [
        [Box(0, 3, "【実】職員研修", "carry_out")],
        [Box(0, 31, told, "undated")],
    ]


def test_an_end_that_is_open_still_reaches_the_edge():
    assert drawn(bar("運用", "carry_out", 4, None)) == [[Box(4, 31, "【実】運用", "carry_out")]]
