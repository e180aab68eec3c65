"""Whole rounds as a city hall lives them, page by page: from the opening of a period to the texts of the next."""

import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from initiatives.models import Initiative, Plan
from kpis.models import Measurement
from organizations.models import Department, User
from progress.models import Notice, ProgressReport, ReportingPeriod
from tests import factories
from tests.exchange import sheetfiles
from tests.exchange.sheetfiles import KPI, PROGRESS
from tests.proof import invariants
from tests.proof.last_hour import ENTRY
from tests.proof.visitor import Answer

pytestmark = pytest.mark.django_db

LATE = "課題の整理に時間を要した。"
WORDS = {
    "implementation": "doing",
    "result": "出張申請会を４回開催した。",
    "next_action": "高校への出張申請を始める。",
}


@dataclass
class Section:
    """A section with one initiative, its clerk and its head at their browsers."""

    department: Department
    initiative: Initiative
    clerk: Client
    head: Client


@dataclass
class Hall:
    """A plan, the sections that report on it, the office, and the day it is."""

    plan: Plan
    office: Client
    sections: dict[str, Section]
    people: list[tuple[Client, User]]
    settings: object

    def on(self, day: str) -> None:
        """Let it become a day. Nobody's session lasts so long: everybody signs in again."""
        self.settings.TODAY = date.fromisoformat(day)
        for client, person in self.people:
            client.logout()
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    def open_period(self, **changed: str) -> ReportingPeriod:
        """The office opens what the page proposes."""
        address = reverse("progress:period-create", args=[self.plan.slug])
        form = self.office.get(address).context["form"]
        fields = {name: str(form[name].value() or "") for name in form.fields}
        posted(self.office, address, {**fields, **changed})
        return self.plan.periods.latest("year", "quarter")

    def entry(self, name: str) -> str:
        """The address of the entry page of a section in the newest period."""
        period = self.plan.periods.latest("year", "quarter")
        return reverse("progress:entry-edit", args=[period.pk, self.sections[name].initiative.pk])

    def report(self, name: str) -> ProgressReport:
        """The newest report of a section."""
        rows = ProgressReport.objects.filter(initiative=self.sections[name].initiative)
        return rows.latest("period__year", "period__quarter")

    def fill_in(self, name: str, **words: str) -> str:
        """The clerk opens the page, types over what stands there and hands it in; what is said then."""
        client, address = self.sections[name].clerk, self.entry(name)
        fields = Answer(200, "", client.get(address).content).form(ENTRY)
        grade = str(factories.grade("ontrack").pk)
        values = {key: "79.4" for key in fields if key.endswith("-value")}
        typed = {**fields, "self_grade": grade, **WORDS, **values, **words, "action": "submit"}
        warned = client.post(address, typed)
        if warned.status_code == 200:
            # Something looks odd: it is saved and named, and whoever means it presses once more.
            assert "このまま提出する" in warned.text, warned.text
            shown = Answer(200, "", warned.content).form(ENTRY)
            return posted(client, address, {**shown, "action": "submit"})
        return client.get(warned.url).text

    def deed(self, client: Client, deed: str, name: str, **words: object) -> str:
        """A button on a report; what is said then."""
        report = self.report(name)
        fields = {"version": report.version, "next": "/", **words}
        return posted(client, reverse(f"progress:report-{deed}", args=[report.pk]), fields)

    def states(self) -> dict[str, str]:
        """Where each section's newest report stands."""
        return {name: self.report(name).state for name in self.sections}


def posted(client: Client, address: str, fields: dict) -> str:
    """Send a form; the page that follows."""
    answer = client.post(address, fields, follow=True)
    assert [status for _, status in answer.redirect_chain] == [302], answer.text
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
def hall(municipality, office, settings):
    """Make a city hall of some sections, each with an initiative that has a KPI."""

    def hall(*names: str, **fields) -> Hall:
        plan = factories.plan(municipality=municipality, **fields)
        people = [(Client(), factories.person(office, "secretariat"))]
        sections = {}
        for name in names:
            section = factories.department(municipality=municipality, name=name)
            initiative = factories.initiative(plan=plan, lead=section)
            factories.indicator(initiative=initiative)
            two = [(Client(), factories.person(section, role)) for role in ("clerk", "head")]
            sections[name] = Section(section, initiative, *(client for client, _ in two))
            people += two
        return Hall(plan, people[0][0], sections, people, settings)

    return hall


def by_sheet(hall: Hall, name: str) -> str:
    """The office takes a section's 調査票 out, fills it in as the section says, and hands it in on its behalf."""
    section, period = hall.sections[name], hall.plan.periods.latest("year", "quarter")
    where = [period.pk, section.department.pk]
    raw = sheetfiles.filled(
        hall.office.post(reverse("exchange:sheet-issue", args=where)).content,
        (PROGRESS, 1, "◆実施状況", "実施中"),
        (PROGRESS, 1, "◆進捗評価", "計画どおり"),
        (PROGRESS, 1, "◆今期の実績", "紙で届いた実績。"),
        (PROGRESS, 1, "◆今後の取組", "続ける。"),
        (KPI, 1, "◆測定の区分", "測定した"),
        (KPI, 1, "◆今回実績", 80.1),
    )
    file = SimpleUploadedFile("調査票.xlsx", raw)
    brought = hall.office.post(reverse("exchange:sheet-list", args=[period.pk]), {"file": file})
    assert brought.status_code == 302, brought.text
    return posted(hall.office, f"{brought.url}apply/", {"hand_in": "on"})


def numbers_of(hall: Hall) -> list[int]:
    """The counts of the dashboard, which are those of the workbook."""
    page = hall.office.get(reverse("reports:dashboard-show", args=[hall.plan.slug])).text
    shown = re.findall(r'counts__n">(?:<a[^>]*>)?([0-9]+)', page)[:7]
    paper = hall.office.get(reverse("exchange:hq-download", args=[hall.plan.slug]))
    sheet = openpyxl.load_workbook(BytesIO(paper.content))["総括表"]
    total = next(row for row in sheet.iter_rows() if row[0].value == "合　　計")
    numbers = [int(number) for number in shown]
    assert numbers == [total[4 + 2 * place].value for place in range(7)]
    return numbers


def test_round_of_a_quarter_from_its_opening_to_the_texts_of_the_next(hall):
    city = hall("市民課", "人事課", "農林課", "建設課")
    # The round before, so that there is something to repeat.
    city.on("2026-07-01")
    city.open_period()
    for name in city.sections:
        city.fill_in(name)
        city.deed(city.sections[name].head, "confirm", name)
        city.deed(city.office, "accept", name)
    city.sections["人事課"].initiative.indicators.all().delete()

    city.on("2026-10-01")
    period = city.open_period(as_of="2026-09-30", due_on="2026-10-16", closes_on="2026-10-30")
    assert str(period) == "令和８年度 第２四半期"
    assert "やること １件" in city.sections["市民課"].clerk.get("/").text

    # Three ways to hand in.
    assert "提出しました" in city.fill_in("市民課", result="今期の実績。")
    repeated = posted(city.sections["人事課"].clerk, f"{city.entry('人事課')}repeat/", {})
    assert "前期から変化なしで提出しました" in repeated
    assert "１件を提出しました" in by_sheet(city, "農林課")
    with pytest.raises(ProgressReport.DoesNotExist):
        ProgressReport.objects.get(period=period, department__name="建設課")

    # The head asks for more, sees it, and confirms.
    city.deed(
        city.sections["市民課"].head, "return", "市民課", reason="申請受付の数を書いてください。"
    )
    assert "申請受付の数を書いてください。" in city.sections["市民課"].clerk.get("/").text
    city.fill_in("市民課", result="申請受付は201件。", self_grade=str(factories.grade("ahead").pk))
    for name in ("市民課", "人事課", "農林課"):
        assert "確認しました" in city.deed(city.sections[name].head, "confirm", name)

    # One is late: reminded once, then given time.
    city.on("2026-10-15")
    for _ in range(2):
        call_command("remind", verbosity=0)
    [notice] = Notice.objects.all()
    assert (notice.department.name, notice.kind) == ("建設課", "reminder")
    late = city.sections["建設課"]
    extension = reverse("progress:extension-grant", args=[period.pk, late.department.pk])
    posted(city.office, extension, {"due_on": "2026-10-20", "reason": "災害対応のため"})
    city.on("2026-10-19")
    assert "災害対応のため" in late.clerk.get("/").text
    delay = {"self_grade": str(factories.grade("late").pk), "reason": LATE, "recovery": "来期。"}
    city.fill_in("建設課", **delay)
    city.deed(late.head, "confirm", "建設課")

    # The office accepts, one with a grade of its own; one it opens again.
    own = {"reviewed_grade": factories.grade("slip").pk, "review_reason": "目安を下回るため。"}
    city.deed(city.office, "accept", "市民課", **own)
    rest = [city.report(name) for name in ("人事課", "農林課", "建設課")]
    accepted = posted(
        city.office,
        reverse("progress:review-accept", args=[period.pk]),
        {"report": [f"{row.pk}:{row.version}" for row in rest]},
    )
    assert "３件を受理しました" in accepted
    city.deed(city.office, "reopen", "農林課", reason="値を確かめてください。")
    city.fill_in("農林課", result="確かめた実績。")
    city.deed(city.sections["農林課"].head, "confirm", "農林課")
    city.deed(city.office, "accept", "農林課")
    assert set(city.states().values()) == {"accepted"}
    assert numbers_of(city) == [0, 0, 2, 1, 1, 0, 0]

    # After the last day nothing moves without a reason of the office's.
    city.on("2026-11-02")
    refused = late.clerk.post(city.entry("建設課"), {**WORDS, "version": "3", "action": "save"})
    assert refused.status_code == 409
    assert set(city.states().values()) == {"accepted"}
    finals = Measurement.objects.filter(quarter=2).values_list("finality", flat=True)
    assert list(finals) == ["final"] * 3

    # The next round begins with the words of this one.
    city.on("2027-01-05")
    assert str(city.open_period()) == "令和８年度 第３四半期"
    page = Answer(200, "", city.sections["市民課"].clerk.get(city.entry("市民課")).content)
    assert page.form(ENTRY)["result"] == "申請受付は201件。"
    assert page.form(ENTRY)["self_grade"] == str(factories.grade("ahead").pk)
    assert invariants.broken() == []


def test_round_of_a_plan_without_confirmation_goes_straight_to_the_office(hall):
    city = hall("市民課", "人事課", needs_confirmation=False)
    city.on("2026-10-01")
    city.open_period()

    assert "事務局" in city.fill_in("市民課")
    by_sheet(city, "人事課")
    refused = city.sections["市民課"].head.post(
        reverse("progress:report-confirm", args=[city.report("市民課").pk])
    )
    for name in city.sections:
        city.deed(city.office, "accept", name)

    assert refused.status_code == 302
    assert city.states() == {"市民課": "accepted", "人事課": "accepted"}
    assert numbers_of(city) == [0, 0, 2, 0, 0, 0, 0]
    city.on("2027-01-05")
    city.open_period()
    page = Answer(200, "", city.sections["人事課"].clerk.get(city.entry("人事課")).content)
    assert page.form(ENTRY)["result"] == "紙で届いた実績。"
    assert invariants.broken() == []


def test_round_of_a_half_year_plan_is_called_so_to_its_end(hall):
    city = hall("市民課", frequency="half")
    city.on("2026-10-01")
    period = city.open_period()
    assert str(period) == "令和８年度 上半期"
    assert "上半期の進捗報告" in city.sections["市民課"].clerk.get("/").text

    city.fill_in("市民課")
    city.deed(city.sections["市民課"].head, "confirm", "市民課")
    city.deed(city.office, "accept", "市民課")

    assert numbers_of(city) == [0, 0, 1, 0, 0, 0, 0]
    city.on("2027-04-01")
    assert str(city.open_period()) == "令和８年度 下半期"
    page = Answer(200, "", city.sections["市民課"].clerk.get(city.entry("市民課")).content)
    assert page.form(ENTRY)["result"] == WORDS["result"]
    assert invariants.broken() == []
