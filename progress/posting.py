"""What the entry page and the conflict page send, in one shape."""

from dataclasses import dataclass

from django.http import QueryDict

from kpis.models import Indicator
from progress import conflict, taking
from progress.access import Entry
from progress.content import LONGEST
from progress.entry import EntrySheet, plain

SAVE, CLOSE, SUBMIT, ATTACH = "save", "close", "submit", "attach"
MERGE, ALL_MINE, LATER = "merge", "mine", "later"
SEEN, WORD = "seen", "word"
MINE_PREFIX, KEEP_PREFIX = "mine:", "keep:"


@dataclass(frozen=True)
class Posting:
    """The answers to save, what to do with them, and the answers of a conflict that were not all chosen.

    ``seen`` are the checks whose warnings the page has shown; None: it asks nobody about warnings.
    """

    action: str
    data: dict[str, str]
    unchosen: dict[str, str] | None = None
    seen: frozenset[str] | None = None

    @property
    def word(self) -> str:
        """What the person says to the warnings of the checks."""
        return self.data.get(WORD, "").strip()[:LONGEST]


def read(entry: Entry, posted: QueryDict) -> Posting:
    """Return what was sent; from the conflict page, the choices applied to what is stored now."""
    data, action = plain(posted), posted.get("action", SAVE)
    if taking.TAKE in data:
        own = list(Indicator.objects.filter(initiative=entry.initiative))
        data = taking.taken(data, own, entry.period.as_of)
    mine = {
        name.removeprefix(MINE_PREFIX): text
        for name, text in data.items()
        if name.startswith(MINE_PREFIX)
    }
    if not mine:
        return Posting(action, data, seen=frozenset(data.get(SEEN, "").split()))
    version = {"version": data.get("version", "")}
    if action in {ALL_MINE, LATER}:
        return Posting(action, {**mine, **version}, mine if action == LATER else None)
    kept = {
        name.removeprefix(KEEP_PREFIX): side
        for name, side in data.items()
        if name.startswith(KEEP_PREFIX)
    }
    merged = conflict.merge(mine, EntrySheet(entry).texts(), kept)
    return Posting(MERGE, {**merged, **version}, mine if merged != mine else None)
