"""The product as it runs in a city hall: gunicorn in processes of its own, started as README says, that can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


def database_url() -> str:
    """The database this process is connected to, as DATABASE_URL says it."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    secret = f":{facts['PASSWORD']}" if facts["PASSWORD"] else ""
    return f"postgresql://{facts['USER']}{secret}@{facts['HOST']}:{facts['PORT'] or 5432}/{facts['NAME']}"


class Server:
    """Two workers with four threads on the database of this process. What they say goes to ``log``."""

    def __init__(self, log: Path, *, today: str = "2026-10-14") -> None:
        self.log = log
        self.port = 0
        self._environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DXPLAN_TODAY": today,
            "DXPLAN_LOG_LEVEL": "ERROR",
        }
        self._running: subprocess.Popen[bytes] | None = None
        self._prepared: tuple[subprocess.Popen[bytes], int] | None = None

    def start(self) -> None:
        """Start it and wait until its database answers."""
        self.prepare()
        assert self._prepared is not None
        (self._running, self.port), self._prepared = self._prepared, None
        self._wait()

    def prepare(self) -> None:
        """Let the server that is to be started next read its code already. It touches no database before it is asked."""
        if self._prepared is not None:
            return
        port = _free_port()
        options = ["--preload", "--workers", "2", "--threads", "4", "--log-level", "warning"]
        options += ["--bind", f"127.0.0.1:{port}"]
        with self.log.open("ab") as log:
            master = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "dxplan.wsgi", *options],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._prepared = master, port

    def kill(self) -> None:
        """The power goes: master and workers at once, with no chance to clean up."""
        assert self._running is not None
        os.killpg(self._running.pid, signal.SIGKILL)
        self._running.wait()
        self._running = None
        _wait_for_the_database()

    def stop(self) -> None:
        """End it as systemd does: ask, wait, insist."""
        waiting = self._prepared[0] if self._prepared else None
        for master in filter(None, (self._running, waiting)):
            master.terminate()
            with suppress(subprocess.TimeoutExpired):
                master.wait(timeout=15)
            with suppress(ProcessLookupError):
                os.killpg(master.pid, signal.SIGKILL)
            master.wait()
        self._running = self._prepared = None

    @property
    def cpu_seconds(self) -> float:
        """What the processes have worked so far (Linux); a busy machine makes it little longer."""
        assert self._running is not None
        group = self._running.pid
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                facts = stat.read_text().rpartition(")")[2].split()
                if int(facts[2]) == group:
                    ticks += int(facts[11]) + int(facts[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with (
                suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5),
            ):
                return
            time.sleep(0.02)
        raise RuntimeError(f"no answer on {self.port}: {self.log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_the_database() -> None:
    """PostgreSQL lives on when its clients die: wait until it has noticed and rolled back what they left open."""
    if connection.vendor != "postgresql":
        return
    end = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            if cursor.fetchone()[0] == 0:
                return
            time.sleep(0.01)
    raise RuntimeError("connections of the killed server are still there")
