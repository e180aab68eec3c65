"""The sheet of one initiative in one year: saving, conflicts, deeds, and what it costs."""

import pytest
from django.urls import reverse

from progress.models import AnnualReview
from tests import factories

SENT = {
    "version": "0",
    "stage-plan": "計画の文。",
    "stage-do": "実行の文。",
    "stage-check": "評価の文。",
    "stage-act": "改善の文。",
    "outlook": "continue",
    "next_year": "",
    "action": "save",
}

SHEET_QUERIES = 25


@pytest.fixture
def annual(plan):
    return factories.annual_round(plan=plan)


@pytest.fixture
def address(annual, initiative):
    return reverse("progress:annualreview-edit", args=[annual.pk, initiative.pk])


def written() -> dict[str, str]:
    review = AnnualReview.objects.get()
    return {stage.key: stage.text for stage in review.stages.all()} | {"next": review.next_year}


def test_reading_makes_no_row(as_, address):
    assert as_("clerk").get(address).status_code == 200
    assert not AnnualReview.objects.exists()


def test_typed_words_are_kept_and_never_prefilled_again(as_, address, plan, initiative, department):
    as_("clerk").post(address, {**SENT, "stage-do": ""})
    period = factories.period(plan=plan, year=2025, quarter=4)
    factories.report(initiative=initiative, period=period, department=department)

    page = as_("clerk").get(address)

    assert page.context["form"]["stage-do"].value() == ""
    assert page.context["form"]["stage-plan"].value() == "計画の文。"
    assert "第４四半期：今期の実績の文。" in page.text


def test_same_content_again_changes_nothing(as_, address):
    as_("clerk").post(address, SENT)
    as_("clerk").post(address, SENT)

    assert AnnualReview.objects.get().version == 1
    assert AnnualReview.history.count() == 1


def test_stale_save_shows_both_inputs_and_overwrites_nothing(as_, address):
    as_("clerk").post(address, {**SENT, "next_year": "先に保存した文。"})

    page = as_("head").post(
        address, {**SENT, "stage-do": "あとから書いた文。", "outlook": "revise"}
    )

    assert page.status_code == 409
    assert written() == {
        "plan": "計画の文。",
        "do": "実行の文。",
        "check": "評価の文。",
        "act": "改善の文。",
        "next": "先に保存した文。",
    }
    sheet = page.context["sheet"]
    assert sheet.form["stage-do"].value() == "あとから書いた文。"
    assert [row.theirs for row in sheet.rows] == ["", "実行の文。", "", ""]
    assert (sheet.beside_outlook, sheet.beside_next_year) == ("継続", "先に保存した文。")
    assert sheet.form["version"].value() == "1"


def test_stale_save_by_itself_says_who_was_first(as_, address):
    as_("clerk").post(address, SENT)

    answer = as_("head").post(
        address, {**SENT, "stage-do": "別の文。"}, headers={"X-Requested-With": "fetch"}
    )

    assert (answer.status_code, answer.json()) == (
        409,
        {"conflict": True, "message": "見本 花子さんが先に保存しました。"},
    )


def test_page_saves_itself(as_, address):
    answer = (
        as_("clerk")
        .post(address, {**SENT, "outlook": "abc"}, headers={"X-Requested-With": "fetch"})
        .json()
    )

    assert answer["version"] == 1
    assert list(answer["errors"]) == ["outlook"]
    assert written()["do"] == "実行の文。"


def test_text_written_while_the_review_went_on_is_shown(as_, address):
    as_("clerk").post(address, {**SENT, "action": "submit"})

    page = as_("head").post(address, {**SENT, "version": "2", "stage-do": "遅れて書いた文。"})

    assert page.status_code == 409
    assert page.context["unsaved"] == [("実行 Do", "遅れて書いた文。")]
    assert written()["do"] == "実行の文。"


def test_submit_asks_for_every_stage_and_the_direction(as_, address):
    page = as_("clerk").post(address, {**SENT, "stage-act": " ", "outlook": "", "action": "submit"})

    assert page.context["form"].errors == {
        "stage-act": ["「改善 Act」を入力してください。"],
        "outlook": ["今後の方向性を選んでください。"],
    }
    assert AnnualReview.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        ("2026-10-15", "2026-10-30", "10月15日に始まります"),
        ("2026-10-01", "2026-10-13", "10月13日に締め切りました"),
    ],
)
def test_section_writes_between_the_days_only(as_, annual, address, opens, closes, words):
    annual.opens_on, annual.due_on, annual.closes_on = opens, closes, closes
    annual.save()

    page = as_("clerk").post(address, SENT)

    assert (page.status_code, words in page.text) == (409, True)
    assert not AnnualReview.objects.exists()


def test_returned_review_can_be_sent_after_the_closing_day(
    as_, annual, initiative, department, address
):
    review = factories.annual_review(
        annual=annual, initiative=initiative, department=department, state="submitted"
    )
    as_("head").post(
        reverse("progress:annualreview-return", args=[review.pk]), {"reason": "数字を入れて。"}
    )
    annual.due_on = annual.closes_on = "2026-10-13"
    annual.save()

    assert "数字を入れて。" in as_("clerk").get(address).text
    assert address in as_("clerk").get("/").text
    as_("clerk").post(address, {**SENT, "version": "2", "action": "submit"})
    assert AnnualReview.objects.get().state == "submitted"


def test_return_without_a_reason_asks_for_it(as_, annual, initiative, department):
    review = factories.annual_review(
        annual=annual, initiative=initiative, department=department, state="submitted"
    )

    page = as_("head").post(reverse("progress:annualreview-return", args=[review.pk]))

    assert page.context["form"].errors == {"reason": ["差戻しの理由を入力してください。"]}


def test_deed_on_another_version_is_refused(as_, annual, initiative, department):
    review = factories.annual_review(
        annual=annual, initiative=initiative, department=department, state="submitted", version=5
    )

    page = as_("head").post(
        reverse("progress:annualreview-confirm", args=[review.pk]), {"version": "4"}
    )

    assert "画面を開いた後に内容が変わりました" in page.text
    assert AnnualReview.objects.get().state == "submitted"


def test_stage_the_plan_no_longer_names_keeps_its_words(
    as_, annual, initiative, department, address
):
    texts = {"observe": "前の段階の文。"}
    factories.annual_review(
        annual=annual, initiative=initiative, department=department, state="draft", texts=texts
    )

    assert "前の段階の文。" in as_("clerk").get(address).text
    as_("clerk").post(address, {**SENT, "version": "1"})
    assert written()["observe"] == "前の段階の文。"


@pytest.mark.parametrize("count", [1, 3])
def test_sheet_queries_do_not_grow(
    as_, plan, address, initiative, department, executive, django_assert_num_queries, count
):
    for number in range(1, count + 1):
        period = factories.period(plan=plan, year=2025, quarter=number)
        factories.report(initiative=initiative, period=period, department=department)
        factories.indicator(initiative=initiative)
        factories.bar(initiative=initiative)
        factories.remark(initiative=initiative, by=executive, made_on="2025-07-01")
    client = as_("clerk")
    client.get(address)

    with django_assert_num_queries(SHEET_QUERIES):
        client.get(address)
