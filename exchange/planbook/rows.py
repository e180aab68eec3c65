"""One sheet's rows become entries of the tree, below the entries that other sheets began."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from exchange.planbook import cells, layout
from exchange.planbook.drafts import Draft, Findings
from exchange.planbook.headings import Headings
from exchange.planbook.layout import NATURAL, SCALE, Block
from exchange.planbook.spots import Column, Spot
from exchange.planfile import document
from exchange.planfile.problems import Place
from exchange.planfile.values import Mistake
from fiscal import typed


@dataclass
class Known:
    """The entries that rows can name, by list and key; ``unread`` lists are on sheets that could not be read."""

    drafts: dict[str, dict[str, Draft]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def add(self, name: str, draft: Draft) -> None:
        """Let other rows name an entry; of two with one key the first counts, and the check reports the second."""
        self.drafts.setdefault(name, {}).setdefault(draft.text(NATURAL[name]), draft)

    def find(self, name: str, key: str) -> Draft | None:
        """Return the entry of a key, also when it was typed full-width."""
        held = self.drafts.get(name, {})
        return held.get(key) or held.get(typed.plain(key))


NOWHERE = Place()


def value(cell: Any, column: layout.Column, spot: Spot, findings: Findings) -> document.Node:
    """Return a cell as a node; a blank or mistaken one says nothing."""
    nothing = document.Scalar("", True, spot)
    one = column.field
    if one is None or cells.is_blank(cell.value):
        return nothing
    try:
        found = cells.read(cell, one, column)
    except Mistake as mistake:
        findings.mistake(spot, str(mistake))
        return nothing
    if guessed := cells.guess(cell, one):
        findings.guess(spot, guessed)
    if isinstance(found, list):
        return document.Sequence(tuple(document.Scalar(word, False, spot) for word in found), spot)
    return document.Scalar(found, False, spot)


class SheetRows:
    """Takes the rows of one sheet."""

    def __init__(
        self,
        sheet: layout.Sheet,
        place: Column,
        headings: Headings,
        *,
        root: Draft,
        known: Known,
        findings: Findings,
    ) -> None:
        self.sheet, self.place, self.root = sheet, place, root
        self.known, self.findings = known, findings
        self.headings = headings
        self.columns = {
            key: (number, column, here)
            for number, (column, here) in headings.items()
            for key in column.keys or (column.heading,)
        }
        self.lists: dict[str, list[tuple[str, int, layout.Column, Column]]] = {}
        for key, (number, column, here) in self.columns.items():
            listed, _, last = key.rpartition(".")
            self.lists.setdefault(listed, []).append((last, number, column, here))
        self.below: dict[tuple[int, str, str], Draft] = {}

    def take(self, number: int, row: Sequence[Any]) -> None:
        """Add one row to the tree, or note why it cannot be added."""
        if not self._is_within(number, row):
            return
        block = self._block(number, row)
        parent = self._parent(block, number, row) if block else None
        if block is None or parent is None:
            return
        for name in block.own:
            is_last = name == block.own[-1]
            values = self._values(name, number, row)
            says_nothing = all(_is_null(node) for node in values.values())
            if is_last and says_nothing and len(block.own) > 1:
                return
            draft = Draft(Spot.at(self.place, number), values)
            parent = self._add(parent, name, draft) if is_last else self._join(parent, name, draft)

    def _is_within(self, number: int, row: Sequence[Any]) -> bool:
        for position, cell in enumerate(row, 1):
            if position not in self.headings and not cells.is_blank(cell.value):
                here = Column(self.place.sheet, self.place.sheet_number, position)
                spot = Spot.at(here, number)
                self.findings.mistake(
                    spot,
                    f"見出しのない列（{cell.column_letter}列）に値があります。消してください。",
                )
                return False
        return any(not cells.is_blank(cell.value) for cell in row)

    def _cell(self, key: str, row: Sequence[Any]) -> Any:
        number, _, _ = self.columns[key]
        return row[number - 1] if number <= len(row) else cells.BLANK

    def _spot(self, key: str, number: int) -> Spot:
        return Spot.at(self.columns[key][2], number)

    def _block(self, number: int, row: Sequence[Any]) -> Block | None:
        """Return what the row is about, by the word of its kind or by the owner it names."""
        blocks = list(self.sheet.blocks)
        if self.sheet.kind:
            blocks = self._of_kind(number, row)
        if len(blocks) < 2:  # noqa: PLR2004
            return blocks[0] if blocks and self._is_of(blocks[0], number, row) else None
        named = [
            block
            for block in blocks
            if not cells.is_blank(self._cell(_owner_key(block), row).value)
        ]
        if len(named) == 1:
            return named[0]
        headings = "と".join(self.columns[_owner_key(block)][1].heading for block in blocks)
        self.findings.mistake(
            self._spot(_owner_key(blocks[0]), number),
            f"{headings}は、どちらか一方だけを書いてください。",
        )
        return None

    def _of_kind(self, number: int, row: Sequence[Any]) -> list[Block]:
        cell = self._cell(self.sheet.kind, row)
        wanted = typed.plain(str(cell.value or ""))
        found = [block for block in self.sheet.blocks if typed.plain(block.word) == wanted]
        if not found:
            words = "、".join(word for word, _ in self.sheet.options)
            said = f"「{cells.shown(wanted)}」は使えません。" if wanted else ""
            spot = self._spot(self.sheet.kind, number)
            self.findings.mistake(spot, f"{said}次のどれかを選んでください：{words}")
        return found

    def _is_of(self, block: Block, number: int, row: Sequence[Any]) -> bool:
        """Whether nothing stands in columns that are for another kind of row."""
        before = len(self.findings.problems)
        if self.sheet.kind:
            for position, (column, here) in self.headings.items():
                names = {key.split(".")[0] for key in column.keys}
                cell = row[position - 1] if position <= len(row) else cells.BLANK
                if names and not names & set(block.names) and not cells.is_blank(cell.value):
                    message = f"「{block.word}」の行では使わない列です。空欄にしてください。"
                    self.findings.mistake(Spot.at(here, number), message)
        return len(self.findings.problems) == before

    def _parent(self, block: Block, number: int, row: Sequence[Any]) -> Draft | None:
        """Return the entry to which the row belongs."""
        if block.names[0] == SCALE:
            return self.root.groups.setdefault(SCALE, Draft(Spot.at(self.place)))
        if not block.owner:
            return self.root
        key = _owner_key(block)
        _, column, _ = self.columns[key]
        spot = self._spot(key, number)
        node = value(self._cell(key, row), column, spot, self.findings)
        named = node.text.strip() if isinstance(node, document.Scalar) else ""
        if named and (found := self.known.find(block.owner, named)):
            return found
        if block.owner not in self.known.unread and not self.findings.is_mistaken(spot):
            home = HOMES[block.owner]
            self.findings.mistake(
                spot,
                f"「{cells.shown(named)}」は、シート「{home}」にありません。"
                if named
                else f"{column.heading}を書いてください。",
            )
        return None

    def _values(self, name: str, number: int, row: Sequence[Any]) -> dict[str, document.Node]:
        found = {}
        for key, position, column, here in self.lists[name]:
            cell = row[position - 1] if position <= len(row) else cells.BLANK
            found[key] = value(cell, column, Spot.at(here, number), self.findings)
        return found

    def _add(self, parent: Draft, name: str, draft: Draft) -> Draft:
        parent.below(name, Spot.at(self.place)).append(draft)
        if name in HOMES:
            self.known.add(name, draft)
        return draft

    def _join(self, parent: Draft, name: str, draft: Draft) -> Draft:
        """Return the entry of an earlier row with the same key, after comparing the two, or a new one."""
        key = draft.text(NATURAL[name])
        held = self.below.get((id(parent), name, key)) if key else None
        if held is None:
            parent.below(name, Spot.at(self.place)).append(draft)
            self.below[id(parent), name, key] = draft
            return draft
        for name_of_value, node in draft.values.items():
            if _is_null(node):
                continue
            earlier = held.values[name_of_value]
            if _is_null(earlier):
                held.values[name_of_value] = node
            elif _plain(earlier) != _plain(node):
                self.findings.mistake(
                    _spot_of(node),
                    f"{held.spot.row}行目と違う値です。同じ値にするか、空欄にしてください。",
                )
        return held


def _owner_key(block: Block) -> str:
    return f"{block.owner}.{NATURAL[block.owner]}"


def _is_null(node: document.Node) -> bool:
    return isinstance(node, document.Scalar) and node.is_null


def _plain(node: document.Node) -> str | list[str]:
    if isinstance(node, document.Sequence):
        return [item.text for item in node.items if isinstance(item, document.Scalar)]
    return node.text if isinstance(node, document.Scalar) else ""


def _spot_of(node: document.Node) -> Spot:
    return node.line if isinstance(node.line, Spot) else Spot.at(Column("", 0))


HOMES = {"categories": "分類", "initiatives": "取組事項", "frameworks": "枠組み"}
