"""提案書: written by the office, read by the city hall, never overwritten unseen."""

import pytest
from django.urls import reverse

from meetings.models import Proposal
from tests import factories

SHOW, EDIT = "meetings:proposal-show", "meetings:proposal-edit"
CREATE, HISTORY = "meetings:proposal-create", "meetings:proposal-history"


def posted(**fields):
    return {
        "kind": "deliberation",
        "submitted_on": "2026-10-14",
        "department_printed": "復興政策部ＤＸ推進課",
        "subject": "推進計画の改定について",
        "content": "１　趣旨\r\n　　改定する。  \r\n",
        **fields,
    }


@pytest.fixture
def meeting(plan):
    return factories.meeting(municipality=plan.municipality, number=2)


@pytest.fixture
def draft(meeting):
    """The draft that ``posted`` would leave as it is, but for its content."""
    return factories.proposal(meeting=meeting, state="draft", subject="推進計画の改定について")


def test_form_proposes_the_office_that_writes(as_, meeting, office, secretary):
    office.extension = "4262"
    office.parent = factories.department(municipality=office.municipality, name="復興政策部")
    office.save()
    form = as_("secretary").get(reverse(CREATE, args=[meeting.pk])).context["form"]

    assert form["department_printed"].value() == "復興政策部ＤＸ推進課"
    assert (form["extension"].value(), form["department"].value()) == ("4262", office.pk)


def test_create_keeps_indents_and_makes_a_draft(as_, meeting):
    counts = {"row1_label": "策定済み", "row1_count": "3", "row3_label": "未定"}
    page = as_("secretary").post(reverse(CREATE, args=[meeting.pk]), posted(**counts), follow=True)
    proposal = Proposal.objects.get()

    assert (proposal.state, proposal.content) == ("draft", "１　趣旨\n　　改定する。")
    assert list(proposal.comparisons.values_list("order", "label", "count", "unit")) == [
        (1, "策定済み", 3, "自治体"),
        (2, "未定", None, "自治体"),
    ]
    assert "下書きを保存しました。まだ提出していません。" in page.text


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"subject": ""}, "subject", "入力してください。"),
        ({"department_printed": ""}, "department_printed", "入力してください。"),
        (
            {"submitted_on": "R3.12.6"},
            "submitted_on",
            "日付は 2026-10-16 のように入力してください。",
        ),
        ({"kind": "other"}, "kind", "正しく選択してください。一覧にない値です。"),
        ({"comparison_total": "0"}, "comparison_total", "1以上にしてください。"),
        ({"row1_count": "3"}, "row1_label", "区分を入力してください。"),
        ({"row1_count": "0"}, "row1_label", "区分を入力してください。"),
        ({"row1_names": "仙台市"}, "row1_label", "区分を入力してください。"),
        ({"row1_count": "-1", "row1_label": "未定"}, "row1_count", "0以上にしてください。"),
        (
            {"comparison_total": "35", "row1_label": "未定", "row1_count": "34"},
            "comparison_total",
            "区分の数の合計（34）が、全数（35）と合いません。",
        ),
    ],
)
def test_bad_input_is_told_at_its_place_and_nothing_is_written(
    as_, meeting, fields, field, message
):
    page = as_("secretary").post(reverse(CREATE, args=[meeting.pk]), posted(**fields))

    assert page.context["form"].errors == {field: [message]}
    assert f"＊{message}" in page.text
    assert Proposal.objects.count() == 0


def test_subject_taken_is_told_beside_it(as_, meeting, draft):
    page = as_("secretary").post(reverse(CREATE, args=[meeting.pk]), posted())

    assert page.context["form"].errors["subject"] == [
        "同じ会議に、同じ件名の提案書が既にあります。"
    ]
    assert Proposal.objects.count() == 1


def test_plan_and_section_of_another_city_cannot_be_chosen(as_, meeting, outsider):
    plan = factories.plan(municipality=outsider.municipality)
    section = factories.department(municipality=outsider.municipality)
    data = posted(plan=plan.pk, department=section.pk)
    page = as_("secretary").post(reverse(CREATE, args=[meeting.pk]), data)

    assert set(page.context["form"].errors) == {"plan", "department"}


def test_filling_takes_empty_controls_only_and_saves_nothing(as_, meeting, plan):
    data = posted(plan=plan.pk, content="", subject="自分の件名", action="fill")
    page = as_("secretary").post(reverse(CREATE, args=[meeting.pk]), data)
    form = page.context["form"]

    assert form["subject"].value() == "自分の件名"
    assert form["content"].value().startswith("１　タイトル\n　　石巻市ＤＸ推進計画")
    assert "「石巻市ＤＸ推進計画」から写しました：主な内容。まだ保存していません。" in page.text
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize("chosen", ["", "abc", "999999", "９"])
def test_filling_without_a_plan_asks_for_one(as_, meeting, chosen):
    data = posted(plan=chosen, action="fill")
    page = as_("secretary").post(reverse(CREATE, args=[meeting.pk]), data)

    assert "写す計画を選んでください。" in page.context["form"].errors["plan"]
    assert page.context["form"]["subject"].value() == "推進計画の改定について"


def test_filling_when_nothing_is_empty_says_so(as_, draft, plan):
    data = posted(plan=plan.pk, action="fill", version="1")
    page = as_("secretary").post(reverse(EDIT, args=[draft.pk]), data)

    assert "空いている欄がないため、何も写していません。" in page.text


def test_edit_shows_what_is_stored_and_changes_it(as_, draft):
    address = reverse(EDIT, args=[draft.pk])
    form = as_("secretary").get(address).context["form"]
    page = as_("secretary").post(address, posted(version="1", aim="改める。"), follow=True)
    draft.refresh_from_db()

    assert form["content"].value() == "１　趣旨\n　　計画を改定する。"
    assert (draft.version, draft.aim) == (2, "改める。")
    assert page.redirect_chain == [(draft.get_absolute_url(), 302)]


def test_saving_over_a_colleague_shows_both_and_writes_nothing(as_, draft):
    address = reverse(EDIT, args=[draft.pk])
    as_("secretary").post(address, posted(version="1", aim="同僚の目的。"))
    page = as_("secretary").post(address, posted(version="1", background="私の背景。"))
    draft.refresh_from_db()
    rows = {row.name: row for row in page.context["rows"]}

    assert page.status_code == 409
    assert (draft.version, draft.aim, draft.background) == (2, "同僚の目的。", "")
    assert set(rows) == {"background", "aim"}
    assert rows["background"].mine.is_kept
    assert rows["aim"].theirs.is_kept  # I had not touched it
    assert page.context["version"] == 2


@pytest.mark.parametrize(("action", "aim"), [("merge", "同僚の目的。"), ("mine", "私の目的。")])
def test_conflict_is_settled_as_chosen(as_, draft, action, aim):
    address = reverse(EDIT, args=[draft.pk])
    as_("secretary").post(address, posted(version="1", aim="同僚の目的。"))
    conflict = as_("secretary").post(
        address, posted(version="1", aim="私の目的。", background="私の背景。")
    )
    data = {
        **{f"mine:{name}": text for name, text in conflict.context["mine"].items()},
        "keep:aim": "theirs",
        "keep:background": "mine",
        "version": "2",
        "action": action,
    }
    as_("secretary").post(address, data)
    draft.refresh_from_db()

    assert (draft.version, draft.aim, draft.background) == (3, aim, "私の背景。")


def test_handed_in_is_not_edited(as_, meeting):
    proposal = factories.proposal(meeting=meeting)
    address = reverse(EDIT, args=[proposal.pk])
    pages = [
        as_("secretary").get(address, follow=True),
        as_("secretary").post(address, posted(version="1"), follow=True),
    ]
    proposal.refresh_from_db()

    assert ["提出済みの提案書は直せません。" in page.text for page in pages] == [True, True]
    assert proposal.version == 1


def test_submit_shows_it_to_everybody_and_reopen_hides_it(as_, draft):
    show = reverse(SHOW, args=[draft.pk])
    seen = [as_("clerk").get(show).status_code]
    for version, deed in ((1, "submit"), (2, "reopen")):
        address = reverse(f"meetings:proposal-{deed}", args=[draft.pk])
        as_("secretary").post(address, {"version": version})
        seen.append(as_("clerk").get(show).status_code)

    assert seen == [404, 200, 404]


@pytest.mark.parametrize("deed", ["meetings:proposal-submit", "meetings:proposal-remove"])
def test_deed_on_an_old_version_is_refused(as_, draft, deed):
    page = as_("secretary").post(reverse(deed, args=[draft.pk]), {"version": "9"}, follow=True)
    draft.refresh_from_db()

    assert "ほかの人が先に保存しました。" in page.text
    assert (draft.state, draft.version) == ("draft", 1)


def test_reopen_of_a_draft_is_refused(as_, draft):
    address = reverse("meetings:proposal-reopen", args=[draft.pk])

    assert "この提案書は下書きです。" in as_("secretary").post(address, follow=True).text


def test_remove_leads_back_to_the_meetings(as_, draft):
    address = reverse("meetings:proposal-remove", args=[draft.pk])
    page = as_("secretary").post(address, {"version": "1"}, follow=True)

    assert page.redirect_chain == [(reverse("meetings:meeting-list"), 302)]
    assert Proposal.objects.count() == 0


def test_show_prints_the_paper_and_the_numbers(as_, meeting):
    proposal = factories.proposal(meeting=meeting, comparison_total=35, comparison_scope="県内")
    proposal.comparisons.create(order=1, label="策定済み", count=3, unit="市", names="仙台市")
    page = as_("clerk").get(reverse(SHOW, args=[proposal.pk])).text

    assert "令和８年度 第２回石巻市ＤＸ推進本部提案" in page
    assert "①策定済み　３市（仙台市）" in page
    assert "8.6％" in page
    assert "記載のない区分がある" in page
    assert "下書きに戻す" not in page
    assert reverse("exchange:proposal-download", args=[proposal.pk]) in page


def test_show_offers_no_workbook_to_those_who_may_not_export(as_, meeting):
    proposal = factories.proposal(meeting=meeting)

    assert "proposal.xlsx" not in as_("administrator").get(proposal.get_absolute_url()).text


def test_history_tells_who_changed_which_words(as_, draft, secretary):
    as_("secretary").post(reverse(EDIT, args=[draft.pk]), posted(version="1", aim="改める。"))
    page = as_("secretary").get(reverse(HISTORY, args=[draft.pk]))
    change = page.context["page"][0]

    assert (change.entry.by, change.entry.reason) == (str(secretary), "提案書の変更")
    assert {field.label for field in change.fields} == {"目的", "主な内容"}
    assert "版" not in {field.label for row in page.context["page"] for field in row.fields}
