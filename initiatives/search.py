"""Finding 取組事項 by words, whatever width or kana the words are typed in. Pure."""

import unicodedata
from collections.abc import Iterable

# カタカナ and ひらがな stand in the same order, this many code points apart.
_KATAKANA = range(ord("ァ"), ord("ヶ") + 1)
_TO_HIRAGANA = {code: code - 0x60 for code in _KATAKANA}


def fold(text: str) -> str:
    """Return a text without the differences that do not matter: ＳＮＳ = sns, ﾏｲﾅﾝﾊﾞｰ = まいなんばー, ① = 1."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_TO_HIRAGANA)
    return "".join(folded.split())


def words_of(query: str) -> list[str]:
    """Return the folded words of a query; full-width spaces separate too."""
    return [fold(word) for word in unicodedata.normalize("NFKC", query).split()]


def matches(words: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether every word occurs somewhere in the texts."""
    wanted = list(words)
    if not wanted:
        return True
    folded = "\n".join(map(fold, texts))
    return all(word in folded for word in wanted)
