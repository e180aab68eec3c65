"""What a returned 調査票 changes, for the person who is to decide: row by row, old text beside new."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from exchange.sheets.columns import Column, Kind, Page, PageName
from exchange.sheets.comparing import Row, State
from exchange.sheets.taking import Taken
from fiscal import wareki
from progress import difference
from progress.checks import Finding
from progress.content import NAMES, Problem
from progress.entry_page import saved_words
from progress.forms import EntryForm

NOTHING = "（空欄）"
Data = dict[str, Any]


def of(taken: Taken, reader: int) -> Data:
    """Return the preview as it is kept between the showing and the decision."""
    by_page = {page.name: page for page in taken.pages}
    rows = [_row(row, by_page[row.now.page], taken, reader) for row in taken.rows]
    writable = [row for row in taken.rows if not taken.why_blocked(row)]
    ready = [
        deed
        for deed in taken.deeds.reports
        if deed.initiative.pk not in taken.missing
        and not any(taken.why_blocked(row) for row in deed.rows)
    ]
    changed = sum(row.state is State.CHANGED for row in writable)
    clashes = sum(row.state is State.CLASH for row in writable)
    blocked = len(taken.rows) - len(writable)
    return {
        "rows": rows,
        "heading": _heading(changed, clashes, blocked),
        "changed": changed,
        "clashes": clashes,
        "blocked": blocked,
        "same": taken.same,
        "writable": len(writable),
        "reports": len(taken.deeds.reports),
        "ready": len(ready),
    }


def _heading(changed: int, clashes: int, blocked: int) -> str:
    """変わる行 ３件、重なり １件."""
    counts = {"変わる行": changed, "重なり": clashes, "取り込めない行": blocked}
    return "、".join(f"{word} {wareki.digits(n)}件" for word, n in counts.items() if n)


def digest(preview: Data) -> str:
    """Return what is the same only when every change is the same."""
    return hashlib.sha256(json.dumps(preview["rows"], sort_keys=True).encode()).hexdigest()


def _row(row: Row, page: Page, taken: Taken, reader: int) -> Data:
    blocked = taken.why_blocked(row)
    is_report = page.name is PageName.PROGRESS
    missing = taken.missing.get(row.now.pk, ()) if is_report and not blocked else ()
    said = _findings(row, taken) if not blocked else ()
    return {
        "key": row.key,
        "tab": page.tab,
        "line": row.answer.spots[page.fields[0].name].row,
        "name": row.now.name,
        "blocked": blocked,
        "clash": row.state is State.CLASH and not blocked,
        "saved": _saved(row, taken, reader) if row.clashes else "",
        "fields": list(_fields(row, page, taken)),
        "missing": [_missing(problem) for problem in missing],
        "findings": [
            {"severity": row.severity.value, "word": row.severity.label, "message": row.message}
            for row in said
        ],
    }


def _findings(row: Row, taken: Taken) -> Iterable[Finding]:
    """What the checks say of the report, each beside the row of the file that it is about."""
    if row.now.page is PageName.PROGRESS:
        return (found for found in taken.findings.get(row.now.pk, ()) if not found.indicator_id)
    if row.now.page is PageName.KPI:
        owner = taken.sheet.indicators[row.now.pk].indicator.initiative_id
        own = taken.findings.get(owner, ())
        return (found for found in own if found.indicator_id == row.now.pk)
    return ()


def _saved(row: Row, taken: Taken, reader: int) -> str:
    """When and by whom the report was saved on the screen."""
    if row.now.page is PageName.ITEMS:
        return ""
    if row.now.page is PageName.ANSWERS:
        asked = taken.sheet.questions.get(row.now.pk)
        return saved_words(asked.answer if asked else None, reader)
    pk = row.now.pk
    if row.now.page is PageName.KPI:
        pk = taken.sheet.indicators[pk].indicator.initiative_id
    return saved_words(taken.sheet.reporting.reports.get(pk), reader)


def _fields(row: Row, page: Page, taken: Taken) -> Iterable[Data]:
    different = taken.fields(row)
    for column in page.fields:
        if column.name not in different:
            continue
        before, after = (
            _words(column, values.get(column.name, ""), taken) for values in (row.theirs, different)
        )
        pieces = difference.compare(before or NOTHING, after or NOTHING)
        yield {
            "label": column.label,
            "clash": column.name in row.clashes,
            "before": [vars(piece) for piece in pieces.before],
            "after": [vars(piece) for piece in pieces.after],
        }


def _words(column: Column, text: str, taken: Taken) -> str:
    if column.kind is Kind.CHOICE:
        return taken.sheet.words.word(column.options, text) or text
    if column.kind is Kind.DAY and text:
        return wareki.full_date(date.fromisoformat(text))
    return text


def _missing(problem: Problem) -> str:
    """What a 提出 still needs, with the field it is about."""
    if problem.field in NAMES:
        return f"{EntryForm.base_fields[problem.field].label}：{problem.message}"
    return problem.message
