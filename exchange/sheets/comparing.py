"""What a returned 調査票 changes: each row as handed out, as it came back, and as it stands now. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from exchange.sheets.columns import SAME, PageName
from exchange.sheets.lines import Line, Texts
from exchange.sheets.reading import Answer

GONE = "この行は、いまはこの課の調査票にありません（担当課か計画が変わりました）。"


class State(StrEnum):
    """What comes of a row."""

    CHANGED = "changed"
    CLASH = "clash"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Row:
    """A row that came back changed. ``mine`` are the fields the file changes, ``theirs`` all as they stand now.

    ``clashes`` are the fields that were changed on the screen as well, after the sheet was handed out.
    """

    answer: Answer
    now: Line
    mine: Texts
    theirs: Texts
    clashes: tuple[str, ...]
    blocked: str = ""

    @property
    def key(self) -> str:
        """The key of the row."""
        return self.answer.line.key

    @property
    def state(self) -> State:
        """What comes of it."""
        if self.blocked:
            return State.BLOCKED
        return State.CLASH if self.clashes else State.CHANGED

    @property
    def merged(self) -> dict[str, str]:
        """Every field with the file's changes applied to what stands now."""
        return {**self.theirs, **self.mine}


def rows(
    answers: Iterable[Answer], now: Mapping[str, Line], copied: Mapping[str, Texts]
) -> list[Row]:
    """Return what differs; ``copied`` are the fields of the last report for rows with a tick."""
    found = (_row(answer, now.get(answer.line.key), copied) for answer in answers)
    return [row for row in found if row is not None]


def _row(answer: Answer, now: Line | None, copied: Mapping[str, Texts]) -> Row | None:
    base = answer.line.values
    wanted = copied.get(answer.line.key)
    if wanted is None:
        mine = {name: text for name, text in answer.values.items() if text != base.get(name, "")}
    else:
        # 変化なし writes the whole row: whatever was changed on the screen meanwhile is in its way.
        mine = dict(wanted)
    if not mine:
        return None
    if answer.line.page is PageName.ANSWERS:
        # An answer is one thing: a line of one person never comes beside the number of another.
        mine = dict(answer.values)
    if now is None:
        return Row(answer, answer.line, mine, base, (), GONE)
    theirs = now.values
    mine = {name: text for name, text in mine.items() if text != theirs.get(name, "")}
    mine.pop(SAME, None)
    if not mine:
        return None
    clashes = tuple(name for name in mine if theirs.get(name, "") != base.get(name, ""))
    return Row(answer, now, mine, theirs, clashes, now.lock)
