"""The 調査票 of a section: what is handed out, what a returned file says, and what comes of it."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from exchange.models import IssuedSheet
from exchange.sheets import taking
from initiatives.models import InitiativeItem, ItemList
from kpis.models import Measurement
from progress.content import LONGEST, Content
from progress.models import ProgressReport
from progress.workflow import WorkflowError
from tests import factories
from tests.exchange import sheetfiles
from tests.exchange.sheetfiles import GUIDE, ITEMS, KPI, PROGRESS, compared, filled, problems, take

pytestmark = pytest.mark.django_db
SEPTEMBER_30 = datetime(2026, 9, 30)  # noqa: DTZ001 - as cells hold it


@pytest.fixture
def indicator(initiative):
    return factories.indicator(initiative=initiative)


@pytest.fixture
def second(plan, department):
    """Another initiative of the section, without a report yet but with one of the quarter before."""
    row = factories.initiative(plan=plan, lead=department, title="窓口のデジタル化")
    before = factories.period(plan=plan, quarter=1)
    factories.report(initiative=row, period=before, department=department, result="前回の実績。")
    return row


@pytest.fixture
def items(initiative, department):
    """Two rows of a list that name the section."""
    listed = ItemList.objects.create(initiative=initiative, order=1, title="手続")
    return [
        InitiativeItem.objects.create(
            list=listed, number=number, name=f"手続{number}", department=department, status=status
        )
        for number, status in ((1, "doing"), (2, "done"))
    ]


@pytest.fixture
def draft(initiative, period, department, clerk):
    return factories.report(
        initiative=initiative,
        period=period,
        department=department,
        state="draft",
        saved_by=clerk,
        saved_at=datetime.fromisoformat("2026-10-13T10:00+09:00"),
        issue="課題の文。",
    )


@pytest.fixture
def sheet(indicator, second, items, draft, period, department, clerk):
    return sheetfiles.issue(period, department, clerk)


def report_of(initiative) -> ProgressReport:
    return ProgressReport.objects.select_related("self_grade").get(
        initiative=initiative, period__quarter=2
    )


def test_untouched_file_changes_nothing(sheet):
    issued, raw = sheet

    taken = compared(raw, issued)

    assert (taken.rows, taken.same) == ([], 5)


def test_file_saved_again_by_a_program_changes_nothing(sheet):
    issued, raw = sheet

    assert compared(sheetfiles.saved(sheetfiles.opened(raw)), issued).rows == []


def test_sheet_keeps_its_number_while_nothing_changes(sheet, period, department, clerk, draft):
    again, _ = sheetfiles.issue(period, department, clerk)
    draft.issue = "別の課題。"
    draft.save()
    later, _ = sheetfiles.issue(period, department, clerk)

    assert again == sheet[0]
    assert [later.number.rsplit("-", 1)[1], sheet[0].number.rsplit("-", 1)[1]] == ["2", "1"]


def test_sections_with_the_same_code_never_share_a_number(period, department, office, clerk):
    for section in (department, office):
        section.code = "03-10"
        section.save()

    numbers = [
        sheetfiles.issue(period, section, clerk)[0].number for section in (department, office)
    ]

    assert numbers == ["CS-R8Q2-042021-0310-1", "CS-R8Q2-042021-0310-2"]


def test_workbook_has_its_pages_lists_and_protection(sheet):
    workbook = sheetfiles.opened(sheet[1])

    assert workbook.sheetnames == [GUIDE, PROGRESS, KPI, ITEMS, "④コード表"]
    assert list(workbook.defined_names) == [
        "進捗評価",
        "実施状況",
        "今後の方向性",
        "測定区分",
        "手続状況",
    ]
    assert [page.protection.sheet for page in workbook] == [True] * 5
    page = workbook[PROGRESS]
    opened = [cell.column for cell in page[4] if not cell.protection.locked]
    marked = [cell.column for cell in page[3] if str(cell.value).startswith("◆")]
    assert opened == marked
    assert page["A4"].value.startswith("R8Q2:A-1-")


def test_grades_are_offered_in_the_plans_own_words(sheet):
    workbook = sheetfiles.opened(sheet[1])
    name = workbook.defined_names["進捗評価"]
    area = name.attr_text.rpartition("!")[2].replace("$", "")

    words = [row[0].value for row in workbook["④コード表"][area]]

    assert words == ["計画以上", "計画どおり", "やや遅れ", "遅れ", "評価対象外"]


def test_changed_cells_become_a_draft(sheet, draft, initiative, indicator, clerk):
    issued, raw = sheet
    raw = filled(
        raw,
        (PROGRESS, 1, "◆進捗評価", "やや遅れ"),
        (PROGRESS, 1, "◆理由", "調達が遅れた。"),
        (PROGRESS, 1, "◆今期の実績", "１行目\n２行目"),
        (KPI, 1, "◆測定の区分", "測定した"),
        (KPI, 1, "◆今回実績", 81.3),
    )

    done = take(raw, issued, clerk)

    report = report_of(initiative)
    assert done == taking.Done(reports=1, handed_in=0, items=0)
    assert (report.self_grade.word, report.reason, report.result, report.issue) == (
        "やや遅れ",
        "調達が遅れた。",
        "１行目\n２行目",
        "課題の文。",
    )
    assert report.state == "draft"
    assert Measurement.objects.get(indicator=indicator, quarter=2).value == Decimal("81.3")


def test_what_the_file_leaves_alone_stays_letter_for_letter(sheet, draft, initiative, clerk):
    draft.next_action = "前\x0b後"
    draft.save()
    issued, raw = sheet

    take(filled(raw, (PROGRESS, 1, "◆課題", "新しい課題。")), issued, clerk)

    assert report_of(initiative).next_action == "前\x0b後"


def test_history_says_where_the_words_came_from(sheet, initiative, clerk):
    issued, raw = sheet

    take(
        filled(raw, (PROGRESS, 1, "◆課題", "新しい課題。")),
        issued,
        clerk,
        reason="調査票の取込み（１）",
    )

    record = report_of(initiative).history.order_by("-history_id").first()
    assert (record.history_change_reason, record.history_user) == ("調査票の取込み（１）", clerk)


def test_tick_carries_the_last_report_over_and_can_be_handed_in(sheet, second, clerk):
    issued, raw = sheet

    done = take(filled(raw, (PROGRESS, 2, "◆前回から", "○")), issued, clerk, hands_in=True)

    report = report_of(second)
    assert done == taking.Done(reports=1, handed_in=1, items=0)
    assert (report.result, report.state, report.unchanged) == ("前回の実績。", "submitted", True)


def test_what_is_incomplete_stays_a_draft(sheet, initiative, clerk):
    issued, raw = sheet
    raw = filled(raw, (PROGRESS, 1, "◆今期の実績", None))

    done = take(raw, issued, clerk, hands_in=True)

    assert done == taking.Done(reports=1, handed_in=0, items=0)
    assert report_of(initiative).state == "draft"


def test_what_a_submission_needs_is_told(sheet, initiative, clerk):
    issued, raw = sheet
    taken = compared(filled(raw, (PROGRESS, 1, "◆進捗評価", "遅れ")), issued)

    taking.attempt(taken, reason="試験", by=sheetfiles.desk_of(clerk, issued.department))

    assert [problem.field for problem in taken.missing[initiative.pk]] == [
        "value",
        "reason",
        "recovery",
    ]
    assert report_of(initiative).self_grade.word == "計画どおり"


def test_trial_leaves_nothing_behind(sheet, draft, clerk):
    issued, raw = sheet
    taken = compared(filled(raw, (PROGRESS, 1, "◆課題", "新しい課題。")), issued)
    before = (draft.history.count(), Content.of(draft))

    taking.attempt(taken, reason="試験", by=sheetfiles.desk_of(clerk, issued.department))

    draft.refresh_from_db()
    assert (draft.history.count(), Content.of(draft)) == before


def test_rows_of_lists_change_with_their_day(sheet, items, clerk):
    issued, raw = sheet
    raw = filled(
        raw,
        (ITEMS, 1, "◆今回の状況", "完了"),
        (ITEMS, 1, "◆完了日", SEPTEMBER_30),
        (ITEMS, 1, "◆備考", "公開済み"),
    )

    done = take(raw, issued, clerk)

    items[0].refresh_from_db()
    assert done.items == 1
    assert (items[0].status, items[0].done_on, items[0].note) == (
        "done",
        date(2026, 9, 30),
        "公開済み",
    )
    assert items[0].history.order_by("-history_id").first().history_user == clerk


@pytest.mark.parametrize(
    "written",
    ["R8.9.30", "令和8年9月30日", "令和８年９月３０日", "2026/9/30", SEPTEMBER_30],
)
def test_days_are_understood_however_they_are_written(sheet, initiative, clerk, written):
    issued, raw = sheet
    raw = filled(raw, (PROGRESS, 1, "◆実施状況", "完了"), (PROGRESS, 1, "◆完了日", written))

    take(raw, issued, clerk)

    assert report_of(initiative).completed_on == date(2026, 9, 30)


@pytest.mark.parametrize("written", [81.3, "81.3", "８１．３", "81.3％", " 81.30 "])
def test_numbers_are_understood_however_they_are_written(sheet, indicator, clerk, written):
    issued, raw = sheet

    take(filled(raw, (KPI, 1, "◆今回実績", written)), issued, clerk)

    assert Measurement.objects.get(indicator=indicator, quarter=2).value == Decimal("81.3")


@pytest.mark.parametrize(
    ("kind", "reason", "absence"),
    [
        ("今期は測定なし", "調査の年ではない", "skipped"),
        ("集計中", None, "pending"),
        ("集計中", "９月分", "pending"),
        ("該当なし", None, "none"),
        ("未定", None, "undecided"),
    ],
)
def test_no_value_is_told_apart_and_comes_back_as_it_was(
    sheet, indicator, period, department, clerk, kind, reason, absence
):
    issued, raw = sheet
    raw = filled(raw, (KPI, 1, "◆測定の区分", kind), (KPI, 1, "◆測定なしの理由", reason))

    take(raw, issued, clerk)
    again, raw = sheetfiles.issue(period, department, clerk)
    page = sheetfiles.opened(raw)[KPI]

    row = Measurement.objects.get(indicator=indicator, quarter=2)
    assert (row.value, row.absence, row.not_measured_reason) == (None, absence, reason or "")
    assert page.cell(4, sheetfiles.column_of(page, "◆測定の区分")).value == kind
    assert page.cell(4, sheetfiles.column_of(page, "◆測定なしの理由")).value == reason
    assert compared(raw, again).rows == []


PLACES = [
    ((PROGRESS, 1, "◆進捗評価", "B"), "①進捗」4行目 L列「進捗評価」", "「B」は使えません"),
    ((PROGRESS, 1, "◆実施状況", "やった"), "①進捗」4行目 I列「実施状況」", "使えません"),
    ((PROGRESS, 1, "◆前回から", "はい？"), "G列「前回から変化なし」", "○を選ぶか"),
    ((PROGRESS, 1, "◆前回から", "○"), "G列「前回から変化なし」", "前回の報告がありません"),
    ((PROGRESS, 1, "◆完了日", "９月末"), "J列「完了日（完了のとき）」", "日付として読めません"),
    ((PROGRESS, 1, "◆完了日", 20260930), "J列「完了日（完了のとき）」", "エラーの値です"),
    ((PROGRESS, 1, "◆課題", "=A1"), "R列「課題」", "数式は使えません"),
    ((PROGRESS, 1, "◆課題", "#REF!"), "R列「課題」", "エラーの値です"),
    ((PROGRESS, 1, "◆課題", SEPTEMBER_30), "R列「課題」", "日付や時刻になっています"),
    ((PROGRESS, 1, "◆課題", "長" * (LONGEST + 1)), "R列「課題」", "2,000字以内"),
    ((PROGRESS, 1, "版", 9), "B列「版」", "版が、発行したとき（1）と違います"),
    ((PROGRESS, 1, "行キー", "R8Q2:X:9"), "A列「行キー」", "この調査票にありません"),
    ((KPI, 1, "◆今回実績", "約80"), "M列「今回実績（９月末）」", "数字で入力してください"),
    ((KPI, 1, "◆今回実績", 81.35), "M列「今回実績（９月末）」", "小数第１位"),
    ((KPI, 1, "◆今回実績", 120), "M列「今回実績（９月末）」", "0～100％の範囲"),
    ((KPI, 1, "◆測定の区分", "今期は測定なし"), "N列「測定なしの理由」", "理由を入力"),
    ((KPI, 1, "◆測定の区分", "測定した"), "M列「今回実績（９月末）」", "値を入力してください"),
    ((KPI, 1, "◆測定なしの理由", "調査なし"), "L列「測定の区分」", "理由が書かれています"),
    (
        (ITEMS, 1, "◆今回の状況", "完了"),
        "③個別手続」4行目 I列「完了日（完了のとき）」",
        "完了日を入力",
    ),
    ((ITEMS, 1, "◆完了日", "2026/9/1"), "I列「完了日（完了のとき）」", "「完了」のときだけ"),
    ((ITEMS, 1, "◆備考", "備" * 201), "J列「備考」", "200字まで"),
]


@pytest.mark.parametrize(("entry", "place", "message"), PLACES)
def test_problem_names_sheet_row_and_column(sheet, entry, place, message):
    issued, raw = sheet

    found = [text for text in problems(filled(raw, entry), issued) if place in text]

    assert [message in text for text in found] == [True]


def test_tick_beside_other_entries_is_refused_at_each_of_them(sheet):
    issued, raw = sheet
    raw = filled(raw, (PROGRESS, 2, "◆前回から", "○"), (PROGRESS, 2, "◆課題", "新しい課題。"))

    assert ["R列「課題」" in text for text in problems(raw, issued)] == [True]


def test_missing_doubled_and_foreign_rows_are_refused(sheet):
    issued, raw = sheet
    workbook = sheetfiles.opened(raw)
    page = workbook[PROGRESS]
    key = page["A4"].value
    for column in range(1, page.max_column + 1):
        page.cell(5, column).value = page.cell(4, column).value
    page["A7"].value, page["D7"].value = "", "足した行"
    page["N7"].value = "記入"

    found = problems(sheetfiles.saved(workbook), issued)

    assert any(f"「{key}」の行が２つあります（4行目と同じです）。" in text for text in found)
    assert any("窓口のデジタル化）の行がありません" in text for text in found)
    assert any("行キーがない行に、記入があります" in text for text in found)


def test_rows_are_matched_by_their_key_and_columns_by_their_heading(sheet, initiative, clerk):
    issued, raw = sheet
    raw = filled(raw, (PROGRESS, 1, "◆課題", "新しい課題。"))
    workbook = sheetfiles.opened(raw)
    page = workbook[PROGRESS]
    first = [cell.value for cell in page[4]]
    second = [cell.value for cell in page[5]]
    for place, (upper, lower) in enumerate(zip(second, first, strict=True), 1):
        page.cell(4, place).value, page.cell(5, place).value = upper, lower

    take(sheetfiles.saved(workbook), issued, clerk)

    assert report_of(initiative).issue == "新しい課題。"


@pytest.mark.parametrize("title", [PROGRESS, KPI, ITEMS])
def test_lost_sheet_is_named(sheet, title):
    issued, raw = sheet
    workbook = sheetfiles.opened(raw)
    del workbook[title]

    assert [
        f"シート「{title}」" in text for text in problems(sheetfiles.saved(workbook), issued)
    ] == [True]


def test_lost_heading_is_named(sheet):
    issued, raw = sheet
    workbook = sheetfiles.opened(raw)
    page = workbook[PROGRESS]
    page.cell(3, sheetfiles.column_of(page, "◆課題")).value = "課題です"

    assert [
        "「課題」の見出しがありません" in t for t in problems(sheetfiles.saved(workbook), issued)
    ] == [True]


def test_merged_cells_below_the_headings_are_refused(sheet):
    issued, raw = sheet
    workbook = sheetfiles.opened(raw)
    workbook[PROGRESS].merge_cells("N4:N5")

    assert [
        "セル N4:N5 が結合されています" in t for t in problems(sheetfiles.saved(workbook), issued)
    ] == [True]


def test_rows_of_another_section_are_shown_but_not_taken(plan, period, department, office, clerk):
    row = factories.initiative(plan=plan, lead=office, title="全庁の取組")
    row.responsibilities.create(department=department, role="related")
    issued, raw = sheetfiles.issue(period, department, clerk)
    page = sheetfiles.opened(raw)[PROGRESS]

    found = problems(filled(raw, (PROGRESS, 1, "◆今期の実績", "市民課の分。")), issued)

    assert page.cell(4, sheetfiles.column_of(page, "◆進捗評価")).value == "主担当課が\n記入"
    assert compared(raw, issued).rows == []
    assert [text.endswith("主担当課（ＤＸ推進課）が記入します。") for text in found] == [True]


def test_row_handed_in_meanwhile_is_left_and_the_others_are_taken(sheet, draft, second, clerk):
    issued, raw = sheet
    draft.state = "submitted"
    draft.save()
    raw = filled(
        raw, (PROGRESS, 1, "◆課題", "新しい課題。"), (PROGRESS, 2, "◆今期の実績", "二つ目の実績。")
    )
    taken = compared(raw, issued)

    done = take(raw, issued, clerk)

    assert [row.blocked for row in taken.rows] == ["提出済のため、変えられません。", ""]
    assert done.reports == 1
    assert (report_of(draft.initiative).issue, report_of(second).result) == (
        "課題の文。",
        "二つ目の実績。",
    )


def test_row_of_a_section_that_no_longer_reports_is_left(sheet, initiative, office, clerk):
    issued, raw = sheet
    initiative.responsibilities.update(department=office)

    taken = compared(filled(raw, (PROGRESS, 1, "◆課題", "新しい課題。")), issued)

    assert [
        row.blocked.startswith("この行は、いまはこの課の調査票にありません") for row in taken.rows
    ] == [True]


def test_row_changed_on_both_sides_clashes_and_keeps_what_is_chosen(sheet, draft, clerk):
    issued, raw = sheet
    draft.issue, draft.version = "画面の課題。", 2
    draft.save()
    raw = filled(
        raw, (PROGRESS, 1, "◆課題", "票の課題。"), (PROGRESS, 1, "◆今後の取組", "票の今後。")
    )
    row = compared(raw, issued).rows[0]

    take(raw, issued, clerk, choices={row.key: taking.THEIRS})
    kept = report_of(draft.initiative)
    aside = kept.history.order_by("-history_id").first()
    take(raw, issued, clerk, choices={row.key: taking.MINE})
    chosen = report_of(draft.initiative)

    assert (row.state, row.clashes) == ("clash", ("issue",))
    assert (kept.issue, kept.next_action) == ("画面の課題。", "今後の取組の文。")
    assert (aside.issue, aside.history_change_reason) == (
        "票の課題。",
        "重なった入力のうち採らなかったもの",
    )
    assert (chosen.issue, chosen.next_action) == ("票の課題。", "票の今後。")


def test_fields_changed_apart_are_joined_without_a_clash(sheet, draft, clerk):
    issued, raw = sheet
    draft.issue, draft.version = "画面の課題。", 2
    draft.save()
    raw = filled(raw, (PROGRESS, 1, "◆今後の取組", "票の今後。"))
    row = compared(raw, issued).rows[0]

    take(raw, issued, clerk)

    report = report_of(draft.initiative)
    assert row.state == "changed"
    assert (report.issue, report.next_action) == ("画面の課題。", "票の今後。")


def test_clash_in_a_list_is_shown_too(sheet, items):
    issued, raw = sheet
    items[0].status = "candidate"
    items[0].save()

    rows = compared(filled(raw, (ITEMS, 1, "◆今回の状況", "対象外")), issued).rows

    assert [(row.state, row.clashes) for row in rows] == [("clash", ("status",))]


def test_closed_period_takes_no_reports(sheet, draft, period, clerk):
    issued, raw = sheet
    type(period).objects.filter(pk=period.pk).update(
        due_on=date(2026, 10, 12), closes_on=date(2026, 10, 13)
    )
    issued = IssuedSheet.objects.get(pk=issued.pk)

    taken = compared(filled(raw, (PROGRESS, 1, "◆課題", "新しい課題。")), issued)

    assert ["締め切りました" in row.blocked for row in taken.rows] == [True]


def test_office_writes_in_its_own_name_for_the_section(sheet, initiative, secretary):
    issued, raw = sheet

    take(filled(raw, (PROGRESS, 1, "◆課題", "新しい課題。")), issued, secretary)

    report = report_of(initiative)
    assert (report.saved_by, report.department) == (secretary, issued.department)


def test_deed_of_somebody_else_is_refused(sheet, neighbour):
    issued, raw = sheet
    taken = compared(filled(raw, (PROGRESS, 1, "◆課題", "新しい課題。")), issued)
    stranger = sheetfiles.Desk.of(neighbour, sheetfiles.TODAY)

    with pytest.raises(WorkflowError, match="担当者"):
        taking.perform(taken, choices={}, hands_in=False, reason="試験", comment="", by=stranger)
