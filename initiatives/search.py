"""Finding 取組事項 by words, whatever width or kana the words are typed in. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

# カタカナ and ひらがな stand in the same order, this many code points apart.
_KATAKANA = range(ord("ァ"), ord("ヶ") + 1)
_TO_HIRAGANA = {code: code - 0x60 for code in _KATAKANA}
# The mark of a note in running text: 注１, 注 10, (注 3). 受注３件 is none.
NOTE = re.compile(r"[(（]\s*注\s*(\d{1,3})\s*[)）]|(?<![受発外])注\s*(\d{1,3})")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return a text without the differences that do not matter: ＳＮＳ = sns, ﾏｲﾅﾝﾊﾞｰ = まいなんばー, ① = 1.

    Marks of notes are left out: クラウド注３利用 is found as クラウド利用. Remembered, because the same plans are
    searched again and again.
    """
    plain = NOTE.sub("", unicodedata.normalize("NFKC", text))
    return "".join(plain.casefold().translate(_TO_HIRAGANA).split())


def words_of(query: str) -> list[str]:
    """Return the folded words of a query; full-width spaces separate too, and the mark of a note is no word."""
    plain = NOTE.sub("", unicodedata.normalize("NFKC", query))
    return [fold(word) for word in plain.split()]


def note_of(query: str) -> int | None:
    """Return the number of a note that is all a query asks for: 注 10."""
    asked = NOTE.fullmatch(unicodedata.normalize("NFKC", query).strip())
    return int(asked[1] or asked[2]) if asked else None


def matches(words: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether every word occurs somewhere in the texts."""
    wanted = list(words)
    if not wanted:
        return True
    folded = "\n".join(map(fold, texts))
    return all(word in folded for word in wanted)


def places(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where folded words stand in a text as it is printed, in order and without overlaps."""
    letters = [
        (letter, start, end) for cluster, start, end in _clusters(text) for letter in fold(cluster)
    ]
    folded = "".join(letter for letter, _, _ in letters)
    spans = sorted(
        (letters[at][1], letters[at + len(word) - 1][2])
        for word in words
        if word
        for at in (match.start() for match in re.finditer(re.escape(word), folded))
    )
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _clusters(text: str) -> Iterator[tuple[str, int, int]]:
    """The letters of a text outside the marks of notes, each with what is written onto it (ﾞ, ﾟ)."""
    notes = {at for match in NOTE.finditer(text) for at in range(*match.span())}
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and (text[end] in "ﾞﾟ" or unicodedata.combining(text[end])):
            end += 1
        if at not in notes:
            yield text[at:end], at, end
        at = end
