"""Which lines make a 機構改革: how many sections each kind takes and gives, and which names it may use. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db import models


class Kind(models.TextChoices):
    """What happens to sections."""

    RENAME = "rename", "改称"
    MERGE = "merge", "統合"
    SPLIT = "split", "分割"
    ABOLISH = "abolish", "廃止"
    CREATE = "create", "新設"


KIND, SOURCES, TARGETS = "kind", "sources", "targets"
NAME_LENGTH = 80
_MANY = 99
# How many old and new sections each kind takes, and in which words this is asked for.
_COUNTS = {
    Kind.RENAME: ((1, 1), (1, 1)),
    Kind.MERGE: ((1, _MANY), (1, 1)),
    Kind.SPLIT: ((1, 1), (2, _MANY)),
    Kind.ABOLISH: ((1, _MANY), (0, _MANY)),
    Kind.CREATE: ((0, 0), (1, _MANY)),
}
_ASKED = {
    Kind.RENAME: ("改称では、旧課を１つ入れてください。", "改称では、新課を１つ入れてください。"),
    Kind.MERGE: (
        "統合では、なくなる課を入れてください。",
        "統合では、まとめた後の課を１つ入れてください。",
    ),
    Kind.SPLIT: (
        "分割では、旧課を１つ入れてください。",
        "分割では、分かれた後の課を２つ以上入れてください。",
    ),
    Kind.ABOLISH: ("廃止では、なくなる課を入れてください。", ""),
    Kind.CREATE: ("新設では、旧課は空欄にしてください。", "新設では、新しい課を入れてください。"),
}


@dataclass(frozen=True)
class Line:
    """One line as typed: the kind and the names of the sections."""

    kind: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """The folded names of sections: those that may close on the eve, and those present on the day itself; and of groups."""

    closable: Collection[str]
    present: Collection[str]
    groups: Collection[str] = ()


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line (counted from 0), and with which part of it."""

    line: int
    part: str
    message: str


def fold(name: str) -> str:
    """Return a name as it is compared: ＤＸ推進課 and DX推進課 are one."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of a cell: 市民課、保険課."""
    return tuple(name for part in re.split(r"[、，,\n]", text) if (name := part.strip()))


def is_new(name: str, names: Names, closing: Collection[str]) -> bool:
    """Whether a name after the change means a section that has yet to be made."""
    return fold(name) not in names.present or fold(name) in closing


def closing_in(lines: Sequence[Line]) -> set[str]:
    """The folded names of every section that closes."""
    return {fold(name) for line in lines for name in line.sources}


def problems(lines: Sequence[Line], names: Names) -> list[Problem]:
    """Return everything that keeps the lines from being carried out."""
    closing = closing_in(lines)
    told = Counter(fold(name) for line in lines for name in line.sources)
    made = Counter(
        fold(name)
        for line in lines
        if line.kind != Kind.ABOLISH
        for name in line.targets
        if is_new(name, names, closing)
    )
    found: list[Problem] = []
    for number, line in enumerate(lines):
        for part, message in (
            *_counted(line),
            *_sources(line, names, told),
            *_targets(line, names, closing, made),
        ):
            found.append(Problem(number, part, message))
    return found


def _counted(line: Line) -> Iterator[tuple[str, str]]:
    for part, given, (least, most), words in zip(
        (SOURCES, TARGETS),
        (line.sources, line.targets),
        _COUNTS[Kind(line.kind)],
        _ASKED[Kind(line.kind)],
        strict=True,
    ):
        if not least <= len(given) <= most:
            yield part, words


def _sources(line: Line, names: Names, told: Counter[str]) -> Iterator[tuple[str, str]]:
    for name in line.sources:
        if fold(name) not in names.closable:
            yield SOURCES, f"「{_short(name)}」は、施行日の前日にある課の名称ではありません。"
        elif told[fold(name)] > 1:
            yield SOURCES, f"「{_short(name)}」が旧課に２回あります。１つの行にまとめてください。"


def _targets(
    line: Line, names: Names, closing: Collection[str], made: Counter[str]
) -> Iterator[tuple[str, str]]:
    own = {fold(name) for name in line.sources}
    twice = Counter(fold(name) for name in line.targets)
    for name in line.targets:
        if len(name) > NAME_LENGTH:
            yield TARGETS, f"課の名称は{NAME_LENGTH}字以内で入力してください。"
        elif twice[fold(name)] > 1:
            yield TARGETS, f"「{_short(name)}」が新課に２回あります。"
        elif fold(name) in names.groups:
            yield TARGETS, f"「{_short(name)}」は課の集合の名称です。"
        elif fold(name) in own and line.kind != Kind.SPLIT:
            yield TARGETS, _into_itself(line, _short(name))
        elif not is_new(name, names, closing):
            yield from _staying(line, name)
        else:
            yield from _new(line, name, made)


def _staying(line: Line, name: str) -> Iterator[tuple[str, str]]:
    if line.kind in {Kind.RENAME, Kind.CREATE}:
        yield TARGETS, f"「{_short(name)}」という課は既にあります。"


def _new(line: Line, name: str, made: Counter[str]) -> Iterator[tuple[str, str]]:
    short = _short(name)
    if line.kind == Kind.ABOLISH:
        if not made[fold(name)]:
            yield TARGETS, f"引き継ぐ「{short}」は、施行日にある課の名称ではありません。"
    elif made[fold(name)] > 1:
        yield TARGETS, f"新しい「{short}」がほかの行にもあります。１つの行にまとめてください。"
    elif line.kind == Kind.MERGE and len(line.sources) == 1:
        yield SOURCES, "新しい課への統合では、なくなる課を２つ以上入れてください。"


def _into_itself(line: Line, name: str) -> str:
    if line.kind == Kind.RENAME:
        return "名称が変わっていません。"
    return f"「{name}」が旧課にもあります。残す課は、旧課から外してください。"


def _short(name: str) -> str:
    return name if len(name) <= 30 else f"{name[:30]}…"  # noqa: PLR2004
