"""What changed between two texts, word by word. Pure: no database, no request, no clock.

Japanese writes no spaces, so a word is a run of one kind of letter: kanji, kana, katakana, latin or
digits. Short equal words between two changes are taken into the change: a person reads a changed phrase
faster than five changed syllables.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(
    r"[一-鿿々〆]+|[ぁ-ゟ]+|[ァ-ヿ]+|[ｦ-ﾟ]+|[0-9０-９]+(?:[.,．，][0-9０-９]+)*|[A-Za-zＡ-Ｚａ-ｚ]+|\s+|.",
    re.DOTALL,
)
# An equal stretch of so few letters between two changes is drawn as changed too.
BRIDGE = 2

Run = tuple[bool, int, int, int, int]


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is the same on both sides, or not."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Difference:
    """The text before and the text after, cut into pieces."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def words(text: str) -> list[str]:
    """Cut a text into words; joined together they are the text again."""
    return _WORD.findall(text)


def compare(before: str, after: str) -> Difference:
    """Return both texts with their changed stretches marked."""
    if not before or not after or before == after:
        same = before == after
        return Difference(_whole(before, changed=not same), _whole(after, changed=not same))
    left, right = words(before), words(after)
    runs = _bridge(left, _runs(left, right))
    return Difference(
        _pieces([("".join(left[a:b]), not equal) for equal, a, b, _, _ in runs]),
        _pieces([("".join(right[c:d]), not equal) for equal, _, _, c, d in runs]),
    )


def _whole(text: str, *, changed: bool) -> tuple[Piece, ...]:
    return (Piece(text, changed),) if text else ()


def _runs(left: list[str], right: list[str]) -> list[Run]:
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [(tag == "equal", a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes()]


def _bridge(left: list[str], runs: list[Run]) -> list[Run]:
    last = len(runs) - 1
    return [
        (equal and not (0 < place < last and len("".join(left[a:b])) <= BRIDGE), a, b, c, d)
        for place, (equal, a, b, c, d) in enumerate(runs)
    ]


def _pieces(parts: list[tuple[str, bool]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for text, changed in parts:
        if not text:
            continue
        if pieces and pieces[-1].changed == changed:
            pieces[-1] = Piece(pieces[-1].text + text, changed)
        else:
            pieces.append(Piece(text, changed))
    return tuple(pieces)
