"""A power cut after each single write of every deed of the round: all of the deed is there, or nothing of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from exchange.models import SheetUpload
from organizations.desk import Desk
from progress import actions
from progress.models import Attachment, Extension, Notice, ProgressReport, Remark
from tests import factories
from tests.conftest import TODAY
from tests.exchange import sheetfiles
from tests.progress import files
from tests.proof import hall, invariants
from tests.proof.cutting import dies_after
from tests.proof.hall import Section, indicator_of
from tests.proof.last_hour import ENTRY, SEEN
from tests.proof.visitor import Answer

pytestmark = pytest.mark.django_db(transaction=True)
MOST_WRITES = 60
ROOMS = ("progress_", "kpis_", "exchange_", "initiatives_")


@dataclass
class World:
    """Two sections in an open period, everybody signed in."""

    hall: hall.Hall
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def section(self) -> Section:
        return self.hall.sections[0]

    @property
    def entry(self) -> str:
        return reverse(
            "progress:entry-edit", args=[self.hall.period.pk, self.section.initiatives[0].pk]
        )

    def report(self, section: Section | None = None, *, state: str = "draft") -> ProgressReport:
        """What a section has written so far, with its value, brought to a state by the people whose part it is."""
        where = section or self.section
        factories.measurement(indicator=indicator_of(where.initiatives[0]), quarter=2)
        row = factories.report(
            initiative=where.initiatives[0],
            period=self.hall.period,
            department=where.department,
            state="draft",
        )
        for deed, who, target in (
            (actions.submit, where.clerks[0], "submitted"),
            (actions.confirm, where.head, "confirmed"),
            (actions.accept, self.hall.office, "accepted"),
        ):
            if row.state != state:
                row = deed(report=row, by=Desk.of(who, TODAY))
                assert row.state == target
        return row

    def post(self, who: str, address: str, fields: dict | None = None) -> None:
        """Send a form as somebody; anything but a redirect is a fault of the test."""
        answer = self.clients[who].post(address, fields or {})
        assert answer.status_code == 302, answer.text

    def deed(self, who: str, name: str, report: ProgressReport, **fields: object) -> None:
        """Do a deed of the workflow."""
        self.post(who, reverse(f"progress:report-{name}", args=[report.pk]), fields)

    def type(self, action: str) -> None:
        """Fill the entry page in and press a button."""
        page = self.clients["clerk"].get(self.entry)
        form = Answer(page.status_code, "", page.content).form(ENTRY)
        value = f"kpi-{indicator_of(self.section.initiatives[0]).pk}-value"
        self.post(
            "clerk",
            self.entry,
            {**form, "result": "新しい実績。", value: "80.5", "action": action, "seen": SEEN},
        )


@pytest.fixture
def world(transactional_db) -> World:
    made = World(hall.build(sections=2))
    first = made.section
    for name, person in (
        ("clerk", first.clerks[0]),
        ("head", first.head),
        ("office", made.hall.office),
    ):
        made.clients[name] = client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        client.get("/")
    return made


Deed = tuple[Callable[[], object], Callable[[], bool]]


def state_of(report: ProgressReport) -> str:
    return ProgressReport.objects.get(pk=report.pk).state


def first_save(world: World) -> Deed:
    return lambda: world.type("save"), ProgressReport.objects.filter(state="draft").exists


def next_save(world: World) -> Deed:
    world.report(state="draft")
    rows = ProgressReport.objects.filter(state="draft", result="新しい実績。")
    return lambda: world.type("save"), rows.exists


def hand_in(world: World) -> Deed:
    return lambda: world.type("submit"), ProgressReport.objects.filter(state="submitted").exists


def repeat(world: World) -> Deed:
    indicator_of(world.section.initiatives[0]).delete()
    rows = ProgressReport.objects.filter(state="submitted", unchanged=True)
    return lambda: world.post("clerk", f"{world.entry}repeat/"), rows.exists


def withdraw(world: World) -> Deed:
    row = world.report(state="submitted")
    return lambda: world.deed("clerk", "withdraw", row), lambda: state_of(row) == "draft"


def confirm(world: World) -> Deed:
    row = world.report(state="submitted")
    return lambda: world.deed("head", "confirm", row), lambda: state_of(row) == "confirmed"


def send_back(world: World) -> Deed:
    row = world.report(state="submitted")
    return (
        lambda: world.deed("head", "return", row, reason="理由。"),
        lambda: state_of(row) == "returned",
    )


def accept(world: World) -> Deed:
    row = world.report(state="confirmed")
    own = {"reviewed_grade": factories.grade("slip").pk, "review_reason": "遅れがある。"}
    return (
        lambda: world.deed("office", "accept", row, **own),
        ProgressReport.objects.filter(pk=row.pk, review_reason="遅れがある。").exists,
    )


def reopen(world: World) -> Deed:
    row = world.report(state="accepted")
    return (
        lambda: world.deed("office", "reopen", row, reason="理由。"),
        lambda: state_of(row) == "returned",
    )


def accept_several(world: World) -> Deed:
    rows = [world.report(section, state="confirmed") for section in world.hall.sections]
    address = reverse("progress:review-accept", args=[world.hall.period.pk])
    stamps = [f"{row.pk}:{row.version}" for row in rows]
    return (
        lambda: world.post("office", address, {"report": stamps}),
        lambda: {state_of(row) for row in rows} == {"accepted"},
    )


def attach(world: World) -> Deed:
    address = reverse("progress:attachment-create", args=[world.report(state="draft").pk])
    return (
        lambda: world.post("clerk", address, {"file": SimpleUploadedFile("表.pdf", files.pdf())}),
        Attachment.objects.exists,
    )


def take_off(world: World) -> Deed:
    row = factories.attachment(report=world.report(state="draft"), by=world.section.clerks[0])
    address = reverse("progress:attachment-remove", args=[row.pk])
    return lambda: world.post("clerk", address), lambda: not Attachment.objects.exists()


def filled_sheet(world: World):
    world.report(state="draft")
    issued, raw = sheetfiles.issue(
        world.hall.period, world.section.department, world.section.clerks[0]
    )
    return issued, sheetfiles.filled(raw, (sheetfiles.PROGRESS, 1, "◆課題", "新しい課題。"))


def bring_sheet(world: World) -> Deed:
    issued, raw = filled_sheet(world)
    address = reverse("exchange:sheet-show", args=[issued.period_id, issued.department_id])
    return (
        lambda: world.post("office", address, {"file": SimpleUploadedFile("調査票.xlsx", raw)}),
        SheetUpload.objects.exists,
    )


def take_sheet_in(world: World) -> Deed:
    deed, _ = bring_sheet(world)
    deed()
    address = reverse("exchange:sheetupload-apply", args=[SheetUpload.objects.get().pk])
    rows = ProgressReport.objects.filter(state="submitted", issue="新しい課題。")
    return lambda: world.post("office", address, {"hand_in": "on"}), rows.exists


def ask_for_reports(world: World) -> Deed:
    address = reverse("progress:notice-create", args=[world.hall.period.pk])
    sections = [row.department.pk for row in world.hall.sections]
    letter = {"subject": "提出のお願い", "text": "提出してください。", "send": "1"}
    return (
        lambda: world.post("office", address, {**letter, "section": sections}),
        lambda: Notice.objects.count() == 2,
    )


def remind(world: World) -> Deed:
    return (
        lambda: call_command("remind", "--date", "2026-10-15", verbosity=0),
        lambda: Notice.objects.filter(kind="reminder").count() == 2,
    )


def extend(world: World) -> Deed:
    where = [world.hall.period.pk, world.section.department.pk]
    words = {"due_on": "2026-10-20", "reason": "システムの更新のため"}
    return (
        lambda: world.post("office", reverse("progress:extension-grant", args=where), words),
        Extension.objects.exists,
    )


def answer_remark(world: World) -> Deed:
    row = factories.remark(
        initiative=world.section.initiatives[0],
        by=world.hall.office,
        department=world.section.department,
    )
    address = reverse("progress:remark-answer", args=[row.pk])
    return (
        lambda: world.post("clerk", address, {"response": "対応した。"}),
        Remark.objects.exclude(response="").exists,
    )


DEEDS = (
    *(first_save, next_save, hand_in, repeat, withdraw, confirm, send_back, accept, reopen),
    *(accept_several, attach, take_off, bring_sheet, take_sheet_in),
    *(ask_for_reports, remind, extend, answer_remark),
)


def contents() -> dict[str, list[tuple]]:
    """Every row of every table that a deed of the round may write."""
    names = [name for name in connection.introspection.table_names() if name.startswith(ROOMS)]
    with connection.cursor() as cursor:
        found = {}
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}" ORDER BY 1')  # noqa: S608 - our own tables
            found[name] = cursor.fetchall()
    return found


@pytest.mark.parametrize("made", DEEDS, ids=lambda made: made.__name__)
def test_deed_cut_after_any_write_is_whole_or_not_there(made, world):
    deed, is_done = made(world)
    before, cuts = contents(), 0
    assert not is_done()

    for write in range(1, MOST_WRITES):
        died = dies_after(write, deed)
        if not died or contents() != before:
            break
        cuts += 1

    # At least the row and its history: with fewer writes there would be nothing to cut.
    assert cuts >= 2
    assert is_done()
    assert invariants.broken() == []


def test_page_of_many_rows_is_cut_between_its_rows_only(transactional_db):
    made = hall.build(sections=1, clerks=2)
    [section] = made.sections
    address = reverse("progress:section-edit", args=[made.period.pk, section.department.pk])
    client, counts = Client(), []
    client.force_login(section.clerks[0], backend="django.contrib.auth.backends.ModelBackend")

    def hand_in_rows() -> None:
        page = client.get(address)
        typed = Answer(200, "", page.content).form("data-grid")
        typed |= {name: f"{name}の実績。" for name in typed if name.endswith("-result")}
        typed |= {name: "80.5" for name in typed if name.endswith("-value")}
        assert client.post(address, {**typed, "action": "submit"}).status_code == 302

    client.get(address)
    for write in range(1, MOST_WRITES):
        died = dies_after(write, hand_in_rows)
        rows = ProgressReport.objects.filter(period=made.period)
        # A row that is there has been handed in: its draft and its 提出 are one.
        assert {row.state for row in rows} <= {"submitted"}
        assert invariants.broken() == []
        counts.append(len(rows))
        if not died:
            break

    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 2)
    assert 1 in counts
