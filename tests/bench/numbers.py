"""What is measured, against which bar."""

import gzip
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatives.models import Plan
from organizations.models import User
from tests.bench import book, city, last_hour, paper, reminders, sheets
from tests.bench.faces import city_pages, faces

ROOT = Path(__file__).resolve().parents[2]
PLAN_FILES = [
    str(ROOT / "fixtures" / f"{name}.yaml")
    for name in (
        "ishinomaki-dx-policy",
        "ishinomaki-dx-plan",
        "higashimatsushima-dx-plan",
        "iwanuma-digital-plan",
    )
]
DEMO_FILE = ROOT / "fixtures" / "ishinomaki-demo-year.yaml"
ROUNDS = 15
# The pages that must stay within three times their time with 30 initiatives; the others are told for information.
BARRED = {"ダッシュボード", "審査"}


class Board:
    """Prints each number with its bar and remembers the misses."""

    def __init__(self) -> None:
        self.missed = 0

    def row(self, what: str, value: str, bar: str, held: bool) -> None:
        """Print one number."""
        self.missed += not held
        print(f"{'ok  ' if held else 'MISS'}  {what:<62} {value:>16}   {bar}", flush=True)  # noqa: T201

    def note(self, text: str) -> None:
        """Print one line without a bar."""
        print(text, flush=True)  # noqa: T201


def run(groups: set[str]) -> int:
    """Measure the named groups (all when none is named); the number of misses is the exit code."""
    settings.ROOT_URLCONF = "tests.bench.urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    board = Board()
    call_command("migrate", verbosity=0)
    board.note(f"database: {connection.vendor}; medians of {ROUNDS} requests after 3 to warm up")
    load(board)
    for name, group in GROUPS.items():
        if not groups or name in groups:
            board.note(f"\n{name}")
            group(board)
    board.note(f"\n{board.missed} missed")
    return min(board.missed, 1)


def load(board: Board) -> None:
    """The four plan files into an empty database."""
    start = time.perf_counter()
    call_command("loadplan", *PLAN_FILES, verbosity=0)
    first = time.perf_counter() - start
    start = time.perf_counter()
    call_command("loadplan", *PLAN_FILES, verbosity=0)
    second = time.perf_counter() - start
    board.row("loadplan of all four plans (s)", f"{first:.2f}", "≤ 10 s", first <= 10)
    board.row("loadplan a second time (s)", f"{second:.2f}", "≤ 10 s", second <= 10)
    call_command("loaddemo", str(DEMO_FILE), verbosity=0)


def client_of(user: User) -> Client:
    """A signed-in browser."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def once(client: Client, address: str) -> float:
    """The time of one request in milliseconds."""
    start = time.perf_counter()
    response = client.get(address)
    elapsed = time.perf_counter() - start
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")
    return elapsed * 1000


def milliseconds(*visits: tuple[Client, str]) -> list[float]:
    """The median time of each page; the pages take turns, so that a busy moment of the machine meets all of them."""
    times: list[list[float]] = [[] for _ in visits]
    for index in range(ROUNDS + 3):
        for place, (client, address) in enumerate(visits):
            elapsed = once(client, address)
            if index >= 3:
                times[place].append(elapsed)
    return [statistics.median(row) for row in times]


def queries(client: Client, address: str) -> int:
    """How many queries a page needs (after a first visit)."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address)
    return len(captured)


def pages(board: Board) -> None:
    """Each page against the empty signed-in page of the same person."""
    for name, who, address in faces():
        client = client_of(User.objects.get(username=who))
        empty, page = milliseconds((client, "/empty/"), (client, address))
        ratio = page / empty
        board.row(f"{name} / 空のページ", f"{page:.1f}ms ×{ratio:.1f}", "≤ 5 ×", ratio <= 5)


@cache
def made_cities() -> tuple[city.City, city.City, city.City]:
    """Cities with 1, 30 and 1,000 initiatives, made once."""
    made = (city.build("011002", 1), city.build("011011", 30), city.build("012025", 1000))
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")
    return made


def sizes(board: Board) -> None:
    """The same pages for 1, 30 and 1,000 initiatives with 28 periods each."""
    cities = made_cities()
    for name, address, person in city_pages():
        counts = [queries(client_of(person(place)), address(place)) for place in cities]
        board.row(
            f"queries of {name}",
            "・".join(map(str, counts)),
            "1 = 30 = 1,000",
            len(set(counts)) == 1,
        )
    for name, address, person in city_pages():
        small, large = milliseconds(*((client_of(person(c)), address(c)) for c in cities[1:]))
        what = f"{name}: 1,000 / 30 initiatives × 28 periods"
        value = f"{large:.0f}/{small:.0f}ms ×{large / small:.1f}"
        if name in BARRED:
            board.row(what, value, "≤ 3 ×", large <= 3 * small)
        else:
            board.note(f"      {what:<62} {value:>16}")


def wire(board: Board) -> None:
    """The first page with everything it loads, gzipped, without Plotly."""
    response = client_of(User.objects.get(username="clerk")).get(reverse("progress:mypage-show"))
    html = response.content.decode()
    names = re.findall(r'(?:href|src)="/static/([^"]+)"', html)
    total = len(gzip.compress(response.content))
    for name in names:
        found = finders.find(name)
        if isinstance(found, str) and "plotly" not in name:
            total += len(gzip.compress(Path(found).read_bytes()))
    board.row(
        "first page over the wire, gzip (kB)", f"{total / 1000:.1f}", "≤ 100 kB", total <= 100_000
    )


def workbook(board: Board) -> None:
    """The 推進本部 workbook against openpyxl writing the same cells."""
    paper.measure(board, Plan.objects.get(slug="ishinomaki-dx-plan"), made_cities()[2].plan)


def planbook(board: Board) -> None:
    """The plan workbook of 1,000 initiatives, read and compared."""
    plan = Plan.objects.select_related("municipality", "grade_scale", "predecessor")
    office = User.objects.get(username="office")
    book.measure(board, plan.get(slug="ishinomaki-dx-plan"), office)


def sheet(board: Board) -> None:
    """The 調査票 of every section: of the real plan, and of a plan with 1,000 initiatives."""
    office = User.objects.get(username="office")
    real = Plan.objects.get(slug="ishinomaki-dx-plan")
    sheets.measure(board, "石巻市", real, office, client_of(office))
    large = made_cities()[2]
    sheets.measure(board, "1,000 initiatives", large.plan, large.office, client_of(large.office))


def mutations(board: Board) -> None:
    """Two thousand mutated 調査票 through the pages."""
    office = User.objects.get(username="office")
    plan = Plan.objects.get(slug="ishinomaki-dx-plan")
    sheets.mutate(board, plan, "市民課", office, client_of(office))


def remind(board: Board) -> None:
    """The reminders of every city hall of Japan."""
    reminders.measure(board.row)


def deadline(board: Board) -> None:
    """The last hour before a deadline on a real server."""
    last_hour.measure(board)


def power(board: Board) -> None:
    """A hundred power cuts."""
    last_hour.cut(board)


def memory(board: Board) -> None:
    """The peak memory of the whole run."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    board.note(f"      peak memory of this run: {peak:.0f} MB ({sys.platform})")


GROUPS: dict[str, Callable[[Board], None]] = {
    "pages": pages,
    "wire": wire,
    "workbook": workbook,
    "planbook": planbook,
    "sheet": sheet,
    "mutations": mutations,
    "last_hour": deadline,
    "power": power,
    "sizes": sizes,
    "remind": remind,
    "memory": memory,
}
