"""What 一括入力 sends, row by row, in the shape the entry page sends one report."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from progress import posting, taking
from progress.access import Entry
from progress.entry import EntrySheet, plain
from progress.grid_wishes import Sent, Wish
from progress.section_entries import SectionEntries
from progress.workflow import State

ROW = re.compile(r"row-([0-9]{1,18})-(.+)", re.ASCII | re.DOTALL)
VALUES = "kpi-"
VERSION, MARK, CURRENT = "version", "mark", "current"
OWN = frozenset({VERSION, MARK, CURRENT, posting.SEEN, posting.WORD})
Data = Mapping[str, str]


@dataclass(frozen=True)
class GridPosting:
    """The button, and the answers of every row that was sent, named as on the entry page."""

    wish: Wish
    rows: Mapping[int, Data]


def prefix_of(initiative: int) -> str:
    """The prefix of a row's controls; KPI values carry their indicator's own."""
    return f"row-{initiative}"


def read(posted: QueryDict, owed: SectionEntries) -> GridPosting:
    """Return what was sent. Rows that are not the page's are not read."""
    data = plain(posted)
    if taking.TAKE in data:
        sheets = [sheet for rows in owed.measured.sheets.values() for sheet in rows]
        data = taking.taken(data, [sheet.indicator for sheet in sheets], owed.period.as_of)
    values = {name: text for name, text in data.items() if name.startswith(VALUES)}
    own = {entry.initiative.pk for entry in owed.entries}
    rows: dict[int, dict[str, str]] = {}
    for name, text in data.items():
        found = ROW.fullmatch(name)
        if found and int(found[1]) in own:
            rows.setdefault(int(found[1]), {**values})[found[2]] = text
    return GridPosting(Wish.read(data.get("action", "")), rows)


def drawn(data: Data, initiative: int) -> dict[str, str]:
    """Return a row's answers under the names of the page."""
    prefix = prefix_of(initiative)
    return {
        name if name.startswith(VALUES) else f"{prefix}-{name}": text for name, text in data.items()
    }


def digest(sheet: EntrySheet) -> str:
    """Return a mark of a row's answers: sent back, it tells a row that was changed from one that was not.

    It is made of what stands in the controls, not of what the form makes of it: a row nobody touched comes back as it
    was drawn.
    """
    texts = "\0".join(_as_sent(control.value()) for _, control in sheet.controls())
    return hashlib.sha256(texts.encode()).hexdigest()[:16]


def _as_sent(value: Any) -> str:
    """The text of a control as a browser sends it, in one spelling."""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def sent(entry: Entry, sheet: EntrySheet, data: Data, owed: SectionEntries) -> Sent:
    """Return how a row comes back. ``sheet`` holds what was sent."""
    report = entry.report
    sheet.is_valid()
    back = owed.returns.get(report.pk) if report else None
    is_touched = bool(report and report.saved_at and back and report.saved_at > back.at)
    return Sent(
        is_typed=_has_answers(data) and digest(sheet) != data.get(MARK),
        is_current=sheet.version == entry.version,
        is_begun=bool(report) and (entry.state is State.DRAFT or is_touched),
        is_untold=report is None and entry.previous is not None,
    )


def _has_answers(data: Data) -> bool:
    """Whether a row came back with its questions: one that is only read sends its version alone."""
    return any(name not in OWN and not name.startswith(VALUES) for name in data)
