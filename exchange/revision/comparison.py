"""新旧対照表: what differs between two editions of a plan, row by row. Pure; no difference, no row, and the reverse."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property

from exchange.planfile.schema import Field, Kind, Record
from exchange.revision import document, words
from exchange.revision.identity import OWN, Group, keyed, natural_keys
from progress.difference import Difference, Piece, compare

ADDED, REMOVED, STAYS = "（新設）", "（削除）", "（存続）"
# Entries of lists without a key that are alike to this degree are the same entry, reworded.
LIKE = 0.4
_CHAPTERS = {
    "plan": "計画",
    "grade_scale": "評価尺度",
    "steps": "計画のステップ",
    "statements": "計画の記述",
    "glossary": "用語",
    "categories": "分類",
    "initiatives": "取組事項",
}
# Entries of these lists are compared key by key even when they are new or gone.
_DEEP = ("categories", "initiatives")
# Where a new entry stands can be read from its code.
_PLACING = ("category", "parent", "number")


@dataclass(frozen=True)
class Spot:
    """Where in the plan something stands. ``path`` names it for good, ``own`` the entry (a取組事項) it belongs to."""

    chapter: str
    heading: str = ""
    place: str = ""
    page: str = ""
    path: tuple[str, ...] = ()

    def below(self, place: str, *path: str, page: str = "") -> "Spot":
        """Return a spot further in."""
        parts = [part for part in (self.place, place) if part]
        return replace(
            self, place="　".join(parts), page=page or self.page, path=(*self.path, *path)
        )


@dataclass(frozen=True)
class Row:
    """One difference: the text before and after; an absent side says so instead. ``is_listed``: see ``around``."""

    spot: Spot
    before: str
    after: str
    note_before: str = ""
    note_after: str = ""
    is_listed: bool = False

    @property
    def around(self) -> str:
        """The list in which the row stands, where its entries have no key that would name the row for good."""
        return "/".join(self.spot.path[:-1]) if self.is_listed else ""

    @property
    def key(self) -> str:
        """The name of the row, under which its reason is kept."""
        return "/".join(self.spot.path)

    @cached_property
    def pieces(self) -> Difference:
        """Both texts with their changed parts; what has no other side is changed altogether."""
        return compare(self.before, self.after)

    @property
    def old(self) -> tuple[Piece, ...]:
        """The left column."""
        return self.pieces.before or (Piece(self.note_before, changed=False),)

    @property
    def new(self) -> tuple[Piece, ...]:
        """The right column."""
        return self.pieces.after or (Piece(self.note_after, changed=False),)


def rows(old: Group, new: Group, initiative: str = "") -> list[Row]:
    """Return every difference in the order of the plan, or those of one 取組事項 (by its code)."""
    found: list[Row] = []
    for one in OWN.fields:
        if not initiative or one.key == "initiatives":
            before, after = old.get(one.key), new.get(one.key)
            found += _top(one, before, after, _labels(new), initiative)
    return found


def _labels(edition: Group) -> Group:
    """Return the plan's own words for its initiatives and their keys."""
    plan = edition.get("plan", {})
    return {
        "initiatives": plan.get("initiative_word", _CHAPTERS["initiatives"]),
        "situation": plan.get("situation_word", "現状・課題"),
        "direction": plan.get("direction_word", "取組の方向性"),
    }


def _top(one: Field, before: object, after: object, own: Group, initiative: str) -> Iterator[Row]:
    spot = Spot(own.get(one.key, _CHAPTERS[one.key]), path=(one.key,))
    walk = _Walk(own)
    if one.record is None or before == after:
        return
    if one.kind is Kind.RECORD:
        yield from walk.group(one.record, before or {}, after or {}, spot)  # type: ignore[arg-type]
        return
    for row in walk.entries(one, before or [], after or [], spot):  # type: ignore[arg-type]
        if not initiative or row.spot.path[1:2] == (initiative,):
            yield row


class _Walk:
    """Goes through two documents side by side."""

    def __init__(self, own: Group) -> None:
        self.own = own

    def group(
        self, record: Record, old: Group, new: Group, spot: Spot, skip: Sequence[str] = ()
    ) -> Iterator[Row]:
        for one in record.fields:
            before, after = old.get(one.key), new.get(one.key)
            if before == after or one.key in skip:
                continue
            name = self.own.get(one.key) or words.label(record, one)
            if one.record is None:
                text = (words.value(one, before), words.value(one, after))
                yield _row(spot.below(name, one.key), *text)
            elif keyed(one, []) is not None:
                yield from self.entries(one, before or [], after or [], spot.below(name, one.key))
            else:
                yield from aligned(one, before or [], after or [], spot.below(name, one.key))

    def entries(self, one: Field, old: list[Group], new: list[Group], spot: Spot) -> Iterator[Row]:
        """Yield the differences of a list whose entries have keys."""
        before, after = keyed(one, old) or {}, keyed(one, new) or {}
        renamed = _renamed(one, before, after)
        record, skip = one.record, natural_keys(one)
        if record is None:
            return
        for identity in [*after, *(key for key in before if key not in after)]:
            if identity in renamed.values():
                continue
            left = before.get(identity) or before.get(renamed.get(identity, ()))
            right = after.get(identity)
            if left == right:
                continue
            here = _at(one, right or left or {}, spot, identity)
            if left is not None and right is not None:
                own = () if identity in renamed else skip
                yield from self.group(record, left, right, here, own)
            elif one.key in _DEEP:
                yield from self.group(record, left or {}, right or {}, here, (*skip, *_PLACING))
            else:
                yield _row(here, *(_whole(one, side) for side in (left, right)))
        yield from _moved(one, before, after, spot)


def _at(one: Field, entry: Group, spot: Spot, identity: tuple[object, ...]) -> Spot:
    """Return the spot of an entry: in the first list it is the heading, further in a part of the place."""
    path, page = "・".join(map(str, identity)), str(entry.get("page", ""))
    name = _name(one, entry)
    if spot.heading or len(spot.path) > 1:
        return spot.below(f"「{name}」", path, page=page)
    return replace(spot, heading=name, page=page, path=(*spot.path, path))


def _name(one: Field, entry: Group) -> str:
    if one.key == "initiatives":
        return f"{entry.get('code', '')} {entry.get('title', '')}"
    if one.key in ("categories", "steps"):
        return f"{entry.get('label', '')} {entry.get('title', '')}"
    if one.key == "statements" and one.record is not None:
        kind = next(field for field in one.record.fields if field.key == "kind")
        return f"{words.value(kind, entry.get('kind'))}　{entry.get('title', '')}".strip()
    for key in ("title", "term", "name", "label", "word"):
        if entry.get(key):
            return str(entry[key])
    return str(entry.get("code", ""))


def _whole(one: Field, entry: Group | None, beside: Group | None = None) -> str:
    return words.entry(one.key, one.record, entry, beside) if entry and one.record else ""


def _row(spot: Spot, before: str, after: str) -> Row:
    absent = STAYS if spot.path[-1] == "valid_to" else ADDED
    return Row(spot, before, after, "" if before else absent, "" if after else REMOVED)


def _renamed(
    one: Field, before: dict[tuple[object, ...], Group], after: dict[tuple[object, ...], Group]
) -> dict[tuple[object, ...], tuple[object, ...]]:
    """Return statements whose heading changed: of a kind exactly one is gone and one is new."""
    if one.key != "statements":
        return {}
    gone = [key for key in before if key not in after]
    fresh = [key for key in after if key not in before]
    pairs = {}
    for key in fresh:
        left = [other for other in gone if other[0] == key[0]]
        right = [other for other in fresh if other[0] == key[0]]
        if len(left) == len(right) == 1:
            pairs[key] = left[0]
    return pairs


def _moved(
    one: Field,
    before: dict[tuple[object, ...], Group],
    after: dict[tuple[object, ...], Group],
    spot: Spot,
) -> Iterator[Row]:
    """Yield a row when entries that stay stand in another order."""
    left = [key for key in before if key in after]
    right = [key for key in after if key in before]
    if left != right:
        was, now = (
            "、".join(_name(one, side[key]) for key in keys)
            for side, keys in ((before, left), (after, right))
        )
        yield Row(spot.below("並び", "order"), was, now)


def aligned(one: Field, old: list[Group], new: list[Group], spot: Spot) -> Iterator[Row]:
    """Yield the differences of a list whose entries have no key: alike entries are taken as one, reworded."""
    was, now = ([document.seal(entry) for entry in side] for side in (old, new))
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        for left, right in _pairs(one, old[a:b], new[c:d]):
            texts = _whole(one, left, right), _whole(one, right, left)
            mark = document.seal(left or right)
            page = str((right or left or {}).get("page", ""))
            yield replace(_row(spot.below("", mark, page=page), *texts), is_listed=True)


def _pairs(
    one: Field, old: list[Group], new: list[Group]
) -> Iterator[tuple[Group | None, Group | None]]:
    """Yield what belongs together, in the order of the plan: the most alike first, and none past another pair."""
    gists = [
        [words.gist(one.key, one.record, e) for e in side] if one.record else []
        for side in (old, new)
    ]
    found: list[tuple[int, int]] = []
    likeness = [
        (SequenceMatcher(None, left, right, autojunk=False).ratio(), -i, -j)
        for i, left in enumerate(gists[0])
        for j, right in enumerate(gists[1])
    ]
    for ratio, i, j in sorted(likeness, reverse=True):
        if ratio >= LIKE and all((-i - a) * (-j - b) > 0 for a, b in found):
            found.append((-i, -j))
    done = 0
    partners = dict(found)
    for i, left in enumerate(old):
        partner = partners.get(i)
        if partner is None:
            yield left, None
            continue
        yield from ((None, right) for right in new[done:partner])
        yield left, new[partner]
        done = partner + 1
    yield from ((None, right) for right in new[done:])
