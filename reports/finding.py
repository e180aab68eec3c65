"""Answers to a search through the plans: the passages that hold every word, with the words in their place. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fiscal import wareki
from initiatives import search
from reports.passages import Passage

# So much of a text is shown on either side of the first word.
BEFORE, AFTER = 30, 90


@dataclass(frozen=True)
class Answer:
    """A passage that was found; title and excerpt are stretches of text, true where a word stands."""

    passage: Passage
    title: tuple[tuple[str, bool], ...]
    excerpt: tuple[tuple[str, bool], ...]


def find(passages: Iterable[Passage], query: str) -> list[Passage]:
    """Return the passages that hold every word of a query, those that hold them in the title first.

    A query that is only the mark of a note (注 10) finds what the note explains.
    """
    number = search.note_of(query)
    if number is not None:
        return [row for row in passages if row.where == f"注{wareki.digits(number)}"]
    words = search.words_of(query)
    if not words:
        return []
    found = [row for row in passages if search.matches(words, (row.title, *row.texts))]
    return sorted(found, key=lambda row: not search.matches(words, (row.title,)))


def answer(passage: Passage, query: str) -> Answer:
    """Return a passage with the words of the query marked."""
    words = search.words_of(query)
    told = passage.texts[-1] if passage.texts and not words else ""
    excerpt = _cut(told, [(0, 0)]) if told else ()
    for text in passage.texts:
        if any(search.matches([word], [text]) for word in words):
            excerpt = _cut(text, search.places(text, words))
            break
    return Answer(passage, _pieces(passage.title, search.places(passage.title, words)), excerpt)


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """The part of a text around its first word."""
    begin, end = max(spans[0][0] - BEFORE, 0), min(spans[0][1] + AFTER, len(text))
    inside = [(max(a, begin) - begin, min(b, end) - begin) for a, b in spans if a < end]
    pieces = _pieces(text[begin:end], inside)
    first = (("…", False),) if begin else ()
    last = (("…", False),) if end < len(text) else ()
    return (*first, *pieces, *last)


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in spans:
        found += [(text[at:start], False), (text[start:end], True)]
        at = end
    found.append((text[at:], False))
    return tuple((piece, is_word) for piece, is_word in found if piece)
