"""From bytes to a tree of nodes that know their line. Knows YAML and JSON, but no word of a plan.

Only the safe part of YAML is read: no tags, no anchors, one document, and bounds on size and depth, so that a
hostile file costs no more than reading it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from exchange.planfile.problems import Place, PlanFileError, Problem

MAXIMUM_BYTES = 5 * 1024 * 1024
MAXIMUM_DEPTH = 12
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True)
class Scalar:
    """A single value, still as written."""

    text: str
    is_plain: bool
    line: int

    @property
    def is_null(self) -> bool:
        """Whether nothing was written."""
        return self.is_plain and self.text in _NULLS


@dataclass(frozen=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True)
class Mapping:
    """Keys with values, in the order of the file; a key may stand twice, which the reader reports."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    line: int


Node = Scalar | Sequence | Mapping


def parse(raw: bytes, *, name: str) -> Mapping:
    """Return the tree of a plan file.

    Raises:
        PlanFileError: too large, not UTF-8, not YAML, or YAML that a plan file does not use.
    """
    text = _decode(raw, name)
    try:
        root = _Composer(YAML(typ="safe", pure=True).parse(text), name).document()
    except YAMLError as error:
        raise _refusal(name, _line_of(error, text), _reason_of(error)) from error
    if not isinstance(root, Mapping):
        line = root.line if root else 0
        raise _refusal(name, line, "計画ファイルではありません。「キー: 値」の形で書いてください。")
    return root


def _decode(raw: bytes, name: str) -> str:
    if len(raw) > MAXIMUM_BYTES:
        raise too_large(name, len(raw))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refusal(
            name,
            line,
            "UTF-8として読めない文字があります。文字コードをUTF-8にして保存してください。",
        ) from error


def too_large(name: str, size: int) -> PlanFileError:
    """Return the refusal of a file above the limit, which its reader need not even open."""
    limit = MAXIMUM_BYTES // 1024 // 1024
    return _refusal(
        name,
        0,
        f"ファイルが大きすぎます（{size / 1024 / 1024:.1f}MB）。{limit}MBまでにしてください。",
    )


def _refusal(name: str, line: int, message: str) -> PlanFileError:
    return PlanFileError(name, [Problem(Place(line), message)])


def _line_of(error: YAMLError, text: str) -> int:
    if isinstance(error, ReaderError):
        return text.count("\n", 0, error.position) + 1
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return mark.line + 1 if mark else 0


def _reason_of(error: YAMLError) -> str:
    if isinstance(error, ReaderError):
        return f"使えない制御文字（U+{error.character:04X}）があります。"
    return (
        "YAMLとして読めません。字下げ、コロン（:）の後の空白、引用符の閉じ忘れを確かめてください。"
    )


class _Composer:
    """Builds nodes from the parser's events, within the bounds."""

    def __init__(self, events: Iterator[Any], name: str) -> None:
        self.events = events
        self.name = name
        self.started = False

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                if self.started:
                    raise self.refuse(
                        event, "１つのファイルに書ける計画は１つです（--- が２つあります）。"
                    )
                self.started = True
            elif isinstance(event, NodeEvent):
                root = self.node(event, 1)
        return root

    def node(self, event: Any, depth: int) -> Node:
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise self.refuse(
                event, "YAMLのアンカー（&）と別名（*）は使えません。そのまま書いてください。"
            )
        if event.tag is not None:
            raise self.refuse(event, f"YAMLのタグ（{event.tag}）は使えません。")
        if depth > MAXIMUM_DEPTH:
            raise self.refuse(event, f"入れ子が深すぎます（{MAXIMUM_DEPTH}段まで）。")
        line = event.start_mark.line + 1
        if isinstance(event, ScalarEvent):
            return Scalar(_joined(event.value), event.style is None, line)
        if isinstance(event, SequenceStartEvent):
            return Sequence(tuple(self.items(depth + 1)), line)
        if isinstance(event, MappingStartEvent):
            return Mapping(tuple(self.pairs(depth + 1)), line)
        raise TypeError(event)

    def items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), SequenceEndEvent):
            yield self.node(event, depth)

    def pairs(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self.node(event, depth)
            if not isinstance(key, Scalar):
                raise self.refuse(event, "キーには語だけを書いてください。")
            yield key, self.node(next(self.events), depth)

    def refuse(self, event: Any, message: str) -> PlanFileError:
        return _refusal(self.name, event.start_mark.line + 1, message)


def _joined(text: str) -> str:
    # JSON escapes a character outside the basic plane as two surrogates; YAML would leave them apart.
    if any("\ud800" <= character <= "\udfff" for character in text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
