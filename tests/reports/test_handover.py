"""引継ぎ資料: what is open, what falls due, the last reports, who reported when."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from initiatives.models import ScheduleBar
from reports import handover_facts, handover_page
from tests import factories
from tests.conftest import TODAY

SHOW = "reports:handover-show"


def paper(department, person=None):
    return handover_page.build(handover_facts.read(department, TODAY), person)


@pytest.fixture
def earlier(plan):
    return factories.period(plan=plan, quarter=1)


def told(rows):
    return [(row.kind, row.number, row.what, row.said) for row in rows]


def test_report_not_handed_in_is_open_with_its_deadline(department, period, initiative):
    (row,) = paper(department).open

    assert (row.kind, row.what, row.deadline.day) == (
        "未提出",
        "令和８年度 第２四半期の進捗報告",
        period.due_on,
    )


def test_returned_report_is_open_once_with_the_reason(
    department, period, initiative, clerk, secretary
):
    report = factories.report(
        initiative=initiative, period=period, department=department, state="returned"
    )
    for comment in ("前の理由。", "数値の時点を書いてください。"):
        factories.event(report=report, by=secretary, action="return", comment=comment)

    number = f"A-①-{initiative.number}"
    assert told(paper(department).open) == [
        ("差戻し", number, "令和８年度 第２四半期の進捗報告", "数値の時点を書いてください。")
    ]


def test_report_on_its_way_says_where_it_stands(department, period, initiative):
    factories.report(initiative=initiative, period=period, department=department, state="submitted")

    (row,) = paper(department).open

    assert (row.kind, row.what) == (
        "確認・受理待ち",
        "令和８年度 第２四半期の進捗報告（提出済）",
    )


def test_unanswered_remark_and_unpublished_improvement_are_open(
    department, initiative, executive, clerk
):
    factories.remark(initiative=initiative, by=executive, due_on=date(2026, 10, 23))
    factories.improvement(
        department=department, by=clerk, state="returned", return_reason="効果を書いてください。"
    )
    factories.improvement(department=department, by=clerk)

    remark, improvement = paper(department).open

    assert (remark.kind, remark.said, remark.deadline.words) == (
        "指摘事項",
        "土日の開催を検討すること。",
        "あと９日",
    )
    assert (improvement.kind, improvement.what, improvement.said) == (
        "業務改善報告",
        "差戻し",
        "効果を書いてください。",
    )


def test_last_accepted_report_is_shown_and_not_a_newer_draft(
    department, period, earlier, initiative
):
    factories.report(
        initiative=initiative,
        period=earlier,
        department=department,
        tone="slip",
        reason="理由の文。",
        recovery="見通しの文。",
    )
    factories.report(
        initiative=initiative,
        period=period,
        department=department,
        state="draft",
        result="書きかけ",
    )

    (card,) = paper(department).cards

    assert (card.role, card.last.period, card.last.mark.word, card.last.result) == (
        "主担当",
        "令和８年度 第１四半期",
        "やや遅れ",
        "今期の実績の文。",
    )


def test_indicator_stands_with_its_last_value_and_target(department, period, initiative):
    indicator = factories.indicator(initiative=initiative)
    factories.measurement(indicator=indicator, quarter=1, value="79.2")
    factories.measurement(indicator=indicator, quarter=2, value=None)
    unmeasured = factories.indicator(initiative=initiative, name="利用率")

    first, second = paper(department).cards[0].values

    assert (first.pk, first.label, first.value, first.target) == (
        indicator.pk,
        "令和８年６月末（速報）",
        "79.2％",
        "令和９年度の目標 85.0％",
    )
    assert (second.pk, second.label, second.value) == (
        unmeasured.pk,
        "",
        "測定した値はまだありません",
    )


def test_what_falls_due_is_in_order_until_the_end_of_the_next_year(department, period, initiative):
    factories.milestone(initiative=initiative, text="導入", due_year=2026)
    factories.milestone(initiative=initiative, text="済んだもの", achieved_on=date(2026, 5, 1))
    factories.milestone(initiative=initiative, text="遅れている導入", due_year=2025)
    factories.milestone(initiative=initiative, text="先の導入", due_year=2028)
    factories.milestone(initiative=initiative, text="いつでも", due="standing", due_year=None)
    factories.indicator(initiative=initiative)
    factories.bar(initiative=initiative, text="検討", end_year=2026, end_quarter=3)
    factories.bar(initiative=initiative, text="終わった工程", end_year=2026, end_quarter=1)
    factories.bar(initiative=initiative, text="実施", end_year=2027)

    rows = [(row.when, row.kind, row.text, row.is_past) for row in paper(department).dues]

    assert rows == [
        ("令和７年度", "目標事項", "遅れている導入", True),
        ("令和８年10月16日", "報告期限", "令和８年度 第２四半期の進捗報告 残り１件", False),
        ("令和８年度 第３四半期", "工程の終わり", "検討", False),
        ("令和８年度", "目標事項", "導入", False),
        ("令和９年度末", "工程の終わり", "実施", False),
        ("令和９年度末", "目標値", "保有率（市） 85.0％", False),
    ]


def test_finished_initiative_has_no_deadlines_left(department, period, earlier, initiative):
    factories.milestone(initiative=initiative)
    factories.report(
        initiative=initiative, period=earlier, department=department, implementation="done"
    )

    sheet = paper(department)

    assert (sheet.dues, sheet.cards[0].last.mark.word) == ((), "完了")


def test_other_parts_of_the_section_are_listed(department, plan, period, initiative, neighbour):
    other = factories.initiative(plan=plan, lead=neighbour.posts.get().department)
    other.responsibilities.create(department=department, role="related")

    sheet = paper(department)

    assert [(row.title, row.role) for row in sheet.others] == [(other.title, "関係課")]
    assert [card.title for card in sheet.cards] == [initiative.title]


def test_who_reported_when_is_told_for_each_round(
    department, period, earlier, initiative, clerk, head, secretary
):
    report = factories.report(initiative=initiative, period=earlier, department=department)
    for day, (who, action) in enumerate(
        ((clerk, "submit"), (head, "confirm"), (secretary, "accept")), 7
    ):
        factories.event(report=report, by=who, action=action, at=date(2026, 7, day))

    (row,) = paper(department).rounds

    assert (row.period, row.mark.word, row.submitted, row.confirmed, row.accepted) == (
        "令和８年度 第１四半期",
        "計画どおり",
        "見本 花子（７月７日）",
        "例田 一郎（７月８日）",
        "事務 局子（７月９日）",
    )


def test_only_four_rounds_of_a_plan_are_told(department, plan, initiative, clerk):
    for year, quarter in ((2025, 2), (2025, 3), (2025, 4), (2026, 1), (2026, 2)):
        round_ = factories.period(plan=plan, year=year, quarter=quarter)
        report = factories.report(initiative=initiative, period=round_, department=department)
        factories.event(report=report, by=clerk)

    assert [row.period for row in paper(department).rounds] == [
        "令和８年度 第２四半期",
        "令和８年度 第１四半期",
        "令和７年度 第４四半期",
        "令和７年度 第３四半期",
    ]


def test_person_hands_over_what_went_through_their_hands(
    department, plan, period, earlier, initiative, clerk, head, secretary
):
    other = factories.initiative(plan=plan, lead=department)
    mine = factories.report(initiative=initiative, period=earlier, department=department)
    factories.event(report=mine, by=clerk)
    factories.event(report=mine, by=secretary, action="accept")
    theirs = factories.report(
        initiative=other, period=period, department=department, state="draft", saved_by=head
    )
    facts = handover_facts.read(department, TODAY)

    assert facts.hands == {clerk.pk: "見本 花子", head.pk: "例田 一郎"}
    assert [card.title for card in handover_page.build(facts, clerk.pk).cards] == [initiative.title]
    of_head = handover_page.build(facts, head.pk)
    assert [row.title for row in of_head.open] == [theirs.initiative.title]
    assert (of_head.person, of_head.others) == ("例田 一郎", ())


def test_plan_that_ended_in_march_is_still_handed_over_in_april(
    settings, municipality, department, clerk
):
    settings.TODAY = date(2028, 4, 3)
    old = factories.plan(municipality=municipality)
    factories.period(plan=old, year=2027, quarter=4)
    factories.initiative(plan=old, lead=department)

    sheet = handover_page.build(handover_facts.read(department, settings.TODAY))

    assert [row.what for row in sheet.open] == ["令和９年度 第４四半期の進捗報告"]


@pytest.mark.parametrize("count", [1, 3])
def test_handover_queries_do_not_grow(
    as_, department, plan, period, earlier, clerk, executive, django_assert_num_queries, count
):
    for _ in range(count):
        row = factories.initiative(plan=plan, lead=department)
        report = factories.report(initiative=row, period=earlier, department=department)
        factories.event(report=report, by=clerk)
        factories.remark(initiative=row, by=executive)
        factories.milestone(initiative=row)
        ScheduleBar.objects.create(
            initiative=row, order=1, text="実施", kind="carry_out", start_year=2025, end_year=2027
        )
        factories.measurement(indicator=factories.indicator(initiative=row))
        factories.improvement(department=department, by=clerk, state="draft")

    with django_assert_num_queries(23):
        paper(department)


def test_handover_of_an_empty_section_says_so(as_, department, clerk):
    page = as_("clerk").get(reverse(SHOW, args=[department.pk])).text

    assert "残っていることはありません。" in page
    assert "この課が報告する取組事項はありません。" in page


@pytest.mark.parametrize(("name", "count"), [("clerk", 1), ("secretary", 2)])
def test_handovers_lists_own_sections_or_all(as_, department, clerk, head, office, name, count):
    page = as_(name).get(reverse("reports:handover-list")).text

    assert page.count("の引継ぎ資料</a>") == count
    assert "例田 一郎" in page


def test_person_who_has_nothing_to_do_with_the_section_is_not_found(
    as_, department, clerk, executive
):
    address = reverse(SHOW, args=[department.pk])

    assert as_("clerk").get(address, {"person": clerk.pk}).status_code == 200
    assert as_("clerk").get(address, {"person": executive.pk}).status_code == 404


def test_workbook_says_what_the_page_says(
    as_, department, period, earlier, initiative, clerk, secretary, executive
):
    report = factories.report(
        initiative=initiative,
        period=earlier,
        department=department,
        tone="slip",
        reason="理由の文。",
        request="求める文。",
    )
    factories.event(report=report, by=clerk, at=date(2026, 7, 7))
    factories.remark(initiative=initiative, by=executive)
    factories.milestone(initiative=initiative, due_year=2025)
    factories.measurement(indicator=factories.indicator(initiative=initiative))
    factories.indicator(initiative=initiative, name="利用率")

    address = reverse("exchange:handover-download", args=[department.pk])
    response = as_("clerk").get(address, {"person": clerk.pk})

    sheet = load_workbook(BytesIO(response.content)).active
    cells = [str(cell.value) for row in sheet for cell in row if cell.value is not None]
    assert [text for text in cells if text[0] in "１２３４５"] == [
        "１　残っていること（２件）",
        "２　これからの期限（令和10年３月31日まで）",
        "３　報告している取組事項（１件）",
        "５　だれがいつ報告したか（最近の４回の報告期）",
    ]
    values = (
        "保有率（市） 79.2％（令和８年６月末（速報））　令和９年度の目標 85.0％",
        "利用率 測定した値はまだありません　令和９年度の目標 85.0％",
    )
    assert {
        "引継ぎ資料　市民課　見本 花子",
        "令和７年度\n過ぎています",
        "理由の文。",
        "求める文。",
        "見本 花子（７月７日）",
        "\n".join(values),
    } <= set(cells)


def test_workbook_of_an_empty_section_says_so(as_, department, clerk, municipality):
    municipality.is_demo = True
    municipality.save()
    response = as_("clerk").get(reverse("exchange:handover-download", args=[department.pk]))

    sheet = load_workbook(BytesIO(response.content)).active
    cells = {str(cell.value) for row in sheet for cell in row}
    assert {
        "残っていることはありません。",
        "期限のあるものはありません。",
        "該当する取組事項はありません。",
        "報告はまだありません。",
        "※ デモ用の架空データ　令和８年10月14日現在",
    } <= cells


def test_workbook_lists_other_parts_and_initiatives_never_accepted(
    as_, department, plan, period, initiative, neighbour, clerk
):
    other = factories.initiative(plan=plan, lead=neighbour.posts.get().department)
    other.responsibilities.create(department=department, role="related")

    response = as_("clerk").get(reverse("exchange:handover-download", args=[department.pk]))

    sheet = load_workbook(BytesIO(response.content)).active
    cells = {str(cell.value) for row in sheet for cell in row}
    assert {
        "４　ほかに関わる取組事項（１件）",
        "関係課",
        "受理された報告はまだありません。",
    } <= cells


def test_handover_is_for_the_office_of_every_section(as_, department, initiative):
    page = as_("secretary").get(reverse(SHOW, args=[department.pk])).text

    assert initiative.title in page


def test_handover_names_whom_a_deputy_stood_in_for(department, plan, period, clerk):
    row = factories.initiative(plan=plan, lead=department)
    report = factories.report(
        initiative=row, period=period, department=department, state="confirmed"
    )
    factories.event(report=report, by=clerk, action="confirm", as_deputy_of="市民課長 例田 一郎")

    (found,) = paper(department).rounds

    assert found.confirmed.startswith("見本 花子（市民課長 例田 一郎の代理）（")
