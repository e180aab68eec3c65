"""⑦: shares of the whole, and numbers that cannot belong to it."""

from decimal import Decimal

import pytest

from meetings import comparison
from meetings.comparison import Count

MIYAGI = (3, 4, 6, 15, 7)


def counts(*numbers):
    return [Count(f"区分{at}", number, "自治体", "") for at, number in enumerate(numbers)]


def test_shares_are_of_the_whole():
    assert [row.share for row in comparison.rows(counts(*MIYAGI), 35)] == [
        Decimal(text) for text in ("8.6", "11.4", "17.1", "42.9", "20.0")
    ]


def test_what_is_not_known_has_no_share():
    assert [row.share for row in comparison.rows(counts(3, None), 35)] == [Decimal("8.6"), None]
    assert [row.share for row in comparison.rows(counts(3), None)] == [None]


@pytest.mark.parametrize(
    ("numbers", "total", "objection"),
    [
        (MIYAGI, 35, ""),
        (MIYAGI, 34, "区分の数の合計（35）が、全数（34）を超えています。"),
        (MIYAGI, 36, "区分の数の合計（35）が、全数（36）と合いません。"),
        ((3, None), 35, ""),
        ((36, None), 35, "区分の数の合計（36）が、全数（35）を超えています。"),
        ((), 35, ""),
        (MIYAGI, None, ""),
    ],
)
def test_numbers_must_be_able_to_be_the_whole(numbers, total, objection):
    assert comparison.objection(numbers, total) == objection


@pytest.mark.parametrize(
    ("numbers", "total", "agrees"),
    [(MIYAGI, 35, True), ((3, None), 3, False), (MIYAGI, None, False)],
)
def test_numbers_agree_when_all_are_known(numbers, total, agrees):
    assert comparison.agrees(numbers, total) is agrees
