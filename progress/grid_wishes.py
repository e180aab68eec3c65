"""What is wished of each row when 一括入力 is sent. Pure: no database, no request, no clock."""

from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """A button of the page; with a row's number behind it, only that row is meant."""

    SAVE = "save"
    SUBMIT = "submit"
    SAME = "same"
    WITHDRAW = "withdraw"
    MINE = "mine"
    THEIRS = "theirs"


# These are said of one row; said of none they mean nothing more than saving.
OF_ONE_ROW = frozenset({Verb.WITHDRAW, Verb.MINE, Verb.THEIRS})


@dataclass(frozen=True)
class Wish:
    """The button that was pressed, and the row it stands in; None: it stands below all rows."""

    verb: Verb = Verb.SAVE
    row: int | None = None

    @classmethod
    def read(cls, value: str) -> "Wish":
        """Read the value of a button: submit, same:12. What no button says saves."""
        word, _, number = value.partition(":")
        row = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None  # noqa: PLR2004 - what a row's key can have
        verb = Verb(word) if word in set(Verb) else Verb.SAVE
        return cls(Verb.SAVE if row is None and verb in OF_ONE_ROW else verb, row)


@dataclass(frozen=True)
class Sent:
    """How a row comes back from the browser.

    ``is_typed``: somebody changed it on the page. ``is_current``: it was read as it stands now. ``is_begun``: what
    stands is somebody's own work, a draft or a returned report changed since. ``is_untold``: nobody has begun it.
    """

    is_typed: bool
    is_current: bool = True
    is_begun: bool = False
    is_untold: bool = False


def wished(wish: Wish, row: int, sent: Sent) -> Verb | None:
    """Return what to do with a row; None leaves it alone.

    Whatever was typed is at least saved. 提出 of all takes what was typed or begun, but nothing that somebody else
    changed unseen; 前期から変化なし of all takes what nobody has begun.
    """
    if wish.row == row:
        return wish.verb
    if wish.row is None and wish.verb is Verb.SUBMIT and _may_go(sent):
        return Verb.SUBMIT
    if wish.row is None and wish.verb is Verb.SAME and sent.is_untold and not sent.is_typed:
        return Verb.SAME
    return Verb.SAVE if sent.is_typed else None


def _may_go(sent: Sent) -> bool:
    return sent.is_typed or (sent.is_begun and sent.is_current)
