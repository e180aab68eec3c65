"""各課への問い in the 調査票: handed out with the answers, filled in, compared and taken in."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange.models import IssuedSheet
from exchange.sheets import preview, round_page, taking
from progress.answer_actions import Given, Said, StaleAnswers, save_answers
from progress.models import ReportingPeriod, SectionAnswer
from tests import factories
from tests.conftest import TODAY
from tests.exchange import sheetfiles
from tests.exchange.sheetfiles import compared, filled, problems, take

pytestmark = pytest.mark.django_db
ASKED, LINE, NUMBER, KIND = "各課への問い", "◆今回の回答", "◆今回の数", "◆区分"


@pytest.fixture
def wide(plan, office, municipality):
    """An initiative of ＤＸ推進課 that concerns every section."""
    every = factories.department(
        municipality=municipality, name="各課", kind="group", covers_all=True
    )
    row = factories.initiative(plan=plan, lead=office, title="業務の効率化")
    row.responsibilities.create(department=every, role="related", order=2)
    return row


@pytest.fixture
def question(wide, period):
    return factories.question(initiative=wide, first=period, number_label="ツールの数", unit="件")


@pytest.fixture
def wordy(plan, office, period, department):
    """A question without a number, to this section alone."""
    row = factories.initiative(plan=plan, lead=office, title="オープンデータ")
    return factories.question(
        initiative=row, first=period, departments=[department], text="公開したデータ"
    )


@pytest.fixture
def sheet(question, wordy, period, department, clerk):
    """The sheet of a section that reports for nothing: the first question answered, the second not."""
    factories.answer(
        question=question, period=period, department=department, by=clerk, number=Decimal("1.00")
    )
    return sheetfiles.issue(period, department, clerk)


def answers(question) -> list[tuple[str, Decimal | None, str]]:
    rows = SectionAnswer.objects.filter(question=question).order_by("pk")
    return [(row.line, row.number, row.absence) for row in rows]


def said_on_the_screen(question, period, department, by, version, **fields) -> None:
    save_answers(
        period=period,
        department=department,
        given=[Given(question, Said(**fields), version)],
        today=TODAY,
        by=by,
    )


def test_untouched_file_changes_nothing(sheet):
    issued, raw = sheet

    again = compared(sheetfiles.saved(sheetfiles.opened(raw)), issued)

    assert (again.rows, again.same, len(issued.rows)) == ([], 3, 3)


def test_page_shows_question_answer_and_last_time(plan, question, department, clerk, period):
    before = factories.period(plan=plan, quarter=1)
    question.first = before
    question.save()
    factories.answer(
        question=question, period=before, department=department, by=clerk, line="前の文。", number=2
    )

    page = sheetfiles.opened(sheetfiles.issue(period, department, clerk)[1])[ASKED]

    row = {str(cell.value).replace("\n", ""): page.cell(4, cell.column) for cell in page[3]}
    shown = [cell.value for cell in row.values()][3:]
    assert shown[1:] == [
        "この期に行ったこと",
        shown[2],
        "前の文。",
        None,
        "ツールの数\n（件）",
        "2件",
        None,
        None,
    ]
    assert [name for name, cell in row.items() if not cell.protection.locked] == [
        name for name in row if name.startswith("◆")
    ]


def test_question_without_a_number_has_no_field_for_one(sheet):
    page = sheetfiles.opened(sheet[1])[ASKED]
    column = sheetfiles.column_of(page, NUMBER)

    assert [page.cell(row, column).protection.locked for row in (4, 5)] == [False, True]
    rules = [str(rule.sqref) for rule in page.data_validations.dataValidation]
    assert rules == ["H4:H5", "K4", "L4:L5"]


def test_workbook_offers_the_kinds_of_nothing(sheet):
    book = sheetfiles.opened(sheet[1])
    area = book.defined_names["回答区分"].attr_text.rpartition("!")[2].replace("$", "")

    assert book.sheetnames[-2:] == [ASKED, "④コード表"]
    assert [row[0].value for row in book["④コード表"][area]] == ["該当なし", "集計中", "未定"]
    assert book.active.title == ASKED


def test_workbook_without_questions_has_no_page_for_them(period, department, clerk):
    issued, raw = sheetfiles.issue(period, department, clerk)

    assert ASKED not in sheetfiles.opened(raw).sheetnames
    assert problems(raw, issued) == []


def test_file_handed_out_before_the_question_is_read_as_it_was(
    period, department, clerk, wide, initiative
):
    issued, raw = sheetfiles.issue(period, department, clerk)
    factories.question(initiative=wide, first=period)

    taken = compared(filled(raw, ("①進捗", 1, "◆課題", "別の課題。")), issued)

    assert [row.now.page for row in taken.rows] == ["progress"]


def test_question_taken_back_since_is_said_and_not_written(sheet, question, wordy, clerk):
    issued, raw = sheet
    question.delete()
    raw = filled(raw, (ASKED, 1, LINE, "別の文。"), (ASKED, 2, LINE, "統計データ。"))

    shown = preview.of(compared(raw, issued), clerk.pk)

    assert [row["blocked"][:4] for row in shown["rows"]] == ["この行は", ""]
    assert take(raw, issued, clerk).answers == 1


def test_filled_cells_become_answers(sheet, question, wordy, clerk):
    issued, raw = sheet
    raw = filled(
        raw,
        (ASKED, 1, LINE, "電子申請を\n３件始めた。"),
        (ASKED, 1, NUMBER, "１，２３４件"),
        (ASKED, 2, KIND, "未定"),
    )

    done = take(raw, issued, clerk)

    assert (done.answers, done.reports) == (2, 0)
    assert answers(question) == [("電子申請を ３件始めた。", Decimal(1234), "")]
    assert answers(wordy) == [("", None, "undecided")]
    reason = SectionAnswer.history.filter(question=wordy).latest().history_change_reason
    assert reason == "試験"


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([(ASKED, 1, NUMBER, "たくさん")], "K列「今回の数」"),
        ([(ASKED, 1, NUMBER, "1.5")], "K列「今回の数」"),
        ([(ASKED, 1, NUMBER, None)], "数を入力してください"),
        ([(ASKED, 1, KIND, "集計中")], "区分を選ぶときは、数を消してください"),
        ([(ASKED, 2, KIND, "たぶん")], "次のどれかを選んでください：該当なし、集計中、未定"),
        ([(ASKED, 2, LINE, "あ" * 201)], "200字以内"),
        ([(ASKED, 2, NUMBER, 3)], "数を聞いていません"),
        ([(ASKED, 1, LINE, None), (ASKED, 1, NUMBER, None)], "空欄にはできません"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(sheet, question, entries, message):
    issued, raw = sheet

    found = problems(filled(raw, *entries), issued)

    assert [message in one for one in found] == [True] * len(found)
    assert ASKED in found[0]


def test_answer_given_on_the_screen_meanwhile_is_a_clash_of_the_whole_answer(
    sheet, question, period, department, clerk
):
    issued, raw = sheet
    said_on_the_screen(question, period, department, clerk, 1, absence="pending")
    raw = filled(raw, (ASKED, 1, LINE, "別の文。"))

    shown = preview.of(compared(raw, issued), clerk.pk)["rows"][0]

    assert shown["clash"]
    assert [field["label"] for field in shown["fields"]] == [
        "今回の回答（一行）",
        "今回の数",
        "区分（出せないとき）",
    ]
    key = shown["key"]
    assert take(raw, issued, clerk, choices={key: taking.THEIRS}).answers == 0
    assert answers(question) == [("", None, "pending")]
    assert take(raw, issued, clerk, choices={key: taking.MINE}).answers == 1
    assert answers(question) == [("別の文。", Decimal(1), "")]


def test_answer_given_after_the_comparison_is_not_overwritten(
    sheet, question, wordy, period, department, clerk
):
    issued, raw = sheet
    raw = filled(raw, (ASKED, 1, LINE, "別の文。"), (ASKED, 2, LINE, "統計データ。"))
    taken = compared(raw, issued)
    said_on_the_screen(question, period, department, clerk, 1, line="先の文。", number=Decimal(3))

    with pytest.raises(StaleAnswers):
        taking.perform(
            taken,
            choices={},
            hands_in=False,
            reason="試験",
            comment="",
            by=sheetfiles.desk_of(clerk, department),
        )

    assert (answers(question), answers(wordy)) == ([("先の文。", Decimal(3), "")], [])


def test_answer_is_closed_once_the_summary_is_handed_in(sheet, wide, office, period, clerk):
    issued, raw = sheet
    factories.report(initiative=wide, period=period, department=office, state="submitted")
    raw = filled(raw, (ASKED, 1, LINE, "別の文。"))

    shown = preview.of(compared(raw, issued), clerk.pk)

    assert shown["rows"][0]["blocked"] == "主担当課が報告を提出したため、回答を変えられません。"
    assert take(raw, issued, clerk).answers == 0


def test_sections_that_only_answer_get_a_sheet(question, period, department, neighbour):
    rows = round_page.rows(ReportingPeriod.objects.get(pk=period.pk), TODAY)

    found = {row.section.name: (row.expected, row.questions) for row in rows}
    assert (found["市民課"], found["総務課"]) == ((0, 1), (0, 1))


def test_office_takes_an_answer_in_for_a_section(sheet, question, period, as_):
    client = as_("secretary")
    raw = filled(sheet[1], (ASKED, 1, LINE, "聞き取った文。"))
    answer = client.post(
        reverse("exchange:sheet-list", args=[period.pk]),
        {"file": SimpleUploadedFile("調査票.xlsx", raw)},
    )
    page = client.get(answer.url)

    client.post(f"{answer.url}apply/")

    assert "この期に行ったこと" in page.content.decode()
    row = SectionAnswer.history.filter(question=question).latest()
    assert (row.line, row.history_change_reason) == (
        "聞き取った文。",
        f"調査票の取込み（{IssuedSheet.objects.get().number}）",
    )
    assert row.saved_by.username == "secretary"
