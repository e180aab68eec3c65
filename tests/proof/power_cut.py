"""The power goes while sections write: what was answered must be there, and what was under way wholly or not at all.

Each section goes on by itself through the round, over and over: its clerk types, attaches, hands in (on the page, or
the office for it by 調査票), its head confirms or returns, the office accepts with a grade of its own and reopens.
Before each request it is noted what the request will make of the report, after the answer that it did.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from threading import Event, Thread
from typing import NamedTuple

from django.db import connection
from django.urls import reverse

from kpis.models import Measurement
from progress.models import Attachment, ProgressReport
from tests import factories
from tests.exchange import sheetfiles
from tests.progress import files
from tests.proof import invariants
from tests.proof.hall import Hall, Section, indicator_of
from tests.proof.last_hour import ENTRY, SEEN
from tests.proof.server import Server
from tests.proof.visitor import CUT, PATIENCE, Answer, Visitor, session_of

MOST_FILES = 4


class Fact(NamedTuple):
    """What a report says: its state, one of its texts, its KPI value, and why the office sees it otherwise."""

    state: str = ""
    text: str = ""
    value: str = ""
    review: str = ""


class RefusedError(Exception):
    """The server answered, and not as it should."""


@dataclass
class Round:
    """One section's report and its people; ``sure`` was answered, ``under_way`` perhaps written."""

    server: Server
    hall: Hall
    section: Section
    chance: Random
    sure: Fact = field(default_factory=Fact)
    under_way: Fact | None = None
    files: set[str] = field(default_factory=set)
    file_under_way: str = ""
    deeds: Counter[str] = field(default_factory=Counter)
    refusals: list[str] = field(default_factory=list)
    number: int = 0
    begun: int = 0

    def __post_init__(self) -> None:
        self.initiative = self.section.initiatives[0]
        self.indicator = indicator_of(self.initiative)
        self.grade = factories.grade("slip").pk
        self.entry = reverse("progress:entry-edit", args=[self.hall.period.pk, self.initiative.pk])
        people = (self.section.clerks[0], self.section.head, self.hall.office)
        self.clerk, self.head, self.office = (
            Visitor(self.server, session_of(person)) for person in people
        )

    def work(self, end: Event) -> None:
        """Go on until the power goes."""
        try:
            while not end.is_set():
                self._step()
        except CUT:
            return
        except RefusedError as refusal:
            self.refusals.append(str(refusal))
        finally:
            connection.close()

    def _step(self) -> None:
        typing = [self._save, self._save, self._submit, self._submit]
        ways: dict[str, list[Callable[[], None]]] = {
            "": typing,
            "draft": [*typing, self._attach, self._sheet],
            "returned": [*typing, self._attach, self._sheet],
            "submitted": [self._confirm, self._confirm, self._withdraw, self._return],
            "confirmed": [self._accept],
            "accepted": [self._reopen],
        }
        self.number += 1
        deed = self.chance.choice(ways[self.sure.state])
        deed()
        self.deeds[deed.__name__] += 1

    def _typed(self) -> tuple[str, str]:
        return f"第{self.number}回に書いた実績。" * 6, f"{self.number % 90 + 1}.5"

    def _make(self, fact: Fact, ask: Callable[[], Answer], *wanted: int) -> Answer:
        """One writing request, noted before and after."""
        self.under_way = fact
        self.begun += 1
        answer = self._ask(ask, *wanted)
        self.sure, self.under_way = fact, None
        return answer

    def _ask(self, ask: Callable[[], Answer], *wanted: int) -> Answer:
        answer = ask()
        if answer.status not in wanted:
            raise RefusedError(f"{self.sure.state}: {answer.status} {answer.text[:2000]}")
        return answer

    def _form(self) -> dict[str, str]:
        page = self._ask(lambda: self.clerk.get(self.entry), 200)
        text, value = self._typed()
        return {**page.form(ENTRY), "result": text, f"kpi-{self.indicator.pk}-value": value}

    def _save(self) -> None:
        fields = {**self._form(), "action": "save"}
        text, value = self._typed()
        fact = Fact(self.sure.state or "draft", text, value, self.sure.review)
        self._make(fact, lambda: self.clerk.post(self.entry, fields, fetch=True), 200)

    def _submit(self) -> None:
        fields = {**self._form(), "action": "submit", "seen": SEEN}
        fact = Fact("submitted", *self._typed())
        self._make(fact, lambda: self.clerk.post(self.entry, fields), 302)

    def _deed(self, who: Visitor, name: str, fact: Fact, **words: str) -> None:
        address = reverse(f"progress:report-{name}", args=[self._report().pk])
        self._make(fact, lambda: who.post(address, words), 302)

    def _confirm(self) -> None:
        self._deed(self.head, "confirm", self.sure._replace(state="confirmed"))

    def _withdraw(self) -> None:
        self._deed(self.clerk, "withdraw", self.sure._replace(state="draft"))

    def _return(self) -> None:
        self._deed(self.head, "return", self.sure._replace(state="returned"), reason="理由。")

    def _accept(self) -> None:
        why = f"第{self.number}回の確認評価の理由。"
        fact = self.sure._replace(state="accepted", review=why)
        words = {"reviewed_grade": str(self.grade), "review_reason": why}
        self._deed(self.office, "accept", fact, **words)

    def _reopen(self) -> None:
        self._deed(self.office, "reopen", self.sure._replace(state="returned"), reason="理由。")

    def _attach(self) -> None:
        """A file for the draft; the fifth makes room first."""
        report = self._report()
        assert report is not None
        address = reverse("progress:attachment-create", args=[report.pk])
        content = files.pdf(f"/N {report.pk}-{self.number}".encode(), size=20_000)
        if len(self.files) >= MOST_FILES:
            self._take_off(report)
        self.file_under_way = hashlib.sha256(content).hexdigest()
        self._ask(lambda: self.clerk.upload(address, f"資料{self.number}.pdf", content), 302)
        self.files.add(self.file_under_way)
        self.file_under_way = ""

    def _take_off(self, report: ProgressReport) -> None:
        attachment = report.attachments.first()
        assert attachment is not None
        address = reverse("progress:attachment-remove", args=[attachment.pk])
        # Whether it is gone is not known until the answer has come.
        self.files.discard(attachment.sha256)
        self.file_under_way = attachment.sha256
        self._ask(lambda: self.clerk.post(address, {}), 302)
        self.file_under_way = ""

    def _sheet(self) -> None:
        """The office takes a 調査票 in for the section and hands it in."""
        where = [self.hall.period.pk, self.section.department.pk]
        taken_out = self._ask(
            lambda: self.office.post(reverse("exchange:sheet-issue", args=where), {}), 200
        )
        text, value = self._typed()
        raw = sheetfiles.filled(
            taken_out.content,
            (sheetfiles.PROGRESS, 1, "◆今期の実績", text),
            (sheetfiles.KPI, 1, "◆測定の区分", "測定した"),
            (sheetfiles.KPI, 1, "◆今回実績", float(value)),
        )
        brought = self._ask(
            lambda: self.office.upload(
                reverse("exchange:sheet-show", args=where), "調査票.xlsx", raw
            ),
            302,
        )
        fact = Fact("submitted", text, value)
        apply = f"{brought.location}apply/"
        self._make(fact, lambda: self.office.post(apply, {"hand_in": "on"}), 302)

    def _report(self) -> ProgressReport | None:
        rows = ProgressReport.objects.filter(period=self.hall.period, initiative=self.initiative)
        return rows.first()

    def found(self) -> list[str]:
        """What is not as it must be after the power came back; then go on from what is there."""
        report, now = self._report(), Fact()
        if report is not None:
            measured = Measurement.objects.filter(indicator=self.indicator, quarter=2).first()
            value = f"{measured.value:.1f}" if measured and measured.value is not None else ""
            now = Fact(report.state, report.result, value, report.review_reason)
        wrong = [*self.refusals]
        if now not in {self.sure, self.under_way}:
            wrong.append(f"{now} is neither {self.sure} nor {self.under_way}")
        kept = set(Attachment.objects.filter(report=report).values_list("sha256", flat=True))
        if not self.files <= kept <= self.files | {self.file_under_way}:
            wrong.append(f"files of {self.initiative.pk}: {kept ^ self.files}")
        self.sure, self.under_way = now, None
        self.files, self.file_under_way = kept, ""
        return wrong


@dataclass
class Outcome:
    """What a number of power cuts did."""

    kills: int = 0
    deeds: Counter[str] = field(default_factory=Counter)
    cut: int = 0
    written: int = 0
    wrong: list[str] = field(default_factory=list)


def cut(server: Server, hall: Hall, *, kills: int, seed: int = 20261016) -> Outcome:
    """Start, work, kill, look, so many times; the first time that something is wrong ends it."""
    chance, outcome = Random(seed), Outcome()  # noqa: S311 - when the power goes, no secrets
    rounds = [Round(server, hall, section, Random(chance.random())) for section in hall.sections]  # noqa: S311
    connection.close()
    while outcome.kills < kills and not outcome.wrong:
        server.start()
        server.prepare()
        _work(server, rounds, chance.randint(1, 8), chance.uniform(0, 0.15))
        outcome.kills += 1
        guesses = [row.under_way for row in rounds]
        outcome.cut += sum(guess is not None for guess in guesses)
        outcome.wrong = [words for row in rounds for words in row.found()]
        outcome.written += sum(
            guess is not None and guess == row.sure
            for guess, row in zip(guesses, rounds, strict=True)
        )
        outcome.wrong += invariants.broken()
    for row in rounds:
        outcome.deeds += row.deeds
    return outcome


def _work(server: Server, rounds: list[Round], writes: int, delay: float) -> None:
    """Let everybody work until so many writes were begun and a moment has passed: on a slow machine, too."""
    end, wanted = Event(), writes + sum(row.begun for row in rounds)
    threads = [Thread(target=row.work, args=[end]) for row in rounds]
    for thread in threads:
        thread.start()
    last = time.monotonic() + PATIENCE
    while sum(row.begun for row in rounds) < wanted and time.monotonic() < last:
        time.sleep(0.002)
    time.sleep(delay)
    server.kill()
    end.set()
    for thread in threads:
        thread.join()
