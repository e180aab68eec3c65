"""A real server on the demo year and a real Chromium in front of it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.hands import Keyboard

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "demo-ishinomaki-r8"
PLANS = (
    "ishinomaki-dx-policy",
    "ishinomaki-dx-plan",
    "higashimatsushima-dx-plan",
    "iwanuma-digital-plan",
)
# A busy machine may take long over Plotly's script; a page that works is never failed for being slow.
PATIENCE = 90_000
expect.set_options(timeout=30_000)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Use the machine's own Chromium; it talks to nobody but the test's server."""
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if executable is None:
        pytest.fail("no Chromium on this machine: run sh tests/install-programs.sh")
    args = ["--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
    args += ["--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run"]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": executable, "args": args}


def _environment(database: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "DXPLAN_TODAY": "2026-10-14",
        "DXPLAN_DEBUG": "1",
        "DXPLAN_LOG_LEVEL": "ERROR",
    }


def _manage(database: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=_environment(database),
        check=True,
        stdout=subprocess.DEVNULL,
    )


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan and the demo year, loaded once by the product's own commands."""
    database = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    _manage(database, "migrate", "-v0")
    _manage(database, "loadplan", *(f"fixtures/{name}.yaml" for name in PLANS))
    _manage(database, "loadproposal", "fixtures/ishinomaki-proposal-r3-2.yaml")
    _manage(database, "loaddemo", "fixtures/ishinomaki-demo-year.yaml")
    return database


@dataclass
class Site:
    """A running server and what the browser saw of it."""

    address: str
    database: Path
    problems: list[str] = field(default_factory=list)

    def sign_in(self, context: BrowserContext, username: str) -> Page:
        """Open a page, sign in, and note every console error and every request to another host."""
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("request", lambda request: self._request(request.url))
        page.goto(f"{self.address}/accounts/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        # Whoever has something left to set up comes to はじめに設定すること instead of マイページ.
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return page

    def _console(self, kind: str, text: str) -> None:
        if kind == "error":
            self.problems.append(f"console: {text}")

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if (
            parts.scheme not in {"data", "blob"}
            and f"{parts.scheme}://{parts.netloc}" != self.address
        ):
            self.problems.append(f"another host: {url}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server at {address} did not answer")


@contextmanager
def _serve(demo_database: Path, folder: Path) -> Iterator[Site]:
    """The product on a copy of the demo year."""
    database = folder / "site.sqlite3"
    for suffix in ("", "-wal", "-shm"):
        source = demo_database.with_name(demo_database.name + suffix)
        if source.exists():
            shutil.copy(source, database.with_name(database.name + suffix))
    port = _free_port()
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(database),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield Site(address, database)
    finally:
        server.terminate()
        server.wait(timeout=10)


@pytest.fixture(scope="module")
def site(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that a whole module reads."""
    with _serve(demo_database, tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def fresh(demo_database: Path, tmp_path: Path) -> Iterator[Site]:
    """A site of its own for a test that writes."""
    with _serve(demo_database, tmp_path) as site:
        yield site


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A desk of its own: 1366 px wide, Japanese."""
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="ja-JP")
    yield context
    context.close()


@pytest.fixture
def desk(fresh: Site, browser: Browser) -> Iterator[Callable[[str], Keyboard]]:
    """Sit somebody down at the keyboard of a browser of their own."""
    contexts: list[BrowserContext] = []

    def desk(username: str) -> Keyboard:
        contexts.append(
            browser.new_context(viewport={"width": 1366, "height": 900}, locale="ja-JP")
        )
        return Keyboard.at(fresh.address, contexts[-1], username, PASSWORD)

    yield desk
    for context in contexts:
        context.close()
