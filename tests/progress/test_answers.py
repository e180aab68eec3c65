"""各課への問い and 各課の回答: the office asks, the sections answer, the leading section sums up."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from organizations.desk import Desk
from organizations.models import Department
from progress import answer_matrix, answers, asked, handover_actions, mypage, todo
from progress.answer_actions import AnswerError, Given, Said, StaleAnswers, save_answers
from progress.models import ReportingPeriod, SectionAnswer, SectionQuestion
from progress.question_actions import (
    Facts,
    QuestionError,
    StaleQuestion,
    ask_sections,
    change_question,
    remove_question,
)
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def everybody(municipality):
    """各課."""
    return factories.department(
        municipality=municipality, name="各課", kind="group", covers_all=True
    )


@pytest.fixture
def wide(plan, office, everybody):
    """An initiative of ＤＸ推進課 that concerns every section."""
    row = factories.initiative(plan=plan, lead=office, title="業務の効率化")
    row.responsibilities.create(department=everybody, role="related", order=2)
    return row


@pytest.fixture
def question(wide, period):
    return factories.question(
        initiative=wide, first=period, number_label="利用したツールの数", unit="件"
    )


@pytest.fixture
def lead_clerk(office):
    return factories.person(office, "clerk", username="lead")


def asks(today: date = TODAY) -> set[tuple[str, str]]:
    """Who is asked now: the names of question and section."""
    rows = asked.read(asked.asked(ReportingPeriod.objects.all(), today))
    names = dict(Department.objects.values_list("pk", "name"))
    texts = dict(SectionQuestion.objects.values_list("pk", "text"))
    return {(texts[row.question], names[row.section]) for row in rows}


def sections(today: date = TODAY) -> set[str]:
    return {section for _, section in asks(today)}


def said(row, **fields):
    prefix = f"q{row.pk}"
    return {f"{prefix}-version": "0", **{f"{prefix}-{name}": text for name, text in fields.items()}}


def page_of(period, section) -> str:
    return reverse("progress:answer-edit", args=[period.pk, section.pk])


# Who is asked


def test_question_asks_every_section_but_the_one_that_reports(question, department, neighbour):
    assert sections() == {"市民課", "総務課"}


def test_question_asks_related_sections_and_members_of_groups(
    plan, period, department, office, municipality, neighbour
):
    window = factories.department(municipality=municipality, name="窓口担当課", kind="group")
    window.members.add(department)
    row = factories.initiative(plan=plan, lead=office)
    row.responsibilities.create(department=window, role="related")
    factories.question(initiative=row, first=period)

    assert sections() == {"市民課"}
    window.members.add(neighbour.posts.get().department)
    assert sections() == {"市民課", "総務課"}
    window.members.remove(department)
    assert sections() == {"総務課"}
    row.responsibilities.create(department=department, role="related")
    assert sections() == {"市民課", "総務課"}


def test_question_asks_no_department_above_its_sections(
    question, department, municipality, neighbour
):
    upper = factories.department(municipality=municipality, name="市民部")
    department.parent = upper
    department.save()

    assert sections() == {"市民課", "総務課"}


def test_question_asks_only_chosen_sections_even_the_one_that_reports(
    wide, period, office, department, neighbour
):
    factories.question(initiative=wide, first=period, departments=(office, department))

    assert sections() == {"ＤＸ推進課", "市民課"}


def test_question_is_asked_from_its_first_to_its_last_period(wide, plan, period, department):
    later = factories.period(
        plan=plan,
        quarter=3,
        as_of=date(2026, 12, 31),
        opens_on=date(2027, 1, 5),
        due_on=date(2027, 1, 15),
        closes_on=date(2027, 1, 22),
    )
    factories.period(plan=plan, quarter=1)
    row = factories.question(initiative=wide, first=period)

    def found() -> set[str]:
        return {ask.period for ask in asked.read(asked.asked(ReportingPeriod.objects.all(), TODAY))}

    assert found() == {period.pk, later.pk}
    row.last = period
    row.save()
    assert found() == {period.pk}


def test_question_of_a_finished_initiative_is_not_asked(question, wide, plan, office, department):
    earlier = factories.period(plan=plan, quarter=1)
    factories.report(initiative=wide, period=earlier, department=office, implementation="done")

    assert sections() == set()


def test_section_that_closes_is_asked_no_more_and_its_successor_is(
    question, period, department, municipality, clerk
):
    after = factories.department(municipality=municipality, name="窓口課", valid_from=TODAY)
    department.valid_to = date(2026, 10, 13)
    department.save()
    department.successors.add(after)

    assert sections() == {"窓口課"}
    assert sections(date(2026, 10, 13)) == {"市民課"}
    factories.answer(question=question, period=period, department=department, by=clerk)
    assert sections() == set()


def test_merged_section_is_asked_until_all_its_forerunners_have_answered(
    question, period, department, municipality, clerk, neighbour
):
    after = factories.department(municipality=municipality, name="窓口課", valid_from=TODAY)
    other = neighbour.posts.get().department
    for old in (department, other):
        old.valid_to = date(2026, 10, 13)
        old.save()
        old.successors.add(after)
    factories.answer(question=question, period=period, department=department, by=clerk)

    assert sections() == {"窓口課"}
    factories.answer(question=question, period=period, department=other, by=clerk)
    assert sections() == set()


def test_reorganisation_asks_the_successor_of_a_chosen_section(
    wide, period, department, municipality, administrator, clerk
):
    row = factories.question(initiative=wide, first=period, departments=(department,))
    factories.answer(
        question=row, period=period, department=department, by=clerk, line="受付を始めた。"
    )
    reform = factories.reorganization(
        municipality=municipality,
        by=administrator,
        rows=(("rename", "市民課", "窓口課"),),
        in_force_on=TODAY,
    )
    handover_actions.apply(reorganization=reform, today=TODAY, by=administrator)

    assert [str(section) for section in row.departments.order_by("pk")] == ["市民課", "窓口課"]
    matrix = answer_matrix.read(row, period, TODAY)
    assert [(line.name, line.now.line) for line in matrix.present] == [
        ("市民課（現：窓口課）", "受付を始めた。")
    ]


# Asking


def test_office_asks_the_sections_with_the_form(wide, period, as_, department, neighbour):
    client = as_("secretary")
    address = reverse("progress:question-create", args=[wide.pk])
    page = client.get(address)
    assert "この期に行ったこと" in page.text

    client.post(
        address,
        {
            "version": "0",
            "text": "この期に行ったこと",
            "number_label": "利用したツールの数",
            "unit": "件",
            "decimals": "0",
            "asks": "duty",
            "first": str(period.pk),
            "days_before": "2",
        },
    )

    row = SectionQuestion.objects.get()
    assert (str(row), row.unit, row.days_before, row.history.get().history_user.username) == (
        "この期に行ったこと",
        "件",
        2,
        "secretary",
    )
    again = client.get(address)
    assert again["Location"] == reverse("progress:question-edit", args=[row.pk])


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"text": ""}, "問いを入力してください。"),
        ({"text": "あ" * 101}, "100字以内で入力してください（いま101字）。"),
        ({"unit": "件"}, "単位だけでは分かりません。何の数かも書いてください。"),
        ({"asks": "chosen"}, "聞く課を１つ以上選んでください。"),
        ({"asks": "all"}, "正しく選択してください。一覧にない値です。"),
        ({"departments": ["9" * 30]}, "一覧の課から選んでください。"),
        ({"departments": ["x"]}, "一覧の課から選んでください。"),
        ({"first": "0"}, "この計画の報告期から選んでください。"),
        ({"days_before": "61"}, "０から60までの整数で入力してください。"),
        ({"decimals": "3"}, "正しく選択してください。一覧にない値です。"),
    ],
)
def test_question_form_says_what_is_wrong(wide, period, as_, typed, message):
    sent = {
        "version": "0",
        "text": "問い",
        "decimals": "0",
        "asks": "duty",
        "first": str(period.pk),
        "days_before": "0",
    }
    page = as_("secretary").post(
        reverse("progress:question-create", args=[wide.pk]), {**sent, **typed}
    )

    assert message in page.text
    assert not SectionQuestion.objects.exists()


def test_question_with_answers_keeps_its_number_and_its_periods(
    question, plan, period, department, clerk, secretary
):
    earlier = factories.period(plan=plan, quarter=1)
    factories.answer(question=question, period=period, department=department, by=clerk, number=3)
    same = {"text": "問い", "first": period, "number_label": "利用したツールの数", "unit": "件"}

    def change(**fields) -> str:
        with pytest.raises(QuestionError) as refusal:
            change_question(
                question=question, version=1, facts=Facts(**{**same, **fields}), by=secretary
            )
        return refusal.value.field

    assert change(unit="人") == "unit"
    assert change(first=earlier, last=earlier) == "last"
    with pytest.raises(QuestionError, match="取り消せません"):
        remove_question(question=question, by=secretary)
    changed = change_question(question=question, version=1, facts=Facts(**same), by=secretary)
    assert (changed.text, changed.version) == ("問い", 2)


def test_question_cannot_run_beside_another(question, plan, period, wide, secretary):
    with pytest.raises(QuestionError, match="期が重なっています"):
        ask_sections(initiative=wide, facts=Facts(text="別の問い", first=period), by=secretary)
    earlier = factories.period(plan=plan, quarter=1)
    row = ask_sections(
        initiative=wide, facts=Facts(text="別の問い", first=earlier, last=earlier), by=secretary
    )
    assert row.pk
    with pytest.raises(QuestionError, match="最初の報告期以後"):
        change_question(
            question=row,
            version=1,
            facts=Facts(text="問い", first=period, last=earlier),
            by=secretary,
        )


def test_question_changed_meanwhile_is_shown_beside_the_input(question, period, secretary, as_):
    change_question(
        question=question, version=1, facts=Facts(text="先の問い", first=period), by=secretary
    )
    page = as_("secretary").post(
        reverse("progress:question-edit", args=[question.pk]),
        {
            "version": "1",
            "text": "後の問い",
            "decimals": "0",
            "asks": "duty",
            "first": str(period.pk),
            "days_before": "0",
        },
    )

    assert page.status_code == 409
    assert "先の問い" in page.text
    assert "後の問い" in page.text
    with pytest.raises(StaleQuestion):
        change_question(
            question=question, version=1, facts=Facts(text="後", first=period), by=secretary
        )


def test_question_that_nobody_answered_can_be_taken_back(question, as_, secretary):
    as_("secretary").post(reverse("progress:question-remove", args=[question.pk]))

    assert not SectionQuestion.objects.exists()


def test_section_that_reports_may_ask_and_another_may_not(wide, as_, lead_clerk, clerk):
    address = reverse("progress:question-create", args=[wide.pk])
    client = as_("clerk")
    assert client.get(address).status_code == 403
    client.force_login(lead_clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 200


# Answering


def test_answer_is_saved_and_the_task_goes(question, period, department, clerk, as_):
    desk = Desk.of(clerk, TODAY)
    assert todo.count_own(desk, TODAY) == 1
    page = as_("clerk").get("/")
    assert "各課への問い １件" in page.text

    answered = as_("clerk").post(
        page_of(period, department),
        {
            **said(question, line="電子申請を\n２件始めた。", number="１，２００件"),
            "action": "save",
        },
        follow=True,
    )

    row = SectionAnswer.objects.get()
    assert (row.line, row.number, row.saved_by, row.version) == (
        "電子申請を ２件始めた。",
        Decimal(1200),
        clerk,
        1,
    )
    assert answered.redirect_chain == [("/", 302)]
    assert todo.count_own(desk, TODAY) == 0


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"line": "始めた。", "number": "たくさん"}, "数字で入力してください（例：12）。"),
        ({"line": "始めた。", "number": "1.5"}, "整数で入力してください。"),
        ({"line": "始めた。", "number": "9" * 11}, "10桁までの数字で入力してください。"),
        ({"line": "始めた。"}, "数を入力してください。まだ出せないときは、区分を選んでください。"),
        ({"number": "3"}, "ひとことで回答するか、区分を選んでください。"),
        (
            {"number": "3", "absence": "none"},
            "数が入っています。区分を選ぶときは、数を消してください。",
        ),
        ({"line": "あ" * 201, "number": "3"}, "200字以内で入力してください（いま201字）。"),
        ({"absence": "maybe"}, "一覧の区分から選んでください。"),
    ],
)
def test_answer_form_says_what_is_wrong_and_keeps_what_was_typed(
    question, period, department, as_, typed, message
):
    page = as_("clerk").post(page_of(period, department), said(question, **typed))

    assert message in page.text
    assert all(text in page.text for name, text in typed.items() if name != "absence")
    assert not SectionAnswer.objects.exists()


@pytest.mark.parametrize("absence", ["none", "pending", "undecided"])
def test_answer_tells_kinds_of_nothing_apart(question, period, department, as_, absence):
    as_("clerk").post(page_of(period, department), said(question, absence=absence))

    row = SectionAnswer.objects.get()
    assert (row.absence, row.number, row.line) == (absence, None, "")


def test_blank_answer_is_no_answer_and_an_answer_is_not_emptied(
    question, period, department, as_, clerk
):
    client = as_("clerk")
    client.post(page_of(period, department), said(question))
    assert not SectionAnswer.objects.exists()
    factories.answer(question=question, period=period, department=department, by=clerk, number=3)

    page = client.post(
        page_of(period, department), said(question) | {f"q{question.pk}-version": "1"}
    )

    assert "空欄では保存できません。" in page.text
    assert SectionAnswer.objects.get().number == 3


def test_one_wrong_answer_saves_none(question, plan, office, everybody, period, department, as_):
    other = factories.initiative(plan=plan, lead=office)
    other.responsibilities.create(department=everybody, role="related")
    second = factories.question(initiative=other, first=period)

    page = as_("clerk").post(
        page_of(period, department),
        {**said(question, line="始めた。", number="x"), **said(second, line="広報した。")},
    )

    assert "広報した。" in page.text
    assert not SectionAnswer.objects.exists()


def test_last_answer_is_repeated_for_one_and_for_all(
    question, plan, office, everybody, period, department, clerk, as_
):
    earlier = factories.period(plan=plan, quarter=1)
    question.first = earlier
    question.save()
    other = factories.initiative(plan=plan, lead=office)
    other.responsibilities.create(department=everybody, role="related")
    second = factories.question(initiative=other, first=earlier)
    factories.answer(
        question=question, period=earlier, department=department, by=clerk, line="一", number=7
    )
    factories.answer(
        question=second, period=earlier, department=department, by=clerk, line="", absence="none"
    )
    client, blank = as_("clerk"), {**said(question), **said(second)}

    client.post(page_of(period, department), {**blank, "action": f"same:{question.pk}"})
    now = SectionAnswer.objects.filter(period=period)
    assert [(row.line, row.number, row.unchanged) for row in now] == [("一", 7, True)]
    blank |= {
        f"q{question.pk}-version": "1",
        f"q{question.pk}-line": "一",
        f"q{question.pk}-number": "7",
    }
    client.post(page_of(period, department), {**blank, "action": "same"})
    assert [(row.absence, row.unchanged) for row in now.filter(question=second)] == [("none", True)]
    assert now.get(question=question).version == 1


def test_answer_is_taken_back_and_given_again_with_a_higher_version(
    question, period, department, as_, clerk
):
    factories.answer(question=question, period=period, department=department, by=clerk, number=3)
    client = as_("clerk")
    row = {
        f"q{question.pk}-version": "1",
        f"q{question.pk}-line": "始めた。",
        f"q{question.pk}-number": "3",
    }
    client.post(page_of(period, department), {**row, "action": f"withdraw:{question.pk}"})
    assert not SectionAnswer.objects.exists()
    assert SectionAnswer.history.latest().history_type == "-"

    client.post(page_of(period, department), said(question, line="始めた。", number="3"))
    assert SectionAnswer.objects.get().version == 2


def test_answer_given_meanwhile_is_shown_and_not_overwritten(
    question, period, department, as_, head
):
    factories.answer(
        question=question, period=period, department=department, by=head, line="先の回答", number=1
    )
    client = as_("clerk")
    page = client.post(page_of(period, department), said(question, line="後の回答", number="2"))

    assert page.status_code == 409
    assert "ほかの人が先に回答しました。" in page.text
    assert "先の回答" in page.text
    assert "後の回答" in page.text
    assert SectionAnswer.objects.get().line == "先の回答"
    sent = {**said(question, line="後の回答", number="2"), f"q{question.pk}-version": "1"}
    client.post(page_of(period, department), sent)
    assert SectionAnswer.objects.get().line == "後の回答"


def test_same_answer_twice_changes_nothing(question, period, department, clerk):
    given = [Given(question, Said("始めた。", Decimal(3)), 0)]
    facts = {"period": period, "department": department, "today": TODAY, "by": clerk}

    assert save_answers(given=given, **facts) == 1
    assert save_answers(given=given, **facts) == 0
    with pytest.raises(StaleAnswers):
        save_answers(given=[Given(question, Said("別"), 0)], **facts)


def test_answers_close_with_the_period_and_with_the_summary(
    question, wide, period, department, office, clerk, as_
):
    facts = {"period": period, "department": department, "by": clerk}
    given = [Given(question, Said("始めた。", Decimal(3)), 0)]
    for day, message in ((date(2026, 9, 1), "始まっていません"), (date(2026, 12, 1), "締切日")):
        with pytest.raises(AnswerError, match=message):
            save_answers(given=given, today=day, **facts)
    report = factories.report(initiative=wide, period=period, department=office, state="submitted")
    with pytest.raises(AnswerError, match="主担当課が報告を提出した"):
        save_answers(given=given, today=TODAY, **facts)
    assert todo.count_own(Desk.of(clerk, TODAY), TODAY) == 0
    page = as_("clerk").get(page_of(period, department))
    assert "主担当課が報告を提出したため" in page.text
    report.state = "returned"
    report.save()
    assert save_answers(given=given, today=TODAY, **facts) == 1


def test_office_answers_for_a_section_under_its_own_name(
    question, period, department, as_, secretary
):
    page = as_("secretary").get(page_of(period, department))
    assert "市民課に代わって回答します。" in page.text

    as_("secretary").post(
        page_of(period, department), said(question, line="電話で確認。", number="1")
    )

    row = SectionAnswer.objects.get()
    assert (row.saved_by, row.department) == (secretary, department)
    assert row.history.get().history_change_reason == "各課への問いの回答（代行入力）"


def test_task_is_due_before_the_report(question, period, clerk):
    question.days_before = 2
    question.save()
    page = mypage.my_page(Desk.of(clerk, TODAY), TODAY)

    (task,) = page.tasks
    assert (task.title, task.deadline.day, task.section) == (
        "各課への問い １件",
        date(2026, 10, 14),
        "市民課",
    )
    factories.extension(period=period, department=clerk.posts.get().department, by=clerk)
    (task,) = mypage.my_page(Desk.of(clerk, TODAY), TODAY).tasks
    assert task.deadline.day > date(2026, 10, 14)


def test_tasks_of_one_section_are_one_page(question, plan, office, everybody, period, clerk, head):
    other = factories.initiative(plan=plan, lead=office)
    other.responsibilities.create(department=everybody, role="related")
    factories.question(initiative=other, first=period)

    for user in (clerk, head):
        desk = Desk.of(user, TODAY)
        assert [row.title for row in mypage.my_page(desk, TODAY).tasks] == ["各課への問い ２件"]
        assert todo.count_own(desk, TODAY) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_answers_takes_the_same_queries(
    plan, office, everybody, period, department, clerk, count, django_assert_num_queries
):
    for _ in range(count):
        row = factories.initiative(plan=plan, lead=office)
        row.responsibilities.create(department=everybody, role="related")
        question = factories.question(initiative=row, first=period)
        factories.answer(question=question, period=period, department=department, by=clerk)

    with django_assert_num_queries(6):
        assert len(answers.read(period, department, TODAY)) == count


# The matrix and the summary


@pytest.mark.parametrize("count", [1, 3])
def test_matrix_takes_the_same_queries(
    question, plan, period, municipality, clerk, count, django_assert_num_queries
):
    for _ in range(count):
        section = factories.department(municipality=municipality)
        factories.answer(question=question, period=period, department=section, by=clerk, number=2)

    with django_assert_num_queries(5):
        matrix = answer_matrix.read(question, period, TODAY)
    assert (matrix.now.figure, len(matrix.answered)) == (f"{2 * count}件", count)


def test_matrix_shows_who_has_not_answered_and_what_was_said_before(
    question, plan, period, department, neighbour, clerk, as_
):
    earlier = factories.period(plan=plan, quarter=1)
    question.first = earlier
    question.save()
    factories.answer(
        question=question,
        period=earlier,
        department=department,
        by=clerk,
        line="前の回答",
        number=2,
    )
    factories.answer(
        question=question, period=period, department=department, by=clerk, line="今の回答", number=5
    )
    address = reverse("progress:answer-list", args=[question.initiative_id])

    page = as_("viewer").get(address)
    assert "各課の回答　1／2課" in page.text
    assert "合計 <b>5件</b>" in page.text
    assert "前の回答" in page.text
    assert "回答のお願い文" not in page.text
    waiting = as_("secretary").get(address + "?show=waiting")
    assert "今の回答" not in waiting.text
    assert "総務課　御中" in waiting.text
    past = as_("viewer").get(address + "?period=2026-1")
    assert "合計 <b>2件</b>" in past.text
    assert answer_matrix.read(question, period, TODAY).before.words == "1／2"


def test_entry_page_of_the_lead_leads_to_the_answers(
    question, wide, period, department, clerk, lead_clerk, neighbour, as_
):
    factories.answer(question=question, period=period, department=department, by=clerk, number=5)
    client = as_("clerk")
    client.force_login(lead_clerk, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("progress:entry-edit", args=[period.pk, wide.pk]))

    assert "各課の回答 1／2課" in page.text
    assert reverse("progress:answer-summarise", args=[period.pk, wide.pk]) in page.text


def test_only_the_section_that_reports_is_led_to_the_summary(
    question, wide, period, department, clerk, lead_clerk, secretary, as_
):
    factories.answer(question=question, period=period, department=department, by=clerk, number=5)
    address = reverse("progress:answer-list", args=[wide.pk])
    summary = reverse("progress:answer-summarise", args=[period.pk, wide.pk])
    client = as_("secretary")

    assert summary not in client.get(address).text
    client.force_login(lead_clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert summary in client.get(address).text


def test_round_from_question_to_submitted_report(
    question, wide, period, department, clerk, lead_clerk, neighbour, as_
):
    """The sections answer, the lead puts the draft and the sum into its report, and hands it in."""
    indicator = factories.indicator(
        initiative=wide, unit="件", target=None, decimals=0, maximum=None
    )
    as_("clerk").post(
        page_of(period, department), said(question, line="ＲＰＡを始めた。", number="3")
    )
    other = neighbour.posts.get().department
    as_("neighbour").post(
        page_of(period, other), said(question, line="議事録に使った。", number="4")
    )
    client = as_("clerk")
    client.force_login(lead_clerk, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("progress:answer-summarise", args=[period.pk, wide.pk])

    page = client.get(address)
    draft = (
        "各課の回答（２課／２課、10月14日現在）　利用したツールの数：合計7件\n"
        "・市民課：ＲＰＡを始めた。（3件）\n・総務課：議事録に使った。（4件）"
    )
    assert draft in page.text
    sent = {"version": "0", "text": draft, "place": "after", f"value{indicator.pk}": "on"}
    assert client.post(address, sent).status_code == 302

    report = wide.reports.get()
    assert (report.result.replace("\r\n", "\n"), report.state) == (draft, "draft")
    assert indicator.measurements.get().value == 7
    stale = client.post(address, {**sent, "text": "別の文"})
    assert stale.status_code == 409
    assert wide.reports.get().result == report.result
    client.post(address, {**sent, "version": "1", "text": "追記"})
    assert wide.reports.get().result == f"{draft}\n追記"
    client.post(
        reverse("progress:entry-edit", args=[period.pk, wide.pk]),
        {
            "version": "2",
            "action": "submit",
            "implementation": "doing",
            "self_grade": str(factories.grade("ontrack").pk),
            "result": draft,
            "next_action": "続ける。",
            f"kpi-{indicator.pk}-value": "7",
        },
    )
    assert wide.reports.get().state == "submitted"
    late = as_("clerk").post(
        page_of(period, department),
        said(question, line="直す。", number="9") | {f"q{question.pk}-version": "1"},
    )
    assert "変わった回答はありません。" in late.text or late.status_code == 302
    assert SectionAnswer.objects.get(department=department).number == 3


def test_summary_too_long_with_the_present_words_is_refused(
    question, wide, period, office, lead_clerk, as_
):
    factories.report(
        initiative=wide, period=period, department=office, state="draft", result="あ" * 1500
    )
    client = as_("clerk")
    client.force_login(lead_clerk, backend="django.contrib.auth.backends.ModelBackend")

    page = client.post(
        reverse("progress:answer-summarise", args=[period.pk, wide.pk]),
        {"version": "0", "text": "い" * 600, "place": "after"},
    )

    assert "いまの実績と合わせると2,101字です。" in page.text
    assert wide.reports.get().result == "あ" * 1500
