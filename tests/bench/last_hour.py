"""200 clerks of 40 sections in the last hour, and the power that goes while people write: on a real server."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

from tests import factories
from tests.proof import hall, last_hour, power_cut
from tests.proof.server import Server

if TYPE_CHECKING:
    from tests.bench.numbers import Board

SECTIONS, CLERKS = 40, 5
# An hour in three minutes: twenty times as many at once as there will be.
SPAN = 180.0
SLOWEST = 1.0
KILLS = 100


def measure(board: "Board") -> None:
    """The hour, then everybody at the same moment (for information: no deadline is like that)."""
    connection.cursor()
    board.note(
        f"      gunicorn --workers 2 --threads 4 on {connection.vendor}; an hour in {SPAN:.0f} s"
    )
    for name, span, code in (("last hour", SPAN, "014001"), ("all at once", 0.0, "014002")):
        hour, lost, busy = _pass(span, code)
        what = f"200 clerks, {name}"
        rate = f"{hour.requests} in {hour.seconds:.0f}s"
        spent = "・".join(f"{hour.percentile(percent):.2f}" for percent in (50, 95, 99))
        board.row(f"{what}: faults and 5xx", str(len(hour.faults)), "0", not hour.faults)
        for fault in hour.faults[:3]:
            board.note(f"      {fault}")
        board.row(f"{what}: accepted answers not in the database", str(len(lost)), "0", not lost)
        if span:
            held = hour.percentile(95) <= SLOWEST
            board.row(f"{what}: p50・p95・p99 (s)", spent, "p95 ≤ 1 s", held)
        else:
            board.note(f"      {what}: p50・p95・p99 (s) {spent}")
        board.note(f"      {what}: {rate}, {1000 * busy / hour.requests:.0f}ms of work each")


def _pass(span: float, code: str) -> tuple[last_hour.Hour, list[str], float]:
    city = factories.municipality(code=code, area_code=code[:5], name=f"{code}市")
    made = hall.build(sections=SECTIONS, clerks=CLERKS, municipality=city)
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "server.log")
        server.start()
        try:
            clerks = last_hour.clerks_of(made, server)
            before = server.cpu_seconds
            hour = last_hour.pass_(clerks, span=span)
            return hour, last_hour.lost(hour, made), server.cpu_seconds - before
        finally:
            server.stop()


def cut(board: "Board") -> None:
    """kill -9 again and again while six sections write."""
    city = factories.municipality(code="014003", area_code="01400", name="014003市")
    made = hall.build(sections=6, municipality=city)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "server.log")
        try:
            outcome = power_cut.cut(server, made, kills=KILLS)
        finally:
            server.stop()
    what = f"power cut {outcome.kills} times while {outcome.cut} writes were under way"
    board.row(f"{what}: lost or half", str(len(outcome.wrong)), "0", not outcome.wrong)
    board.note(f"      {outcome.written} of them had been written; {outcome.deeds.total()} deeds")
    for words in outcome.wrong:
        board.note(f"      {words}")
