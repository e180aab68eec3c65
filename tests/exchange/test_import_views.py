"""計画の取込み in the browser: templates out, a file in, its problems, its changes, and the word to make them."""

import logging
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange import import_actions
from exchange.models import PlanUpload
from exchange.planbook import writing
from exchange.planfile import dumping
from exchange.planfile.tree import plan_tree
from fiscal import clock
from initiatives.models import Framework, Initiative, Milestone, Plan
from organizations.models import Municipality
from tests import factories
from tests.exchange import planbooks

CREATE = "exchange:import-create"


def url(name: str, upload: PlanUpload) -> str:
    return reverse(f"exchange:import-{name}", args=[upload.pk])


def send(client, raw: bytes, name: str = "計画.xlsx"):
    return client.post(reverse(CREATE), {"file": SimpleUploadedFile(name, raw)})


def of_city(raw: bytes, municipality: Municipality) -> bytes:
    """The example as a plan of this city."""

    def write(book):
        form = book["計画"]
        for address, value in (
            ("B3", municipality.code),
            ("B4", municipality.area_code),
            ("B5", municipality.name),
            ("B6", municipality.prefecture),
        ):
            form[address] = value
        for row in book["課"].iter_rows(min_row=2):
            row[2].value = None

    return planbooks.changed(write, raw)


@pytest.fixture
def sheets(municipality) -> bytes:
    return of_city(planbooks.book(), municipality)


@pytest.fixture
def taken(sheets, secretary, municipality) -> Plan:
    """The example, taken in."""
    upload = import_actions.register_upload(
        raw=sheets, name="計画.xlsx", municipality=municipality, by=secretary
    )
    plan = import_actions.apply_upload(upload=upload, by=secretary)
    assert plan is not None
    return plan


def exported(plan: Plan) -> bytes:
    plan = Plan.objects.select_related("municipality", "grade_scale", "predecessor").get(pk=plan.pk)
    return writing.render(plan_tree(plan), title=plan.title)


def counted() -> dict:
    return {model: model.objects.count() for model in (Plan, Initiative, Milestone, Framework)}


def test_page_offers_templates_and_asks_for_a_file(as_, plan):
    page = as_("secretary").get(reverse(CREATE)).text

    assert f'href="{reverse("exchange:template-download")}"' in page
    assert f'href="{reverse("exchange:planbook-download", args=[plan.slug])}"' in page
    assert f'href="{reverse("exchange:planfile-download", args=[plan.slug])}"' in page
    assert "まだ登録がありません。" in page


def test_template_is_an_excel_file_with_a_japanese_name(as_, secretary):
    response = as_("secretary").get(reverse("exchange:template-download"))

    assert unquote(response["Content-Disposition"]).endswith("計画取込み様式.xlsx")
    assert response["Cache-Control"] == "private, no-store"
    assert openpyxl.load_workbook(BytesIO(response.content))["計画"]["B5"].value == "石巻市"


def test_workbook_and_file_of_a_plan_say_the_plan(as_, taken, caplog):
    client = as_("secretary")
    with caplog.at_level(logging.INFO, logger="exchange.views"):
        book = client.get(reverse("exchange:planbook-download", args=[taken.slug]))
        text = client.get(reverse("exchange:planfile-download", args=[taken.slug]))

    assert planbooks.plain(planbooks.read(book.content))["plan"]["title"] == taken.title
    assert text.content.decode() == dumping.dump_yaml(taken)
    assert text["Content-Disposition"] == f'attachment; filename="{taken.slug}.yaml"'
    assert [
        r.getMessage().split(" user")[0] for r in caplog.records if r.name == "exchange.views"
    ] == [
        f"plan taken out: plan={taken.slug} kind=xlsx",
        f"plan taken out: plan={taken.slug} kind=yaml",
    ]


def test_whole_journey_from_the_template_to_the_plan(as_, sheets, secretary):
    client = as_("secretary")
    before = counted()

    response = send(client, sheets)

    upload = PlanUpload.objects.get()
    assert (response.status_code, response.url) == (302, url("show", upload))
    assert counted() == before
    page = client.get(response.url).text
    assert "見本市ＤＸ推進計画" in page
    assert "まだ何も変わっていません。" in page
    assert "A-1-1 オンライン申請の拡充" in page
    done = client.post(url("apply", upload), follow=True)
    plan = Plan.objects.get(slug="mihon-dx-plan")
    assert done.redirect_chain[0][0] == reverse("reports:plan-show", args=[plan.slug])
    assert "「見本市ＤＸ推進計画」を取り込みました。" in done.text
    history = plan.history.first()
    assert (history.history_user, history.history_change_reason) == (
        secretary,
        "計画ファイルの取込み（計画.xlsx）",
    )
    upload.refresh_from_db()
    assert (upload.state, upload.plan, bytes(upload.content)) == ("applied", plan, b"")
    assert "取込み済み" in client.get(reverse(CREATE)).text
    assert (
        f'href="{reverse("reports:plan-show", args=[plan.slug])}"'
        in client.get(url("show", upload)).text
    )


def test_plan_file_goes_the_same_way(as_, taken, municipality):
    text = dumping.dump_yaml(taken).replace("オンライン申請の拡充", "オンライン申請の充実")
    client = as_("secretary")

    send(client, text.encode(), "計画.yaml")
    upload = PlanUpload.objects.waiting().get()
    client.post(url("apply", upload))

    assert Initiative.objects.get(plan=taken, code="A-1-1").title == "オンライン申請の充実"


def test_changes_are_shown_old_beside_new_and_by_kind(as_, taken):
    def write(book):
        book["取組事項"]["D2"] = "オンライン申請の一層の拡充"
        book["用語"].append([None, "生成ＡＩ", None, "文章などを作るＡＩ", None])
        book["目標・指標"].delete_rows(2)
        book["計画"]["B10"] = "８"

    client = as_("secretary")
    send(client, planbooks.changed(write, exported(taken)))
    upload = PlanUpload.objects.waiting().get()
    page = client.get(url("show", upload)).text

    counts = {
        kind["name"]: (kind["added"], kind["changed"], kind["removed"], kind["moved"])
        for kind in upload.preview["kinds"]
    }
    assert counts == {"用語": (1, 0, 0, 0), "取組事項": (0, 1, 0, 0), "目標事項": (0, 0, 1, 0)}
    assert "追加 １件、変更 １件、削除 １件" in page
    assert "オンライン申請の<ins>一層の</ins>拡充" in page
    assert "「８」を令和８年度（2026年度）と読みました。" in page
    assert "<del>A-1-1 オンライン申請の一層の拡充：優先する10手続のオンライン化</del>" in page


def test_moved_rows_are_only_counted(as_, taken):
    def write(book):
        sheet = book["取組事項"]
        first, second = ([one.value for one in sheet[row]] for row in (2, 3))
        for place, (a, b) in enumerate(zip(first, second, strict=True), 1):
            sheet.cell(2, place).value, sheet.cell(3, place).value = b, a

    client = as_("secretary")
    send(client, planbooks.changed(write, exported(taken)))
    upload = PlanUpload.objects.waiting().get()

    assert [(kind["name"], kind["changed"], kind["moved"]) for kind in upload.preview["kinds"]] == [
        ("取組事項", 0, 2)
    ]
    assert "並びだけが変わる行が２件あります。" in client.get(url("show", upload)).text


def test_file_without_changes_says_so_and_offers_no_button(as_, taken):
    client = as_("secretary")
    send(client, exported(taken))
    page = client.get(url("show", PlanUpload.objects.waiting().get())).text

    assert "変わるところはありません" in page
    assert "この内容で取り込む" not in page


def test_long_lists_are_cut_and_counted(as_, taken):
    def write(book):
        for number in range(130):
            book["用語"].append([None, f"用語{number}", None, "定義", None])

    client = as_("secretary")
    send(client, planbooks.changed(write, exported(taken)))
    upload = PlanUpload.objects.waiting().get()
    page = client.get(url("show", upload)).text

    assert (upload.preview["added"], len(upload.preview["kinds"][0]["added_rows"])) == (130, 100)
    assert "始めの100件を示しています。" in page


def test_problems_are_a_table_and_nothing_is_kept(as_, sheets, municipality):
    def write(book):
        book["工程"]["E2"] = "しらべる"
        book["計画"]["B10"] = "来年"

    client = as_("secretary")
    before = counted()
    response = send(client, planbooks.changed(write, sheets), "計画.xlsx")

    assert response.status_code == 200
    assert "直すところが２件あります" in response.text
    rows = [vars(row) for row in response.context["problems"].rows]
    assert [(row["sheet"], row["row"], row["column"]) for row in rows] == [
        ("計画", "10", "B　開始年度"),
        ("工程", "2", "E　種別"),
    ]
    assert (PlanUpload.objects.count(), counted()) == (0, before)


def test_problems_of_a_plan_file_have_lines_and_paths(as_, taken):
    text = dumping.dump_yaml(taken).replace("first_year: 2026", "first_year: R8")
    response = send(as_("secretary"), text.encode(), "計画.yaml")
    row = response.context["problems"].rows[0]

    assert (row.sheet, row.column) == ("", "plan.first_year")
    assert "場所</th>" in response.text


def test_more_problems_than_a_page_takes_are_counted(as_, sheets):
    def write(book):
        for number in range(400):
            book["用語"].append([None, f"用語{number}", None, None, None])

    response = send(as_("secretary"), planbooks.changed(write, sheets))

    assert "ほかに100件あります。" in response.text


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "ファイルが空です。"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99, "古い形式のExcelファイル（.xls）です。"),
        (b"\x00\x01\x02", "Excelのファイルとして読めません。"),
        ("こんにちは".encode(), "Excelのファイルとして読めません。"),
    ],
)
def test_file_of_another_kind_is_refused_in_words(as_, secretary, raw, message):
    response = send(as_("secretary"), raw)

    assert (response.status_code, message in response.text) == (200, True)
    assert not PlanUpload.objects.exists()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"\x00\x01\x02", "使えない制御文字"),
        ("こんにちは".encode(), "計画ファイルではありません。"),
        ("こんにちは".encode("shift_jis"), "UTF-8として読めない文字があります。"),
    ],
)
def test_text_that_is_no_plan_file_is_refused_in_words(as_, secretary, raw, message):
    response = send(as_("secretary"), raw, "計画.yaml")

    assert (response.status_code, message in response.text) == (200, True)
    assert not PlanUpload.objects.exists()


def test_form_without_a_file_and_with_a_huge_one_is_refused(as_, secretary):
    client = as_("secretary")

    assert "ファイルを選んでください。" in client.post(reverse(CREATE)).text
    assert "ファイルが大きすぎます（10.0MB）" in send(client, b"0" * (10 * 1024 * 1024 + 1)).text


def test_plan_of_another_city_is_refused(as_, secretary):
    response = send(as_("secretary"), planbooks.book())

    assert "石巻市（042021）の計画ではありません。" in response.text
    assert not Plan.objects.exists()


def test_shared_frameworks_of_several_cities_are_not_changed_from_here(as_, taken, outsider):
    Framework.objects.create(key="shared", title="国の枠組み")
    change = planbooks.renamed("国の枠組み", "国の枠組み（改）")

    response = send(as_("secretary"), planbooks.changed(change, exported(taken)))

    assert (
        "国・県の枠組み「shared」は他の自治体と共用のため、ここからは変えられません。"
        in response.text
    )
    assert Framework.objects.get(key="shared").title == "国の枠組み"


def test_initiative_with_reports_is_not_removed(as_, taken, department, secretary):
    initiative = taken.initiatives.get(code="A-1-2")
    period = factories.period(plan=taken)
    factories.report(initiative=initiative, period=period, department=department)
    raw = planbooks.changed(planbooks.without("A-1-2"), exported(taken))

    response = send(as_("secretary"), raw)

    assert [row.sheet for row in response.context["problems"].rows] == ["取組事項"]
    assert "取組事項「A-1-2」は、進捗報告" in response.text


def test_changes_that_are_others_by_now_are_shown_again(as_, taken, secretary):
    def write(book):
        book["取組事項"]["D2"] = "新しい題名"

    client = as_("secretary")
    send(client, planbooks.changed(write, exported(taken)))
    upload = PlanUpload.objects.waiting().get()
    Initiative.objects.filter(code="A-1-1").update(title="事務局が直した題名")

    response = client.post(url("apply", upload), follow=True)

    assert "確認した後に計画が変わったため、まだ取り込んでいません。" in response.text
    assert "<del>事務局が直した</del>題名" in response.text
    assert Initiative.objects.get(code="A-1-1").title == "事務局が直した題名"
    client.post(url("apply", upload))
    assert Initiative.objects.get(code="A-1-1").title == "新しい題名"


def test_file_that_cannot_be_taken_any_more_says_why(as_, taken, department):
    client = as_("secretary")
    send(client, planbooks.changed(planbooks.without("A-1-2"), exported(taken)))
    upload = PlanUpload.objects.waiting().get()
    initiative = taken.initiatives.get(code="A-1-2")
    factories.report(
        initiative=initiative, period=factories.period(plan=taken), department=department
    )

    response = client.post(url("apply", upload))

    assert "直すところが１件あります" in response.text
    assert taken.initiatives.filter(code="A-1-2").exists()


def test_upload_is_applied_once(as_, sheets):
    client = as_("secretary")
    send(client, sheets)
    upload = PlanUpload.objects.get()
    client.post(url("apply", upload))

    for deed in ("apply", "discard"):
        again = client.post(url(deed, upload), follow=True)
        assert "この登録は、もう取り込んであります。" in again.text


def test_upload_can_be_given_up(as_, sheets):
    client = as_("secretary")
    send(client, sheets)
    upload = PlanUpload.objects.get()

    response = client.post(url("discard", upload), follow=True)

    upload.refresh_from_db()
    assert "「計画.xlsx」の取込みを取りやめました。計画は変わっていません。" in response.text
    assert (upload.state, bytes(upload.content)) == ("discarded", b"")
    assert "この登録は、取りやめたか" in client.get(url("show", upload)).text


def test_upload_of_yesterday_is_not_applied(as_, sheets):
    client = as_("secretary")
    send(client, sheets)
    upload = PlanUpload.objects.get()
    PlanUpload.objects.update(at=clock.now() - timedelta(days=1, minutes=1))

    response = client.post(url("apply", upload), follow=True)

    assert "期限切れです。もう一度登録してください。" in response.text
    assert not Plan.objects.exists()


def test_new_upload_replaces_the_old_ones_of_the_same_person(
    as_, sheets, secretary, municipality, plan
):
    other = factories.plan_upload(
        plan=plan, by=factories.person(secretary.posts.get().department, "secretariat")
    )
    late = factories.plan_upload(plan=plan, by=other.by, at=clock.now() - timedelta(days=2))
    client = as_("secretary")
    send(client, sheets)
    first = PlanUpload.objects.get(by=secretary)

    send(client, sheets)

    states = dict(PlanUpload.objects.values_list("pk", "state"))
    assert (states[first.pk], states[other.pk], states[late.pk]) == (
        "discarded",
        "waiting",
        "discarded",
    )
    assert bytes(PlanUpload.objects.get(pk=first.pk).content) == b""


def test_history_of_an_upload_keeps_no_file(as_, sheets, secretary):
    send(as_("secretary"), sheets)
    history = PlanUpload.objects.get().history.get()

    assert (history.history_user, history.history_change_reason) == (secretary, "計画の取込み")
    assert not hasattr(history, "content")


def test_recent_uploads_cost_a_fixed_number_of_queries(
    as_, plan, secretary, django_assert_num_queries
):
    client = as_("secretary")
    factories.plan_upload(plan=plan, by=secretary)
    client.get(reverse(CREATE))
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(reverse(CREATE))
    for _ in range(2):
        factories.plan_upload(plan=plan, by=secretary)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(reverse(CREATE))


PAGE_QUERIES = 10


def test_preview_that_is_not_agreed_writes_nothing(sheets, secretary, municipality):
    before = counted()
    import_actions.register_upload(
        raw=sheets, name="計画.xlsx", municipality=municipality, by=secretary
    )

    assert counted() == before
