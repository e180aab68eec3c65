"""Who owes what in a round: one row a section, narrowed to a 部 or to what has to be done next, some at a time."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from fiscal import wareki
from progress.missing import STATES, Section
from progress.parts import Parts

PAGE = 25
ALL = "all"
# What can be asked for: key, word, and which sections it keeps.
CHOICES: tuple[tuple[str, str, Callable[[Section], bool]], ...] = (
    (ALL, "全て", lambda _: True),
    ("past", "期限を過ぎた課", lambda row: row.deadline.is_past),
    ("extended", "期限を延ばした課", lambda row: bool(row.extended)),
    (
        "unasked",
        "まだお願いしていない課",
        lambda row: row.pk is not None and row.last_asked is None,
    ),
    ("unmanned", "担当者も所属長もいない課", lambda row: row.is_unmanned),
    ("unassigned", "担当未定", lambda row: row.pk is None),
)


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list, and how many sections it keeps."""

    key: str
    word: str
    number: int
    is_current: bool


@dataclass(frozen=True)
class Owing:
    """One section with what it owes in words: 未入力２・下書き１."""

    section: Section
    part: str
    in_words: str


@dataclass(frozen=True)
class OwingList:
    """A page of the sections that owe reports; ``part`` is the 部 the list is narrowed to."""

    page: Page[Section]
    rows: tuple[Owing, ...]
    choices: tuple[Choice, ...]
    part: str


def owing_list(
    sections: Sequence[Section], parts: Parts, *, owe: str, part: int, page: str | None
) -> OwingList:
    """Narrow the list. A choice that is not offered is taken as 全て."""
    within = [row for row in sections if not part or _part(row, parts) == part]
    keeps = {key: keep for key, _, keep in CHOICES}
    key = owe if owe in keeps else ALL
    numbers = {name: sum(keep(row) for row in within) for name, keep in keeps.items()}
    chosen = Paginator([row for row in within if keeps[key](row)], PAGE).get_page(page)
    return OwingList(
        page=chosen,
        rows=tuple(_owing(row, parts) for row in chosen.object_list),
        choices=tuple(
            Choice(name, word, numbers[name], name == key)
            for name, word, _ in CHOICES
            if numbers[name] or name in {ALL, key}
        ),
        part=parts.name(part) if part else "",
    )


def _part(row: Section, parts: Parts) -> int:
    return parts.of(row.pk) if row.pk is not None else 0


def _owing(row: Section, parts: Parts) -> Owing:
    found = Counter(missing.chip.word for missing in row.rows)
    words = (f"{word}{wareki.digits(found[word])}" for word in STATES if found[word])
    part = _part(row, parts)
    return Owing(row, parts.name(part) if part and part != row.pk else "", "・".join(words))
