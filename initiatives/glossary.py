"""Where a text uses a word its plan explains: by the number of a note, or by the word itself. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from initiatives.search import NOTE

_LATIN = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]")
_KANJI = "[一-龠々]"
_KATAKANA = re.compile(r"[ァ-ヶー]")


class Entry(NamedTuple):
    """A word of the glossary; ``number`` is that of its note, None where the plan counts none."""

    pk: int
    number: int | None
    term: str
    aliases: tuple[str, ...]
    definition: str


class Piece(NamedTuple):
    """A stretch of a text; ``entry`` is what it is explained by."""

    text: str
    entry: Entry | None


@dataclass(frozen=True)
class Glossary:
    """The words of a plan, ready to be looked for in its texts."""

    entries: tuple[Entry, ...]
    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Glossary":
        """Return the glossary of some entries; the same entries are prepared once."""
        return _prepared(tuple(entries))

    def pieces(self, text: str) -> list[Piece]:
        """Cut a text where it uses a word: every mark of a note, else the first use of each word."""
        return list(self._pieces(text)) if self.pattern else [Piece(text, None)]

    def _pieces(self, text: str) -> Iterator[Piece]:
        by_name = _by_name(self)
        used: set[Entry] = set()
        at = 0
        for match in self.pattern.finditer(text) if self.pattern else ():
            entry = by_name.get(_name_of(match))
            if entry is None or entry in used:
                continue
            if entry.number is None:
                used.add(entry)
            if match.start() > at:
                yield Piece(text[at : match.start()], None)
            yield Piece(match[0], entry)
            at = match.end()
        if at < len(text):
            yield Piece(text[at:], None)


@lru_cache(maxsize=64)
def _prepared(entries: tuple[Entry, ...]) -> Glossary:
    if any(entry.number is not None for entry in entries):
        return Glossary(entries, NOTE)
    names = sorted(_names(entries), key=len, reverse=True)
    return Glossary(
        entries, re.compile("|".join(map(_word, names)), re.IGNORECASE) if names else None
    )


@lru_cache(maxsize=64)
def _by_name(glossary: Glossary) -> dict[str | int, Entry]:
    found: dict[str | int, Entry] = {}
    for entry in glossary.entries:
        if entry.number is not None:
            found[entry.number] = entry
        for name in _names((entry,)):
            found.setdefault(name, entry)
    return found


def _names(entries: Iterable[Entry]) -> list[str]:
    """The folded names: the term, the term without its brackets, what stands before them, and its aliases."""
    found = []
    for entry in entries:
        head, *rest = re.split(r"[（(].*[)）]", entry.term)
        for name in (entry.term, "".join([head, *rest]), head, *entry.aliases):
            folded = unicodedata.normalize("NFKC", name).strip().casefold()
            if len(folded) > 1:
                found.append(folded)
    return list(dict.fromkeys(found))


def _name_of(match: re.Match[str]) -> str | int:
    if match.re is NOTE:
        return int(match[1] or match[2])
    return unicodedata.normalize("NFKC", match[0]).casefold()


def _word(name: str) -> str:
    """A pattern for a name in either width, not inside a longer word of the same script.

    Nor behind 漢字: 自治体ＤＸ推進計画 is not the city's own ＤＸ推進計画.
    """
    letters = f"(?<!{_KANJI}){''.join(map(_letter, name))}"
    for script in (_LATIN, _KATAKANA):
        if script.match(name[0]):
            letters = f"(?<!{script.pattern}){letters}"
        if script.match(name[-1]):
            letters = f"{letters}(?!{script.pattern})"
    return letters


def _letter(letter: str) -> str:
    wide = chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else ""
    return f"[{re.escape(letter)}{wide}]" if wide else re.escape(letter)
