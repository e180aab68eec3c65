"""業務改善報告: written by the section, published or returned by the office, read by the whole city hall."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from exchange import papers
from exchange.access import Papers
from organizations.models import Post
from progress import improvement_actions as actions
from progress import improvements
from progress.improvement_forms import VerdictForm
from progress.improvement_workflow import STEPS, Deed, ImprovementError, State, allowed, step
from progress.models import Improvement
from reports import portfolio
from tests import factories
from tests.conftest import TODAY

LIST = reverse("progress:improvement-list")
NEW = reverse("progress:improvement-create")
GOOD = {
    "version": "0",
    "kind": "report",
    "title": "申請書を１枚にまとめた",
    "made_on": "2026-09-01",
    "before": "申請書が５種類あった。",
    "done": "１枚にまとめた。",
    "effect": "記入の時間が短くなった。",
    "amount": "１，２００．５",
    "unit": "時間／年",
    "action": "submit",
}


def url(name, improvement) -> str:
    return reverse(f"progress:improvement-{name}", args=[improvement.pk])


@pytest.fixture
def draft(department, clerk):
    return factories.improvement(department=department, by=clerk, state="draft")


@pytest.fixture
def sent(department, clerk):
    return factories.improvement(department=department, by=clerk, state="submitted")


@pytest.fixture
def listed(department, clerk):
    return factories.improvement(department=department, by=clerk)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("deed", Deed)
def test_table_allows_or_refuses_every_pair(state, deed):
    if (state, deed) in STEPS:
        assert (step(state, deed), deed in allowed(state)) == (STEPS[state, deed], True)
    else:
        assert deed not in allowed(state)
        with pytest.raises(ImprovementError, match=f"「{state.label}」"):
            step(state, deed)


def test_improvement_goes_from_the_section_to_the_whole_city_hall(
    as_, department, clerk, initiative
):
    response = as_("clerk").post(NEW, {**GOOD, "department": department.pk})
    row = Improvement.objects.get()
    assert (response.url, row.state, row.amount, row.unit, row.by) == (
        row.get_absolute_url(),
        "submitted",
        Decimal("1200.5"),
        "時間／年",
        clerk,
    )
    assert as_("viewer").get(row.get_absolute_url()).status_code == 404

    verdict = {
        "version": row.version,
        "verdict": "good",
        "reason": "まねしやすい。",
        "initiative": initiative.pk,
    }
    as_("secretary").post(url("review", row), verdict)

    row.refresh_from_db()
    assert (row.state, row.is_good_example, row.good_reason, row.initiative) == (
        "listed",
        True,
        "まねしやすい。",
        initiative,
    )
    page = as_("viewer").get(row.get_absolute_url()).text
    assert "まねしやすい。" in page
    assert "1,200.5時間／年" in page
    assert [h.history_change_reason for h in row.history.all()] == [
        "掲載：まねしやすい。",
        "提出",
        "業務改善報告の作成",
    ]


def test_draft_needs_only_a_name_and_a_day(as_, department):
    bare = {key: GOOD[key] for key in ("version", "kind", "title", "made_on")}

    response = as_("clerk").post(NEW, {**bare, "department": department.pk, "action": "save"})

    row = Improvement.objects.get()
    assert (row.state, row.amount, row.unit) == ("draft", None, "")
    page = as_("clerk").get(response.url).text
    assert "提出するには、改善前の状況、改善の内容、効果を書いてください。" in page


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"title": ""}, "title", "件名を入力してください。"),
        ({"title": "あ" * 101}, "title", "100字以内で入力してください（いま101字）。"),
        ({"kind": ""}, "kind", "区分を選んでください。"),
        ({"made_on": "2026-10-15"}, "made_on", "先の日付は入れられません。"),
        ({"made_on": "1980-01-01"}, "made_on", "年を確かめてください。平成より前の日付です。"),
        ({"effect": " "}, "effect", "提出するには、効果を入力してください。"),
        ({"amount": "たくさん"}, "amount", "数字で入力してください（例：120、1.5）。"),
        ({"amount": "-1"}, "amount", "０以上の数字で入力してください。"),
        ({"amount": "0.125"}, "amount", "小数は２桁までで入力してください。"),
        ({"amount": "9" * 11}, "amount", "10桁までの数字で入力してください。"),
        ({"amount": ""}, "amount", "単位だけでは分かりません。数値も入力してください。"),
        ({"unit": ""}, "unit", "数値の単位を入力してください。例：時間／年"),
        ({"department": "999999"}, "department", "一覧の課から選んでください。"),
    ],
)
def test_bad_improvement_is_refused_beside_the_field(as_, department, change, field, message):
    response = as_("clerk").post(NEW, {**GOOD, "department": department.pk, **change})

    assert response.context["form"].errors[field] == [message]
    assert Improvement.objects.count() == 0


def test_person_with_two_posts_chooses_the_section(as_, clerk, office):
    Post.objects.create(user=clerk, department=office, role="clerk")

    as_("clerk").post(NEW, {**GOOD, "department": office.pk})

    assert Improvement.objects.get().department == office


def test_person_of_the_heir_goes_on_with_the_old_sections_draft(
    as_, department, municipality, clerk
):
    old = factories.department(municipality=municipality, name="窓口課", valid_to=date(2026, 3, 31))
    old.successors.add(department)
    row = factories.improvement(department=old, by=clerk, state="draft")

    response = as_("clerk").post(
        url("edit", row), {**GOOD, "version": 1, "department": old.pk, "action": "save"}
    )

    row.refresh_from_db()
    assert (response.status_code, row.title) == (302, "申請書を１枚にまとめた")


def test_edit_and_submit_raise_the_version_and_are_signed(as_, draft, department, head):
    data = {**GOOD, "version": 1, "department": department.pk}

    as_("head").post(url("edit", draft), data)

    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("submitted", 3)
    assert [(h.history_user, h.history_change_reason) for h in draft.history.all()[:2]] == [
        (head, "提出"),
        (head, "業務改善報告の変更"),
    ]


def test_stale_edit_changes_nothing_and_loses_nothing(as_, draft, department):
    data = {**GOOD, "version": 1, "department": department.pk, "action": "save"}
    as_("head").post(url("edit", draft), {**data, "title": "課長の件名", "amount": "", "unit": ""})

    response = as_("clerk").post(url("edit", draft), {**data, "title": "担当の件名"})

    draft.refresh_from_db()
    assert (response.status_code, draft.title) == (409, "課長の件名")
    assert response.context["stored"][0] == ("件名", "課長の件名")
    form = response.context["form"]
    assert (form["title"].value(), form["version"].value()) == ("担当の件名", "2")
    again = as_("clerk").post(url("edit", draft), {**form.data.dict(), "title": "二人の件名"})
    draft.refresh_from_db()
    assert (again.status_code, draft.title) == (302, "二人の件名")


def test_improvement_that_was_sent_cannot_be_edited(as_, sent, department):
    data = {**GOOD, "version": 1, "department": department.pk}

    response = as_("clerk").post(url("edit", sent), data)

    form = response.context["form"]
    assert form.non_field_errors() == ["「提出済」の業務改善報告は、変更ができません。"]
    assert form["title"].value() == GOOD["title"]
    sent.refresh_from_db()
    assert sent.version == 1


@pytest.mark.parametrize(
    ("state", "name", "after"),
    [("draft", "submit", "submitted"), ("submitted", "withdraw", "draft")],
)
def test_section_hands_in_and_takes_back(as_, department, clerk, state, name, after):
    row = factories.improvement(department=department, by=clerk, state=state)

    response = as_("clerk").post(url(name, row), {"version": 1})

    row.refresh_from_db()
    assert (response.url, row.state, row.version) == (row.get_absolute_url(), after, 2)


def test_incomplete_draft_is_not_handed_in(as_, draft):
    draft.effect = ""
    draft.save()

    response = as_("clerk").post(url("submit", draft), {"version": 1}, follow=True)

    draft.refresh_from_db()
    assert draft.state == "draft"
    assert "提出するには、効果を入力してください。" in response.text


def test_stale_deed_is_refused_in_words(as_, draft):
    response = as_("clerk").post(url("submit", draft), {"version": 7}, follow=True)

    assert "ほかの人が先に保存しました。" in response.text
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_draft_is_removed_and_its_history_stays(as_, draft, clerk):
    response = as_("clerk").post(url("remove", draft), {"version": 1})

    assert (response.url, Improvement.objects.count()) == (LIST, 0)
    last = Improvement.history.first()
    assert (last.history_type, last.history_change_reason, last.history_user) == (
        "-",
        "業務改善報告の削除",
        clerk,
    )


def test_published_improvement_cannot_be_removed(as_, listed):
    response = as_("clerk").post(url("remove", listed), {"version": 1})

    assert (response.url, Improvement.objects.count()) == (listed.get_absolute_url(), 1)


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({"verdict": ""}, "verdict", "どれかを選んでください。"),
        ({"verdict": "good"}, "reason", "優良事例とする理由を入力してください。"),
        ({"verdict": "return"}, "reason", "差し戻す理由を入力してください。"),
        (
            {"verdict": "list", "reason": "理由。"},
            "reason",
            "理由は、優良事例とするとき、差し戻すときだけ入力します。",
        ),
        (
            {"verdict": "list", "initiative": "99"},
            "initiative",
            "一覧の取組事項から選んでください。",
        ),
    ],
)
def test_bad_verdict_is_refused_beside_the_field(as_, sent, data, field, message):
    response = as_("secretary").post(url("review", sent), {"version": 1, **data})

    assert response.context["form"].errors[field] == [message]
    sent.refresh_from_db()
    assert sent.state == "submitted"


def test_initiative_of_another_city_cannot_be_linked(as_, sent, outsider):
    foreign = factories.initiative(plan=factories.plan(municipality=outsider.municipality))

    response = as_("secretary").post(
        url("review", sent), {"version": 1, "verdict": "list", "initiative": foreign.pk}
    )

    assert response.context["form"].errors["initiative"] == ["一覧の取組事項から選んでください。"]


def test_return_takes_the_good_example_back(as_, department, clerk):
    row = factories.improvement(
        department=department, by=clerk, is_good_example=True, good_reason="まねしやすい。"
    )
    form = as_("secretary").get(url("review", row)).context["form"]
    assert (form["verdict"].value(), form["reason"].value()) == (VerdictForm.GOOD, "まねしやすい。")

    as_("secretary").post(
        url("review", row),
        {"version": 1, "verdict": "return", "reason": "効果を確かめてください。"},
    )

    row.refresh_from_db()
    assert (row.state, row.is_good_example, row.good_reason, row.return_reason) == (
        "returned",
        False,
        "",
        "効果を確かめてください。",
    )
    page = as_("clerk").get(reverse("progress:mypage-show")).text
    assert "効果を確かめてください。" in page
    assert "効果を確かめてください。" in as_("clerk").get(url("edit", row)).text


def test_publishing_again_clears_the_reason_of_the_return(sent, secretary):
    back = actions.return_improvement(
        improvement=sent, version=1, reason="直してください。", by=secretary
    )
    again = actions.submit_improvement(improvement=back, version=2, by=secretary)

    row = actions.list_improvement(
        improvement=again, version=3, verdict=actions.Verdict(), by=secretary
    )

    assert (row.state, row.return_reason, row.is_good_example) == ("listed", "", False)


def test_return_without_a_reason_is_refused(sent, secretary):
    with pytest.raises(ImprovementError, match="差戻しの理由"):
        actions.return_improvement(improvement=sent, version=1, reason=" ", by=secretary)


def test_stale_verdict_changes_nothing_and_keeps_the_words(as_, sent):
    as_("clerk").post(url("withdraw", sent), {"version": 1})
    as_("clerk").post(url("submit", sent), {"version": 2})

    response = as_("secretary").post(
        url("review", sent), {"version": 1, "verdict": "return", "reason": "書き直してください。"}
    )

    form = response.context["form"]
    assert (response.status_code, form["reason"].value(), form["version"].value()) == (
        409,
        "書き直してください。",
        "3",
    )
    sent.refresh_from_db()
    assert sent.state == "submitted"


def test_verdict_on_what_was_taken_back_meanwhile_is_refused_in_words(as_, sent, monkeypatch):
    as_("clerk").post(url("withdraw", sent), {"version": 1})

    response = as_("secretary").get(url("review", sent))

    assert response.status_code == 404


def test_office_waits_for_its_own_draft_too(as_, office, secretary):
    row = factories.improvement(department=office, by=secretary, state="draft")

    response = as_("secretary").get(url("review", row), follow=True)

    assert "課が提出すると、掲載や差戻しができます。" in response.text


def test_returned_improvement_is_not_judged_twice(as_, department, clerk):
    row = factories.improvement(
        department=department, by=clerk, state="returned", return_reason="理由。"
    )

    response = as_("secretary").post(
        url("review", row), {"version": 1, "verdict": "list"}, follow=True
    )

    assert response.redirect_chain == [(row.get_absolute_url(), 302)]
    row.refresh_from_db()
    assert row.state == "returned"


@pytest.fixture
def shelf(department, office, clerk, secretary, initiative):
    rows = (
        (department, "ＳＮＳの投稿を共有した", date(2026, 9, 1), True, 120, "時間／年"),
        (department, "帳票を減らした", date(2025, 9, 1), False, 80, "時間／年"),
        (office, "印刷をやめた", date(2026, 5, 1), False, 1200, "枚／年"),
    )
    for section, title, day, good, amount, unit in rows:
        factories.improvement(
            department=section,
            by=clerk,
            title=title,
            made_on=day,
            is_good_example=good,
            good_reason="理由。" if good else "",
            amount=amount,
            unit=unit,
            initiative=initiative,
        )


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, ["ＳＮＳの投稿を共有した", "印刷をやめた", "帳票を減らした"]),
        ({"year": "2026"}, ["ＳＮＳの投稿を共有した", "印刷をやめた"]),
        ({"good": "yes"}, ["ＳＮＳの投稿を共有した"]),
        ({"q": "sns"}, ["ＳＮＳの投稿を共有した"]),
        ({"q": "ちょうひょう"}, []),
        ({"state": "submitted"}, []),
        ({"year": "1900"}, ["ＳＮＳの投稿を共有した", "印刷をやめた", "帳票を減らした"]),
    ],
)
def test_list_is_narrowed_by(as_, shelf, query, titles):
    response = as_("viewer").get(LIST, query)

    assert [row.improvement.title for row in response.context["rows"]] == titles


def test_list_is_narrowed_by_section(as_, shelf, office):
    response = as_("viewer").get(LIST, {"department": office.pk})

    assert [row.improvement.title for row in response.context["rows"]] == ["印刷をやめた"]
    assert response.context["summary"] == (
        "掲載 １件（うち優良事例 ０件）。効果の合計 1,200枚／年。"
    )


def test_list_counts_and_sums_what_it_shows(as_, shelf):
    summary = as_("viewer").get(LIST).context["summary"]

    assert summary == "掲載 ３件（うち優良事例 １件）。効果の合計 200時間／年、1,200枚／年。"


def test_list_leads_those_who_write_and_tells_others_that_there_is_nothing(as_, department):
    assert "業務改善を書く" in as_("clerk").get(LIST).text
    page = as_("viewer").get(LIST).text
    assert "まだ業務改善報告はありません。" in page
    assert NEW not in page


def test_list_says_when_nothing_fits(as_, listed):
    assert "当てはまる業務改善報告はありません。" in as_("viewer").get(LIST, {"q": "無い"}).text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["clerk", "secretary", "viewer"])
def test_list_queries_do_not_grow(
    as_, department, clerk, initiative, name, count, django_assert_max_num_queries
):
    for _ in range(count):
        factories.improvement(department=department, by=clerk, initiative=initiative)
    client = as_(name)
    client.get(LIST)

    with django_assert_max_num_queries(17):
        client.get(LIST)


def test_mypage_counts_what_waits_for_the_office_and_shortens_the_list(
    as_, department, clerk, office
):
    for _ in range(7):
        factories.improvement(department=department, by=clerk, state="submitted")

    mypage = reverse("progress:mypage-show")
    assert "事務局の確認を待っているもの ７件" in as_("secretary").get(mypage).text
    assert "ほかに２件が" in as_("clerk").get(mypage).text


def test_history_tells_who_changed_what_and_why(as_, sent, initiative, secretary):
    verdict = actions.Verdict(initiative, "まねしやすい。")
    actions.list_improvement(improvement=sent, version=1, verdict=verdict, by=secretary)

    page = as_("viewer").get(url("history", sent))

    change = page.context["page"][0]
    assert (change.entry.by, change.entry.reason) == ("事務 局子", "掲載：まねしやすい。")
    assert [field.label for field in change.fields] == [
        "状態",
        "優良事例",
        "優良事例とした理由",
        "関係する取組事項",
    ]
    assert initiative.title in page.text


def test_initiatives_page_shows_what_is_linked_and_published(as_, department, clerk, initiative):
    factories.improvement(
        department=department, by=clerk, initiative=initiative, title="結び付いた改善"
    )
    factories.improvement(
        department=department,
        by=clerk,
        initiative=initiative,
        title="まだの改善",
        state="submitted",
    )

    page = as_("viewer").get(initiative.get_absolute_url()).text

    assert "結び付いた改善" in page
    assert "まだの改善" not in page
    assert [row.improvement.title for row in improvements.published_on(initiative)] == [
        "結び付いた改善"
    ]


@pytest.fixture
def year(department, clerk, period, initiative):
    """Of the year: a good example and another; before it, after its 基準日, and not published."""
    make = {"department": department, "by": clerk}
    factories.improvement(
        **make,
        title="優良な改善",
        made_on=date(2026, 5, 1),
        is_good_example=True,
        good_reason="まねしやすい。",
        amount=Decimal("1.50"),
        unit="時間／日",
        initiative=initiative,
    )
    factories.improvement(**make, title="ふつうの改善", made_on=date(2026, 9, 30))
    factories.improvement(**make, title="昨年度の改善", made_on=date(2026, 3, 31))
    factories.improvement(**make, title="基準日の後の改善", made_on=date(2026, 10, 1))
    factories.improvement(**make, title="まだの改善", state="submitted")


def test_portfolio_holds_the_years_improvements(plan, period, year):
    whole = portfolio.build(plan, period, today=TODAY)
    short = portfolio.build(plan, period, today=TODAY, limit=5)

    assert [row.title for row in whole.improvements] == ["優良な改善", "ふつうの改善"]
    assert (whole.improvements_total, whole.improvements_good) == (2, 1)
    assert [row.measured for row in short.improvements] == ["1.5時間／日"]
    assert (short.improvements_total, short.improvements_good) == (2, 1)


def test_dashboard_names_the_good_examples(as_, plan, year):
    page = as_("executive").get(reverse("reports:dashboard-show", args=[plan.slug])).text

    assert "２件（うち優良事例 １件）" in page
    assert "優良な改善" in page
    assert "ふつうの改善" not in page


def sheet_of(plan, period, *names):
    content = papers.write(plan, Papers(period, None, names), today=TODAY)
    return load_workbook(BytesIO(content))


def test_papers_of_the_headquarters_hold_the_improvements(plan, period, year, initiative):
    book = sheet_of(plan, period, "遅れ・要協議", "業務改善報告")

    assert book.sheetnames == ["遅れ・要協議", "業務改善報告"]
    cells = [str(cell.value) for row in book["業務改善報告"] for cell in row if cell.value]
    assert {
        "令和８年度に掲載した業務改善報告 ２件　　うち優良事例 １件",
        "優良事例　１件",
        "優良な改善\n（報告）",
        "まねしやすい。",
        f"A-①-{initiative.number}",
        "そのほか　１件",
        "ふつうの改善\n（報告）",
    } <= set(cells)


def test_papers_without_improvements_have_no_idle_sheet(plan, period, initiative):
    assert sheet_of(plan, period, "遅れ・要協議", "業務改善報告").sheetnames == ["遅れ・要協議"]
    alone = sheet_of(plan, period, "業務改善報告").active
    cells = {str(cell.value) for row in alone for cell in row}
    assert "掲載した業務改善報告はありません。" in cells
