"""The 推進本部 workbook: seconds for the real plan, and a ratio to openpyxl writing the same cells for 1,000 initiatives."""

import time
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from exchange import papers
from exchange.access import Papers
from exchange.workbook.book import SHEETS
from initiatives.models import Plan
from progress.models import ReportingPeriod
from tests.bench import city

if TYPE_CHECKING:
    from tests.bench.numbers import Board


def seconds(work: Callable[[], bytes], times: int = 3) -> tuple[float, bytes]:
    """The shortest of some runs and what the last one made."""
    best, made = float("inf"), b""
    for _ in range(times):
        start = time.perf_counter()
        made = work()
        best = min(best, time.perf_counter() - start)
    return best, made


def write(plan: Plan) -> bytes:
    """The workbook of a plan's second quarter of 2026, all sheets."""
    period = ReportingPeriod.objects.get(plan=plan, year=2026, quarter=2)
    return papers.write(plan, Papers(period, None, SHEETS), today=city.day())


def plain(content: bytes) -> Callable[[], bytes]:
    """Openpyxl writing the same cells the ordinary way: a value and its style, cell by cell."""
    sheets = [
        (
            sheet.title,
            [
                (cell.row, cell.column, cell.value)
                for row in sheet.iter_rows()
                for cell in row
                if cell.has_style
            ],
        )
        for sheet in load_workbook(BytesIO(content)).worksheets
    ]
    font, fill = Font(name="BIZ UDゴシック", size=9), PatternFill("solid", fgColor="EDF0F5")
    side = Side(style="thin")
    border, alignment = Border(side, side, side, side), Alignment(wrap_text=True, vertical="top")

    def work() -> bytes:
        book = Workbook()
        for title, cells in sheets:
            sheet = book.create_sheet(title)
            for row, column, value in cells:
                cell = sheet.cell(row, column, value)
                cell.font, cell.fill, cell.border, cell.alignment = font, fill, border, alignment
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    return work


def measure(board: "Board", real: Plan, large: Plan) -> None:
    """Print the numbers of the workbook."""
    spent, content = seconds(lambda: write(real))
    board.row("推進本部 workbook, 30 initiatives (s)", f"{spent:.2f}", "≤ 1 s", spent <= 1)
    board.note(
        f"      {len(content) / 1000:.0f} kB, {len(load_workbook(BytesIO(content)).sheetnames)} sheets"
    )
    spent, content = seconds(lambda: write(large), 2)
    reference, _ = seconds(plain(content), 2)
    ratio = spent / reference
    board.row(
        "推進本部 workbook, 1,000 initiatives / openpyxl, same cells",
        f"{spent:.1f}/{reference:.1f}s ×{ratio:.2f}",
        "≤ 1.3 ×",
        ratio <= 1.3,
    )
    tracemalloc.start()
    write(large)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    board.note(
        f"      {len(content) / 1000:.0f} kB; peak memory of writing it: {peak / 2**20:.0f} MB"
    )
