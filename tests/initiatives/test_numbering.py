"""The number of an initiative as its document prints it."""

import pytest

from initiatives.numbering import printed_number


@pytest.mark.parametrize(
    ("label", "number", "printed"),
    [("A-④", 1, "A-④-1"), ("(1)", 2, "(1)-2"), ("２", 1, "2-1"), ("", 3, "-3"), ("②", 1, "②-1")],
)
def test_printed_number_stands_behind_the_label(label, number, printed):
    assert printed_number(label, number) == printed
