"""A new city hall, from an empty database to its first accepted report, in the browser only.

The one thing that is done at the server is the key for the first administrator (README 「自分の市の計画で始める」).
"""

import re
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from initiatives.models import Initiative, Plan
from kpis.models import Indicator, Measurement
from organizations.models import Department, Municipality, User
from progress.models import ProgressReport, ReportingPeriod
from tests.exchange import planfiles
from tests.exchange.test_uploads import workbook as filled_in

PASSWORD = "himitsu-no-kotoba-8"
OWN_PASSWORD = "jibun-dake-no-kotoba-9"
PLAN = "/plans/mihon-dx-plan/"
PAGES = ("", "dashboard/", "schedule/", "trend/", "kpis/", "exchange/")
KIND = "  cycle: {cycle}\n  frequency: half\n  needs_confirmation: false\n"
REST = """
  - {code: A-1-2, category: A-1, number: 2, title: 案内メールの導入, departments_printed: "no"}
"""
OFFICE_PAGES = ("periods/", "periods/new/")
SECTIONS = (
    ("名称", "上位の部", "内線"),
    ("総務部", "", ""),
    ("情報政策課", "総務部", "2100"),
    ("住民課", "", 2200),
)
PEOPLE = """職員番号,氏名,所属,役割,発令日
jimu,事務 太郎,情報政策課,事務局,R8.4.1
kacho,例田 一郎,住民課,所属長,令和8年4月1日
"""


@pytest.fixture
def root(db) -> Client:
    """The first administrator, made in the browser with the key from the console."""
    said = StringIO()
    call_command("firstadmin", "--key", stdout=said)
    client = Client()
    fields = {
        "key": said.getvalue().split()[-1],
        "username": "root",
        "name": "最初 管",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert client.post("/setup/first/", fields).url == "/accounts/login/"
    return signed_in("root")


@pytest.fixture
def city(root: Client) -> Client:
    """City hall, sections and people are there; the administrator's browser."""
    fields = {"code": "990019", "name": "見本市", "prefecture": "見本県"}
    root.post("/organizations/city/", fields)
    take_in(root, "departments", "課.xlsx", filled_in(*SECTIONS))
    office = Department.objects.get(name="情報政策課")
    root.post("/organizations/secretariat/", {"department": office.pk})
    page = take_in(root, "people", "利用者.csv", PEOPLE.encode("cp932"))
    for issued in page.context["issued"]:
        choose_password(issued.person.username, issued.password)
    section = Department.objects.get(name="住民課")
    fields = {"username": "tanto", "name": "担当 花子", "department": section.pk, "role": "clerk"}
    (issued,) = root.post("/organizations/people/new/", fields).context["issued"]
    choose_password("tanto", issued.password)
    return root


@pytest.fixture
def plan(city: Client) -> None:
    """The small example of docs/plan-file.md is taken in by the office."""
    bring_in(signed_in("jimu", OWN_PASSWORD), planfiles.small())


def signed_in(username: str, password: str = PASSWORD) -> Client:
    client = Client()
    fields = {"username": username, "password": password}
    assert client.post("/accounts/login/", fields).status_code == 302
    return client


def choose_password(username: str, temporary: str) -> None:
    """Sign in for the first time and choose one's own password."""
    client = signed_in(username, temporary)
    typed = {"old_password": temporary, "new_password1": OWN_PASSWORD}
    fields = {**typed, "new_password2": OWN_PASSWORD}
    assert client.post("/accounts/password/", fields).url == "/start/"


def at_work(username: str) -> Client:
    return signed_in(username, OWN_PASSWORD)


def text_of(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def take_in(client: Client, kind: str, name: str, raw: bytes):
    """Upload a list, look at the preview, press its button."""
    page = client.post(f"/rosters/{kind}/", {"file": SimpleUploadedFile(name, raw)})
    packed = re.search(r'name="list" value="([^"]+)"', page.text)[1]
    return client.post(f"/rosters/{kind}/apply/", {"list": packed}, follow=True)


def bring_in(office: Client, text: str) -> str:
    """Upload a plan, look at the changes, agree; return what the page says."""
    file = SimpleUploadedFile("計画.yaml", text.encode())
    shown = office.post("/imports/", {"file": file})
    assert shown.status_code == 302, shown.text
    return office.post(f"{shown.url}apply/", follow=True).text


def open_period(office: Client) -> ReportingPeriod:
    """Open the period that the form proposes, with its dates."""
    form = office.get(f"{PLAN}periods/new/").context["form"]
    fields = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert office.post(f"{PLAN}periods/new/", fields).status_code == 302
    return ReportingPeriod.objects.get()


def report_on(
    clerk: Client, period: ReportingPeriod, code: str, **values: object
) -> ProgressReport:
    """Type the entry page in and submit it."""
    initiative = Initiative.objects.get(code=code)
    path = f"/progress/periods/{period.pk}/initiatives/{initiative.pk}/"
    fields = {
        "version": 0,
        "implementation": "doing",
        "self_grade": period.plan.grade_scale.grades.get(word="順調").pk,
        "result": "５手続をオンライン化した。",
        "next_action": "次の５手続を選ぶ。",
        "action": "submit",
        **values,
    }
    assert clerk.post(path, fields).status_code == 302
    return ProgressReport.objects.get(initiative=initiative)


def workbook(client: Client, period: ReportingPeriod) -> str:
    """Every text of the workbook, joined."""
    url = f"{PLAN}exchange/hq.xlsx?period={period.year}-{period.quarter}"
    book = openpyxl.load_workbook(BytesIO(client.get(url).getvalue()))
    cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return "\n".join(str(cell) for cell in cells if cell is not None)


def next_step(client: Client) -> str:
    """What the page after the sign-in says to do next."""
    return client.get("/start/", follow=True).context["setup"].next.title


def test_empty_database_leads_to_the_first_step(root):
    page = root.get("/start/", follow=True)

    assert [item.name for item in page.context["frame"]["menu"]] == ["マイページ", "設定", "管理"]
    assert page.context["setup"].headline == "あと７つで、報告を始められます"
    assert [step.title for step in page.context["setup"].steps if step.url] == [
        "自治体",
        "評価尺度",
    ]


def test_empty_database_lets_strangers_only_sign_in(client, db):
    assert client.get("/").url == "/accounts/login/?next=/"
    assert "職員番号" in text_of(client, "/")


def test_each_step_leads_to_the_next(root):
    seen = [next_step(root)]
    root.post("/organizations/city/", {"code": "042021", "name": "石巻市"})
    seen.append(next_step(root))
    root.post("/organizations/departments/new/", {"name": "情報政策課"})
    seen.append(next_step(root))
    office = Department.objects.get()
    root.post("/organizations/secretariat/", {"department": office.pk})
    seen.append(next_step(root))
    for number, role in enumerate(("secretariat", "clerk")):
        fields = {"username": f"s{number}", "name": "職員", "department": office.pk, "role": role}
        root.post("/organizations/people/new/", fields)
    seen.append(next_step(root))
    root.post("/scales/add/", {"preset": "standard"})

    assert seen == ["自治体", "課", "事務局", "利用者と役職", "評価尺度"]
    assert root.get("/start/").url == "/"
    steps = root.get("/setup/").context["setup"].steps
    assert [(s.title, s.waiting) for s in steps if not s.is_done] == [
        ("計画", "事務局が行います"),
        ("報告期", "事務局が行います"),
    ]


def test_office_is_led_from_the_plan_on(city):
    office = at_work("jimu")

    steps = office.get("/start/", follow=True).context["setup"].steps
    assert [step.title for step in steps] == ["計画", "報告期"]
    assert "「見本市ＤＸ推進計画」を取り込みました。" in bring_in(office, planfiles.small())
    assert next_step(office) == "報告期"
    open_period(office)
    assert office.get("/start/").url == "/"
    assert "設定はそろっています" in text_of(office, "/setup/")


def test_office_is_told_of_initiatives_nobody_reports_on(plan):
    notes = at_work("jimu").get("/setup/").context["setup"].notes

    assert notes == (
        "報告する課が決まっていない取組事項が１件あります。個票の「報告する課を割り当てる」で決めてください。",
    )


def test_clerk_is_led_to_the_mypage(city):
    assert at_work("tanto").get("/start/").url == "/"
    assert at_work("tanto").get("/setup/").status_code == 403


def test_person_without_plan_is_told_that_there_is_none(as_, clerk):
    assert "まだ計画が取り込まれていません。" in text_of(as_("clerk"), "/")


def test_everybody_belongs_to_the_city_hall(city):
    municipality = Municipality.objects.get()

    assert {user.municipality for user in User.objects.all()} == {municipality}
    assert Department.objects.get(name="住民課").extension == "2200"


def test_every_page_opens_before_the_first_period(plan):
    office = at_work("jimu")

    assert [office.get(PLAN + path).status_code for path in PAGES + OFFICE_PAGES] == [200] * 8
    assert f'<a href="{PLAN}periods/">報告期を開く</a>' in text_of(office, "/")
    assert "報告期を開く" not in text_of(at_work("tanto"), "/")


def test_first_report_goes_from_the_clerk_to_the_workbook(plan):
    office, clerk, head = at_work("jimu"), at_work("tanto"), at_work("kacho")
    period = open_period(office)
    indicator = Indicator.objects.get()

    report = report_on(clerk, period, "A-1-1", **{f"kpi-{indicator.pk}-value": "20.5"})
    assert "例田 一郎さんの確認に回ります" in text_of(clerk, "/")
    head.post(f"/progress/reports/{report.pk}/confirm/", {"version": report.version})
    report.refresh_from_db()
    office.post(f"/progress/reports/{report.pk}/accept/", {"version": report.version})

    report.refresh_from_db()
    assert report.get_state_display() == "受理済"
    assert "速報（受理 1／2）" in text_of(office, f"{PLAN}dashboard/")
    assert "５手続をオンライン化した。" in workbook(office, period)
    assert [office.get(PLAN + path).status_code for path in PAGES] == [200] * 6


def test_plan_taken_in_again_loses_nothing(plan, tmp_path: Path):
    office = at_work("jimu")
    period = open_period(office)
    indicator = Indicator.objects.get()
    report_on(at_work("tanto"), period, "A-1-1", **{f"kpi-{indicator.pk}-value": "20.5"})
    said, dumped = StringIO(), StringIO()

    call_command("dumpplan", "mihon-dx-plan", stdout=dumped)
    path = tmp_path / "計画.yaml"
    path.write_text(dumped.getvalue(), encoding="utf-8")
    call_command("loadplan", str(path), stdout=said)

    assert said.getvalue() == "見本市ＤＸ推進計画：変更はありません。\n"
    assert ProgressReport.objects.get().result == "５手続をオンライン化した。"
    assert str(Measurement.objects.get().value) == "20.5000"


@pytest.mark.parametrize("cycle", ["ooda", "none"])
def test_plan_of_another_kind_gets_its_first_report_without_a_head(city, cycle):
    """Half-yearly, no confirmation, no PDCA, no indicator: the office accepts what the clerk submits."""
    text = planfiles.changed("  level_names:\n", KIND.format(cycle=cycle) + "  level_names:\n")
    office, clerk = at_work("jimu"), at_work("tanto")
    bring_in(office, text[: text.index("    indicators:\n")] + REST)
    choices = office.get(f"{PLAN}periods/new/").context["form"].fields["quarter"].choices

    report = report_on(clerk, open_period(office), "A-1-1")
    assert "情報政策課の受理に回ります" in text_of(clerk, "/")
    office.post(f"/progress/reports/{report.pk}/accept/", {"version": report.version})

    report.refresh_from_db()
    assert Plan.objects.get().cycle == cycle
    assert [key for key, _ in choices][:3] == ["2026-2", "2026-4", "2027-2"]
    assert (report.get_state_display(), Indicator.objects.count()) == ("受理済", 0)
    assert [office.get(PLAN + path).status_code for path in PAGES] == [200] * 6
    assert "５手続をオンライン化した。" in workbook(office, report.period)
