"""progress.grid_wishes: what is wished of each row, as a table."""

import pytest

from progress.grid_wishes import Sent, Verb, Wish, wished

TYPED = Sent(is_typed=True)
UNTOLD = Sent(is_typed=False, is_untold=True)
BEGUN = Sent(is_typed=False, is_begun=True)
BEGUN_UNSEEN = Sent(is_typed=False, is_begun=True, is_current=False)
TYPED_UNTOLD = Sent(is_typed=True, is_untold=True)
LEFT = Sent(is_typed=False)


@pytest.mark.parametrize(
    ("value", "wish"),
    [
        ("submit", Wish(Verb.SUBMIT)),
        ("same:12", Wish(Verb.SAME, 12)),
        ("mine:3", Wish(Verb.MINE, 3)),
        ("", Wish()),
        ("abc:5", Wish(Verb.SAVE, 5)),
        ("withdraw", Wish()),
        ("withdraw:１２", Wish()),
        ("submit:²", Wish(Verb.SUBMIT)),
        ("submit:" + "9" * 4400, Wish(Verb.SUBMIT)),
    ],
)
def test_button_is_read(value, wish):
    assert Wish.read(value) == wish


@pytest.mark.parametrize(
    ("sent", "save", "submit", "same"),
    [
        (TYPED, Verb.SAVE, Verb.SUBMIT, Verb.SAVE),
        (UNTOLD, None, None, Verb.SAME),
        (TYPED_UNTOLD, Verb.SAVE, Verb.SUBMIT, Verb.SAVE),
        (BEGUN, None, Verb.SUBMIT, None),
        (BEGUN_UNSEEN, None, None, None),
        (LEFT, None, None, None),
    ],
)
def test_button_below_all_rows(sent, save, submit, same):
    found = [wished(Wish(verb), 1, sent) for verb in (Verb.SAVE, Verb.SUBMIT, Verb.SAME)]

    assert found == [save, submit, same]


@pytest.mark.parametrize("verb", Verb)
def test_button_of_a_row_means_that_row_and_saves_what_was_typed_elsewhere(verb):
    wish = Wish(verb, 1)

    assert wished(wish, 1, LEFT) is verb
    assert [wished(wish, 2, sent) for sent in (TYPED, BEGUN, UNTOLD)] == [Verb.SAVE, None, None]
