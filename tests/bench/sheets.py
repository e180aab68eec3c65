"""調査票: seconds to write one, to bring one back and look at it, and what becomes of two thousand mutated ones."""

import time
from random import Random
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from exchange.models import IssuedSheet
from exchange.sheets import book, issuing, round_page
from initiatives.models import Plan
from organizations.models import User
from progress.models import ReportingPeriod
from tests.bench import city
from tests.exchange import sheetfiles
from tests.exchange.mutations import mutated
from tests.exchange.trials import trial

if TYPE_CHECKING:
    from tests.bench.numbers import Board

MUTATIONS = 2_000
WRITE, TAKE = 0.5, 3.0


def period_of(plan: Plan) -> ReportingPeriod:
    """The second quarter of 2026."""
    periods = ReportingPeriod.objects.select_related("plan__grade_scale", "plan__municipality")
    return periods.get(plan=plan, year=2026, quarter=2)


def measure(board: "Board", what: str, plan: Plan, office: User, client: Client) -> None:
    """The slowest of all sections: writing, and upload with preview of every row changed."""
    period = period_of(plan)
    writes, takes, sections = [], [], round_page.rows(period, city.day())
    for row in sections:
        start = time.perf_counter()
        issued, sheet = issuing.issue_sheet(
            period=period, section=row.section, today=city.day(), by=office
        )
        raw = book.render(issued, sheet)
        writes.append(time.perf_counter() - start)
        takes.append(_take(client, issued, changed(raw)))
    count = len(sections)
    slow, worst = max(writes), max(takes)
    board.row(
        f"調査票 of a section, {what}, slowest of {count} (s)",
        f"{slow:.2f}",
        "≤ 0.5 s",
        slow <= WRITE,
    )
    board.row(
        f"upload and preview of a 調査票, {what}, slowest of {count} (s)",
        f"{worst:.2f}",
        "≤ 3 s",
        worst <= TAKE,
    )


def changed(raw: bytes) -> bytes:
    """The file with another 課題 and another 備考 in every row that can be filled in."""
    workbook = sheetfiles.opened(raw)
    for title, heading in ((sheetfiles.PROGRESS, "◆課題"), (sheetfiles.ITEMS, "◆備考")):
        sheet = workbook[title]
        column = sheetfiles.column_of(sheet, heading)
        for cells in sheet.iter_rows(min_row=sheetfiles.HEAD + 1):
            if not cells[column - 1].protection.locked:
                cells[column - 1].value = "書き直した文章。"
    return sheetfiles.saved(workbook)


def _take(client: Client, issued: IssuedSheet, raw: bytes) -> float:
    address = reverse("exchange:sheet-show", args=[issued.period_id, issued.department_id])
    with transaction.atomic():
        start = time.perf_counter()
        answer = client.post(address, {"file": SimpleUploadedFile("調査票.xlsx", raw)})
        if answer.status_code != 302 or client.get(answer.url).status_code != 200:
            raise RuntimeError(f"{issued}: {answer.status_code}")
        spent = time.perf_counter() - start
        transaction.set_rollback(True)
    return spent


def mutate(board: "Board", plan: Plan, section: str, office: User, client: Client) -> None:
    """Two thousand accidents: every one is answered, none writes by mistake (``trial`` raises otherwise)."""
    period = period_of(plan)
    chosen = plan.municipality.departments.get(name=section)
    issued, sheet = issuing.issue_sheet(period=period, section=chosen, today=city.day(), by=office)
    raw, chance = book.render(issued, sheet), Random(20261014)  # noqa: S311 - accidents, no secrets
    counts: dict[str, int] = {}
    wrong = 0
    for _ in range(MUTATIONS):
        content = mutated(raw, chance)
        try:
            outcome = trial(client, issued, content)
        except Exception as error:  # noqa: BLE001 - whatever it was, it is a miss
            wrong, outcome = wrong + 1, f"{type(error).__name__}: {error}"
        counts[outcome] = counts.get(outcome, 0) + 1
    board.row(f"mutated 調査票 without an answer, of {MUTATIONS:,}", str(wrong), "0", not wrong)
    board.note(f"      {counts}")
