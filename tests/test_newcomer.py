"""A new city hall, from an empty database to its first accepted report, as README's 「自分の市の計画で始める」 says."""

from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client

from initiatives.models import Initiative, Plan
from kpis.models import Indicator, Measurement
from organizations.models import Department, Municipality, User
from progress.models import ProgressReport, ReportingPeriod
from tests.exchange import planfiles

PASSWORD = "himitsu-no-kotoba-8"
PLAN = "/plans/mihon-dx-plan/"
PAGES = ("", "dashboard/", "schedule/", "trend/", "kpis/", "exchange/")
KIND = "  cycle: {cycle}\n  frequency: half\n  needs_confirmation: false\n"
REST = """
  - {code: A-1-2, category: A-1, number: 2, title: 案内メールの導入, departments_printed: "no"}
"""
OFFICE_PAGES = ("periods/", "periods/new/")


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """The small example of docs/plan-file.md, as a file."""
    path = tmp_path / "計画.yaml"
    path.write_text(planfiles.small(), encoding="utf-8")
    return path


@pytest.fixture
def root(db) -> Client:
    """The superuser of ``createsuperuser``: no name, no city hall, no post."""
    User.objects.create_superuser(username="root", email="root@example.jp", password=PASSWORD)
    return signed_in("root")


@pytest.fixture
def city(root: Client, plan_file: Path) -> Client:
    """The plan is loaded and the people are registered in the admin; the superuser's browser."""
    call_command("loadplan", str(plan_file), stdout=StringIO())
    for username, name, section, role in (
        ("jimu", "事務 太郎", "情報政策課", "secretariat"),
        ("tanto", "担当 花子", "住民課", "clerk"),
        ("kacho", "例田 一郎", "住民課", "head"),
    ):
        add_person(root, username, name, section, role)
    return root


def signed_in(username: str) -> Client:
    client = Client()
    fields = {"username": username, "password": PASSWORD}
    assert client.post("/accounts/login/", fields).status_code == 302
    return client


def text_of(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def add_person(root: Client, username: str, name: str, section: str, role: str) -> None:
    """Fill in the admin's own form, with the city hall that the form proposes."""
    page = root.get("/admin/organizations/user/add/")
    fields = {
        "username": username,
        "name": name,
        "municipality": page.context["adminform"].form.initial["municipality"],
        "password1": PASSWORD,
        "password2": PASSWORD,
        "posts-TOTAL_FORMS": 1,
        "posts-INITIAL_FORMS": 0,
        "posts-0-department": Department.objects.get(name=section).pk,
        "posts-0-role": role,
    }
    assert root.post("/admin/organizations/user/add/", fields).status_code == 302


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


def test_empty_database_shows_the_superuser_the_way_to_the_admin(root):
    page = root.get("/")

    assert [item.name for item in page.context["frame"]["menu"]] == ["マイページ", "管理"]
    assert '<a href="/admin/">管理画面</a>' in page.content.decode()
    assert root.get("/admin/").status_code == 200


def test_empty_database_lets_strangers_only_sign_in(client, db):
    assert client.get("/").url == "/accounts/login/?next=/"
    assert "職員番号" in text_of(client, "/")


def test_person_without_plan_is_told_that_there_is_none(as_, clerk):
    assert "まだ計画が取り込まれていません。" in text_of(as_("clerk"), "/")


def test_new_person_belongs_to_the_only_city_hall(city):
    municipality = Municipality.objects.get()

    assert {user.municipality for user in User.objects.exclude(username="root")} == {municipality}


def test_new_person_without_city_hall_is_refused(city):
    fields = {
        "username": "mushozoku",
        "name": "無所属 次郎",
        "municipality": "",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "posts-TOTAL_FORMS": 0,
        "posts-INITIAL_FORMS": 0,
    }
    page = city.post("/admin/organizations/user/add/", fields)

    assert page.context["adminform"].form.errors.keys() == {"municipality"}
    assert not User.objects.filter(username="mushozoku").exists()


def test_superuser_stays_without_city_hall(city):
    root = User.objects.get(username="root")
    fields = {
        "username": "root",
        "name": "全体 管理",
        "email": "",
        "municipality": "",
        "is_active": "on",
        "is_superuser": "on",
        "posts-TOTAL_FORMS": 0,
        "posts-INITIAL_FORMS": 0,
    }
    city.post(f"/admin/organizations/user/{root.pk}/change/", fields)

    root.refresh_from_db()
    assert (root.name, root.municipality, root.is_superuser) == ("全体 管理", None, True)


def test_every_page_opens_before_the_first_period(city):
    office = signed_in("jimu")

    assert [office.get(PLAN + path).status_code for path in PAGES + OFFICE_PAGES] == [200] * 8
    assert f'<a href="{PLAN}periods/">報告期を開く</a>' in text_of(office, "/")
    assert "報告期を開く" not in text_of(signed_in("tanto"), "/")


def test_first_report_goes_from_the_clerk_to_the_workbook(city):
    office, clerk, head = signed_in("jimu"), signed_in("tanto"), signed_in("kacho")
    period = open_period(office)
    indicator = Indicator.objects.get()

    report = report_on(clerk, period, "A-1-1", **{f"kpi-{indicator.pk}-value": "20.5"})
    assert "例田 一郎さんの確認に回ります" in text_of(clerk, "/")
    head.post(f"/progress/reports/{report.pk}/confirm/", {"version": report.version})
    report.refresh_from_db()
    office.post(f"/progress/reports/{report.pk}/accept/", {"version": report.version})

    report.refresh_from_db()
    assert report.get_state_display() == "受理済"
    assert "受理済 １／２" in text_of(office, f"{PLAN}dashboard/")
    assert "５手続をオンライン化した。" in workbook(office, period)
    assert [office.get(PLAN + path).status_code for path in PAGES] == [200] * 6


def test_plan_file_again_loses_nothing(city, plan_file):
    period = open_period(signed_in("jimu"))
    indicator = Indicator.objects.get()
    report_on(signed_in("tanto"), period, "A-1-1", **{f"kpi-{indicator.pk}-value": "20.5"})
    said, dumped = StringIO(), StringIO()

    call_command("loadplan", str(plan_file), stdout=said)
    call_command("dumpplan", "mihon-dx-plan", stdout=dumped)
    plan_file.write_text(dumped.getvalue(), encoding="utf-8")
    call_command("loadplan", str(plan_file), stdout=said)

    assert said.getvalue() == "見本市ＤＸ推進計画：変更はありません。\n" * 2
    assert ProgressReport.objects.get().result == "５手続をオンライン化した。"
    assert str(Measurement.objects.get().value) == "20.5000"


@pytest.mark.parametrize("cycle", ["ooda", "none"])
def test_plan_of_another_kind_gets_its_first_report_without_a_head(city, plan_file, cycle):
    """Half-yearly, no confirmation, no PDCA, no indicator: the office accepts what the clerk submits."""
    text = planfiles.changed("  level_names:\n", KIND.format(cycle=cycle) + "  level_names:\n")
    plan_file.write_text(text[: text.index("    indicators:\n")] + REST, encoding="utf-8")
    call_command("loadplan", str(plan_file), stdout=StringIO())
    office, clerk = signed_in("jimu"), signed_in("tanto")
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
