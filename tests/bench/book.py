"""The plan workbook of 1,000 initiatives: the parts of the real plan again and again, read and compared."""

import time
import tracemalloc
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from exchange.planbook import loading, writing
from exchange.planfile.tree import plan_tree
from initiatives.models import Plan
from organizations.models import User

if TYPE_CHECKING:
    from tests.bench.numbers import Board

COUNT = 1_000


def large(plan: Plan) -> dict[str, Any]:
    """The tree of a plan with so many initiatives, each one of the real plan's under another code."""
    tree = plan_tree(plan)
    promised = tree["initiatives"]
    tree["plan"] = {**tree["plan"], "slug": "bench-plan", "title": "大きな計画"}
    tree["initiatives"] = []
    for number in range(COUNT):
        one = deepcopy(promised[number % len(promised)])
        one |= {"code": f"{one['code']}-{number}", "number": number + 1, "predecessors": []}
        tree["initiatives"].append({key: value for key, value in one.items() if key != "repeat_of"})
    for category in tree["categories"]:
        category.pop("predecessors", None)
    tree["plan"].pop("predecessor", None)
    return tree


def measure(board: "Board", plan: Plan, by: User) -> None:
    """Print seconds and memory of writing, reading and comparing."""
    tree = large(plan)
    start = time.perf_counter()
    raw = writing.render(tree, title="大きな計画")
    written = time.perf_counter() - start
    board.note(
        f"      {len(raw) / 1000:.0f} kB with {COUNT} initiatives, written in {written:.1f} s"
    )

    def take_in(agreed: str = "") -> loading.Result:
        book = loading.read(raw, name="plan.xlsx")
        return loading.take_in(book, municipality=plan.municipality, by=by, agreed=agreed)

    start = time.perf_counter()
    loading.read(raw, name="plan.xlsx")
    read = time.perf_counter() - start
    start = time.perf_counter()
    shown = take_in()
    spent = time.perf_counter() - start
    rows = sum(kind.added for kind in shown.preview.kinds)
    board.row(
        f"plan workbook, read and {rows} new rows previewed (s)",
        f"{spent:.1f} (read {read:.1f})",
        "≤ 10 s",
        spent <= 10,
    )
    take_in(shown.preview.digest)
    start = time.perf_counter()
    same = take_in()
    spent = time.perf_counter() - start
    board.row(
        "plan workbook, read and compared with the same plan (s)",
        f"{spent:.1f}",
        "≤ 10 s",
        spent <= 10 and not same.preview.kinds,
    )
    tracemalloc.start()
    take_in()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    board.note(f"      peak memory of reading and comparing: {peak / 2**20:.0f} MB")
