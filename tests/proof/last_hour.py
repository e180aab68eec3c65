"""The last hour before the deadline: every clerk comes in, opens the report, types, is saved and hands it in."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from statistics import quantiles

from django.db import connection
from django.urls import reverse

from initiatives.models import Initiative
from kpis.models import Measurement
from progress.checks import CHECKS
from progress.models import ProgressReport
from tests.proof.hall import Hall, indicator_of
from tests.proof.server import Server
from tests.proof.visitor import CUT, Answer, Visitor, session_of

ENTRY = "data-autosave"
# Every warning of a check read already: what the person says to it is none of the proof's concern.
SEEN = " ".join(check.id for check in CHECKS)
PAGES = ("マイページ", "入力", "自動保存", "提出")


@dataclass(frozen=True)
class Clerk:
    """One person with one report to hand in, and what they will write."""

    visitor: Visitor
    address: str
    initiative: int
    kpi: str
    text: str
    value: str


@dataclass
class Hour:
    """What happened: every request with its answer and time in seconds, and what was accepted."""

    seconds: float = 0.0
    times: dict[str, list[float]] = field(default_factory=lambda: {page: [] for page in PAGES})
    answers: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    saved: dict[int, str] = field(default_factory=dict)
    handed_in: dict[int, str] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """How many requests were answered."""
        return self.answers.total()

    def percentile(self, percent: int, *pages: str) -> float:
        """The time in seconds within which so many requests were answered."""
        spent = [row for page in pages or PAGES for row in self.times[page]]
        return quantiles(spent, n=100, method="inclusive")[percent - 1]


def clerks_of(hall: Hall, server: Server) -> list[Clerk]:
    """Everybody who has a report to hand in, signed in already."""
    return [
        _clerk(hall, server, session_of(person), initiative, number)
        for number, (person, initiative) in enumerate(
            (person, initiative)
            for section in hall.sections
            for person, initiative in zip(section.clerks, section.initiatives, strict=True)
        )
    ]


def _clerk(hall: Hall, server: Server, session: str, initiative: Initiative, number: int) -> Clerk:
    return Clerk(
        visitor=Visitor(server, session),
        address=reverse("progress:entry-edit", args=[hall.period.pk, initiative.pk]),
        initiative=initiative.pk,
        kpi=f"kpi-{indicator_of(initiative).pk}-value",
        text=f"締切日に{number}番の担当が書いた実績。" * 8,
        value=f"{60 + number % 40}.{number % 10}",
    )


def pass_(clerks: list[Clerk], *, span: float, seed: int = 20261016, at_once: int = 64) -> Hour:
    """Let the hour pass in ``span`` seconds: more and more come towards its end, and each thinks between the pages.

    With a span of 0 everybody comes at the same moment and thinks no more.
    """
    hour, chance = Hour(), Random(seed)  # noqa: S311 - when people come, no secrets
    # A deadline is met late: the density of arrivals grows to its end.
    arrivals = sorted(span * chance.random() ** 0.5 for _ in clerks)
    pauses = [[chance.uniform(0, span / 20) for _ in PAGES] for _ in clerks]
    connection.close()
    begun = time.perf_counter()

    def come(job: tuple[float, list[float], Clerk]) -> None:
        arrival, thinking, clerk = job
        time.sleep(max(0.0, begun + arrival - time.perf_counter()))
        for pause, page in zip(thinking, _visit(clerk, hour), strict=False):
            assert page in PAGES
            time.sleep(pause)

    with ThreadPoolExecutor(len(clerks) if span else at_once) as people:
        list(people.map(come, zip(arrivals, pauses, clerks, strict=True)))
    hour.seconds = time.perf_counter() - begun
    return hour


def _visit(clerk: Clerk, hour: Hour) -> Iterator[str]:
    """One clerk's round, page by page."""
    desk = clerk.visitor
    if _timed(hour, "マイページ", lambda: desk.get("/"), {200}) is None:
        return
    yield "マイページ"
    page = _timed(hour, "入力", lambda: desk.get(clerk.address), {200})
    if page is None:
        return
    yield "入力"
    typed = {**page.form(ENTRY), "result": clerk.text, clerk.kpi: clerk.value}
    fields = {**typed, "action": "save"}
    saved = _timed(hour, "自動保存", lambda: desk.post(clerk.address, fields, fetch=True), {200})
    if saved is None:
        return
    hour.saved[clerk.initiative] = clerk.text
    yield "自動保存"
    last = {**typed, "version": str(saved.data["version"]), "action": "submit"}
    last["seen"] = SEEN
    if _timed(hour, "提出", lambda: desk.post(clerk.address, last), {302}):
        hour.handed_in[clerk.initiative] = clerk.value
    yield "提出"


def _timed(hour: Hour, page: str, ask, wanted: set[int]) -> Answer | None:
    """One request; what did not go as it should is noted."""
    start = time.perf_counter()
    try:
        answer: Answer = ask()
    except CUT as cut:
        hour.faults.append(f"{page}: {cut!r}")
        return None
    hour.times[page].append(time.perf_counter() - start)
    hour.answers[answer.status] += 1
    if answer.status in wanted:
        return answer
    hour.faults.append(f"{page}: {answer.status} {answer.text[:200]}")
    return None


def lost(hour: Hour, hall: Hall) -> list[str]:
    """Every accepted answer that the database does not hold: the texts, the values, the 提出."""
    reports = {row.initiative_id: row for row in ProgressReport.objects.filter(period=hall.period)}
    values = dict(
        Measurement.objects.filter(
            indicator__initiative__plan=hall.period.plan,
            year=hall.period.year,
            quarter=hall.period.quarter,
        ).values_list("indicator__initiative", "value")
    )
    found = [
        f"text of {pk}"
        for pk, text in hour.saved.items()
        if pk not in reports or reports[pk].result != text
    ]
    for pk, value in hour.handed_in.items():
        if reports[pk].state != "submitted" or reports[pk].events.count() != 1:
            found.append(f"submission of {pk}")
        if str(values.get(pk)) not in {value, f"{value}0", f"{value}000"}:
            found.append(f"value of {pk}: {values.get(pk)} is not {value}")
    return found
