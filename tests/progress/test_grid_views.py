"""progress:section-edit: rows of a section, saved and handed in together or one by one."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from initiatives.models import Responsibility
from kpis.models import Measurement
from organizations.desk import Desk
from progress import actions
from progress.access import reporting_desk
from progress.models import ProgressReport, ReportEvent
from tests import factories
from tests.conftest import TODAY

# Session, desk and frame included.
PAGE_QUERIES = 23
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def url(period, department):
    return reverse("progress:section-edit", args=[period.pk, department.pk])


@pytest.fixture
def earlier(plan):
    return factories.period(plan=plan, quarter=1)


@pytest.fixture
def four(plan, earlier, initiative, department):
    """Four initiatives of 市民課, each with an accepted report of 第１四半期."""
    rows = [initiative, *(factories.initiative(plan=plan, lead=department) for _ in range(3))]
    for row in rows:
        factories.report(
            initiative=row,
            period=earlier,
            department=department,
            result=f"前期の実績 {row.pk}",
            next_action="前期の今後の取組",
        )
    return rows


def sent(page, *, action="save", **typed) -> dict[str, str]:
    """The page's form as a browser sends it back; ``typed`` says what a person changes: row_12_result."""
    data = {"action": action}
    for row in page.context["grid"].rows:
        prefix = f"row-{row.initiative.pk}"
        data[f"{prefix}-version"] = str(row.entry.version)
        if row.is_open:
            ticked = {name: text for name, text in row.sheet.texts().items() if text}
            data |= {f"{prefix}-current": str(row.entry.version), **ticked}
            data[f"{prefix}-mark"] = row.mark
    return data | typed


def typed(row, **answers) -> dict[str, str]:
    return {f"row-{row.pk}-{name}": str(value) for name, value in answers.items()}


def states(period) -> dict[int, str]:
    return dict(period.reports.values_list("initiative_id", "state"))


def of(period, row) -> ProgressReport:
    return ProgressReport.objects.get(period=period, initiative=row)


def hand_in(initiative, period, clerk, department):
    """A colleague hands the report in."""
    desk = Desk.of(clerk, TODAY)
    told = {"period": period, "initiative": initiative, "department": department}
    return actions.repeat(**told, version=0, by=desk).report


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 302),
        ("head", 302),
        ("secretary", 302),
        ("executive", 403),
        ("viewer", 403),
        ("administrator", 403),
        ("neighbour", 403),
        ("outsider", 404),
        ("anonymous", 401),
    ],
)
def test_who_saves(as_, url, period, four, who, status):
    posted = {"action": "save", **typed(four[0], version=0, mark="", result="書いた文")}

    assert as_(who).post(url, posted).status_code == status
    assert len(states(period)) == (1 if status == 302 else 0)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(as_, url, plan, four, count, django_assert_num_queries):
    for row in four[count:]:
        row.responsibilities.all().delete()
    for row in four[:count]:
        factories.measurement(indicator=factories.indicator(initiative=row))
    client = as_("clerk")
    client.get(url)

    with django_assert_num_queries(PAGE_QUERIES):
        page = client.get(url)
    assert len(page.context["grid"].rows) == count


def test_page_shows_every_row_and_makes_none(as_, url, period, four):
    page = as_("clerk").get(url)

    grid = page.context["grid"]
    assert [row.initiative for row in grid.rows] == four
    assert (grid.counter, grid.untold, states(period)) == ("０／４件 提出済", 4, {})


def test_section_without_initiatives_is_told(as_, period, neighbour):
    section = neighbour.posts.get().department

    page = as_("neighbour").get(reverse("progress:section-edit", args=[period.pk, section.pk]))

    assert "この課が報告する取組事項はありません" in page.content.decode()


def test_only_rows_that_were_typed_in_are_saved(as_, url, period, four):
    client = as_("clerk")

    answer = client.post(url, sent(client.get(url), **typed(four[1], result="今期の文")))

    assert (answer.status_code, answer["Location"]) == (302, url)
    assert states(period) == {four[1].pk: "draft"}
    assert of(period, four[1]).result == "今期の文"


def test_clerk_with_one_changed_row_hands_in_all(as_, url, period, four):
    client = as_("clerk")
    changed = typed(four[2], result="今期の文")

    first = client.post(url, sent(client.get(url), action="submit", **changed))
    assert states(period) == {four[2].pk: "submitted"}
    last = client.post(url, sent(client.get(url), action="same"))

    assert set(states(period).values()) == {"submitted"}
    assert [of(period, row).unchanged for row in four] == [True, True, False, True]
    assert (first["Location"], last["Location"]) == (url, reverse("progress:mypage-show"))
    assert "全て提出しました" in client.get(last["Location"]).content.decode()


def test_unchanged_of_all_saves_what_was_typed_and_leaves_it_a_draft(as_, url, period, four):
    client = as_("clerk")

    client.post(url, sent(client.get(url), action="same", **typed(four[0], issue="書きかけ")))

    assert states(period) == {
        four[0].pk: "draft",
        **dict.fromkeys([row.pk for row in four[1:]], "submitted"),
    }


def test_row_without_its_value_says_so_and_the_others_are_handed_in(as_, url, period, four):
    indicator = factories.indicator(initiative=four[0])
    client = as_("clerk")

    page = client.post(url, sent(client.get(url), action="same"))

    assert page.status_code == 200
    assert states(period)[four[0].pk] == "draft"
    assert sorted(states(period).values()) == ["draft", *["submitted"] * 3]
    first = page.context["grid"].rows[0]
    assert [control.html_name for _, control, _ in first.errors] == [f"kpi-{indicator.pk}-value"]
    assert f'href="#id_kpi-{indicator.pk}-value"' in page.content.decode()

    value = {f"kpi-{indicator.pk}-value": "７９．４％"}
    client.post(url, sent(page, action="submit", **value))
    assert set(states(period).values()) == {"submitted"}
    assert Measurement.objects.get(quarter=2).value == Decimal("79.4")


def test_unchanged_row_takes_the_value_typed_beside_it(as_, url, period, four):
    indicator = factories.indicator(initiative=four[0])
    client = as_("clerk")
    value = {f"kpi-{indicator.pk}-value": "80.1"}

    client.post(url, sent(client.get(url), action=f"same:{four[0].pk}", **value))

    assert states(period) == {four[0].pk: "submitted"}
    assert of(period, four[0]).unchanged is True


def test_unchanged_row_that_was_typed_in_becomes_a_draft(as_, url, period, four):
    client = as_("clerk")
    answers = typed(four[0], result="違う文")

    page = client.post(url, sent(client.get(url), action=f"same:{four[0].pk}", **answers))

    assert of(period, four[0]).result == "違う文"
    assert states(period) == {four[0].pk: "draft"}
    assert "前期と違う内容" in page.context["grid"].rows[0].said


def test_first_report_cannot_be_unchanged(as_, url, period, initiative):
    client = as_("clerk")

    page = client.post(url, sent(client.get(url), action=f"same:{initiative.pk}"))

    assert "前期の報告がありません" in page.content.decode()
    assert states(period) == {}


def test_warning_is_shown_once_before_the_row_goes(as_, url, period, four):
    indicator = factories.indicator(
        initiative=four[0], aggregation="cumulative", unit="件", decimals=0, maximum=None
    )
    factories.measurement(indicator=indicator, value="500")
    client = as_("clerk")
    value = {f"kpi-{indicator.pk}-value": "400"}

    page = client.post(url, sent(client.get(url), action="submit", **value))

    row = page.context["grid"].rows[0]
    assert states(period) == {four[0].pk: "draft"}
    assert {control.html_name for _, control, _ in row.warnings} == {f"kpi-{indicator.pk}-value"}
    assert "このまま提出する" in page.content.decode()
    word = typed(four[0], seen=row.asked, word="数え誤りを直した。")
    client.post(url, sent(page, action="submit", **word))
    assert states(period) == {four[0].pk: "submitted"}
    assert ReportEvent.objects.get().comment == "数え誤りを直した。"


def test_error_keeps_what_was_typed(as_, url, period, four):
    indicator = factories.indicator(initiative=four[0])
    client = as_("clerk")
    value = {f"kpi-{indicator.pk}-value": "150"}

    page = client.post(
        url, sent(client.get(url), action="submit", **value, **typed(four[0], result="残る文"))
    )

    row = page.context["grid"].rows[0]
    assert row.sheet.form["result"].value() == "残る文"
    assert row.sheet.paths[0].form["value"].value() == "150"
    assert of(period, four[0]).result == "残る文"
    assert not Measurement.objects.filter(quarter=2, indicator=indicator).exists()


def test_two_people_on_one_row_lose_nothing_and_the_other_rows_are_saved(
    as_, url, period, four, head
):
    client, other = as_("clerk"), as_("head")
    mine, theirs = client.get(url), other.get(url)
    other.post(url, sent(theirs, **typed(four[0], result="先の文", issue="同じ課題")))

    page = client.post(
        url, sent(mine, **typed(four[0], result="後の文"), **typed(four[1], result="隣の文"))
    )

    text = page.content.decode()
    assert of(period, four[0]).result == "先の文"
    assert of(period, four[1]).result == "隣の文"
    assert "例田 一郎さんが先に保存しました" in text
    row = page.context["grid"].rows[0]
    assert row.sheet.form["result"].value() == "後の文"
    assert [difference.label for difference in row.differences] == ["今期の実績", "課題"]


@pytest.fixture
def clash(as_, url, four):
    """The clerk's page on which 後の文 met 先の文 of the head, as it is sent back."""
    client, other = as_("clerk"), as_("head")
    mine = client.get(url)
    other.post(url, sent(other.get(url), **typed(four[0], result="先の文")))
    page = client.post(url, sent(mine, **typed(four[0], result="後の文")))
    posted = {**sent(page), **typed(four[0], version=0)}
    return client, posted


def test_row_in_conflict_is_not_overwritten_by_the_next_click(url, clash, period, four):
    client, posted = clash

    client.post(url, {**posted, "action": "save"})

    assert of(period, four[0]).result == "先の文"


@pytest.mark.parametrize(("verb", "text"), [("mine", "後の文"), ("theirs", "先の文")])
def test_conflict_is_settled_in_the_row(url, clash, period, four, verb, text):
    client, posted = clash

    client.post(url, {**posted, "action": f"{verb}:{four[0].pk}"})

    row = of(period, four[0])
    assert row.result == text
    assert {"先の文", "後の文"} <= set(row.history.values_list("result", flat=True))


def test_row_somebody_else_changed_is_left_alone_when_it_was_not_typed_in(as_, url, period, four):
    client, other = as_("clerk"), as_("head")
    page = client.get(url)
    other.post(url, sent(other.get(url), **typed(four[0], result="先の文")))

    answer = client.post(url, sent(page, action="submit", **typed(four[1], result="私の文")))

    assert answer.status_code == 302
    assert states(period) == {four[0].pk: "draft", four[1].pk: "submitted"}
    assert of(period, four[0]).result == "先の文"


def test_row_handed_in_meanwhile_shows_what_was_typed(as_, url, period, four, clerk, department):
    client = as_("head")
    page = client.get(url)
    hand_in(four[0], period, clerk, department)

    again = client.post(url, sent(page, action="submit", **typed(four[0], result="遅れた文")))

    row = again.context["grid"].rows[0]
    assert "見本 花子さんが提出しています" in row.said
    assert "遅れた文" in again.content.decode()
    assert of(period, four[0]).result == f"前期の実績 {four[0].pk}"


def test_row_is_taken_back_and_the_other_texts_are_saved(as_, url, period, four, clerk, department):
    hand_in(four[0], period, clerk, department)
    client = as_("clerk")
    posted = sent(
        client.get(url), action=f"withdraw:{four[0].pk}", **typed(four[1], result="書きかけ")
    )

    client.post(url, posted)

    assert states(period) == {four[0].pk: "draft", four[1].pk: "draft"}
    assert of(period, four[1]).result == "書きかけ"


def test_row_that_was_never_sent_cannot_be_taken_back(as_, url, period, four):
    client = as_("clerk")

    page = client.post(url, sent(client.get(url), action=f"withdraw:{four[0].pk}"))

    assert "まだ提出していません" in page.context["grid"].rows[0].said


def test_closed_period_shows_the_rows_and_takes_nothing(as_, url, period, four):
    client = as_("clerk")
    posted = sent(client.get(url), action="submit", **typed(four[0], result="遅れた文"))
    period.closes_on = date(2026, 10, 13)
    period.due_on = date(2026, 10, 12)
    period.save()

    page = client.get(url)
    refused = client.post(url, posted)

    assert not page.context["grid"].is_open
    assert "締め切りました" in page.content.decode()
    assert "遅れた文" in refused.content.decode()
    assert states(period) == {}


def test_returned_row_of_a_closed_period_may_be_sent_again(
    as_, url, period, four, department, head, clerk
):
    report = hand_in(four[0], period, clerk, department)
    actions.send_back(report=report, reason="数字を直してください。", by=Desk.of(head, TODAY))
    period.closes_on = period.due_on = date(2026, 10, 13)
    period.save()
    client = as_("clerk")

    page = client.get(url)
    assert [row.is_open for row in page.context["grid"].rows] == [True, False, False, False]
    assert "数字を直してください。" in page.content.decode()
    client.post(url, sent(page, action="submit"))
    assert states(period) == {four[0].pk: "returned"}
    client.post(url, sent(page, action="submit", **typed(four[0], result="直した文")))
    assert states(period) == {four[0].pk: "submitted"}


def test_returned_row_that_was_saved_since_goes_with_the_others(
    as_, url, period, four, department, head, clerk
):
    report = hand_in(four[0], period, clerk, department)
    actions.send_back(report=report, reason="数字を直してください。", by=Desk.of(head, TODAY))
    client = as_("clerk")
    client.post(url, sent(client.get(url), **typed(four[0], result="直した文")))

    client.post(url, sent(client.get(url), action="submit"))

    assert states(period) == {four[0].pk: "submitted"}


def test_extension_is_told(as_, url, period, four, department, secretary):
    factories.extension(period=period, department=department, by=secretary, reason="機器の更新")

    assert "延長（機器の更新）" in as_("clerk").get(url).content.decode()


def test_office_types_for_a_section_and_it_is_recorded(as_, url, period, four, secretary):
    client = as_("secretary")
    page = client.get(url)
    assert "市民課に代わって入力します" in page.content.decode()

    client.post(url, sent(page, action=f"same:{four[0].pk}"))

    event = ReportEvent.objects.get()
    assert (event.by, event.report.department.name) == (secretary, "市民課")
    assert event.comment == "一括入力による報告。入力者：事務 局子（代行入力）、報告者：市民課"


def test_section_that_took_over_reports(as_, url, period, four, department, municipality):
    other = factories.department(municipality=municipality, name="窓口課")
    Responsibility.objects.create(
        initiative=four[0], department=other, role="lead", origin="office"
    )

    assert [row.initiative for row in as_("clerk").get(url).context["grid"].rows] == four[1:]


def test_row_saves_itself(as_, url, period, four):
    client = as_("clerk")
    posted = sent(client.get(url), action=f"save:{four[0].pk}", **typed(four[0], result="途中"))
    only = {name: text for name, text in posted.items() if str(four[0].pk) in name}

    answer = client.post(url, {**only, "action": posted["action"]}, headers=FETCH).json()

    assert (answer["version"], answer["errors"]) == (1, {})
    assert "保存しました" in answer["saved"]
    assert "下書き" in answer["chip"]
    assert states(period) == {four[0].pk: "draft"}


def test_row_that_saves_itself_says_its_errors(as_, url, period, four):
    indicator = factories.indicator(initiative=four[0])
    client = as_("clerk")
    name = f"kpi-{indicator.pk}-value"

    answer = client.post(
        url,
        sent(client.get(url), action=f"save:{four[0].pk}", **{name: "abc"}),
        headers=FETCH,
    ).json()

    assert list(answer["errors"]) == [name]


def test_row_that_saves_itself_over_another_is_a_conflict(as_, url, period, four):
    client, other = as_("clerk"), as_("head")
    page = client.get(url)
    other.post(url, sent(other.get(url), **typed(four[0], result="先の文")))
    posted = sent(page, action=f"save:{four[0].pk}", **typed(four[0], result="後の文"))

    answer = client.post(url, posted, headers=FETCH)

    assert answer.status_code == 409
    assert answer.json() == {"conflict": True, "message": "例田 一郎さんが先に保存しました。"}
    assert of(period, four[0]).result == "先の文"


def test_row_is_handed_in_by_itself_and_redrawn(as_, url, period, four):
    client = as_("clerk")
    page = client.get(url)

    answers = [
        client.post(url, sent(page, action=f"same:{row.pk}"), headers=FETCH).json() for row in four
    ]

    assert [answer["counter"] for answer in answers] == [
        f"{done}／４件 提出済" for done in "１２３４"
    ]
    assert [answer["next"] for answer in answers] == ["", "", "", reverse("progress:mypage-show")]
    assert "提出済" in answers[0]["row"]
    assert "全て提出しました" in client.get("/").content.decode()


def test_row_of_nobody_is_refused(as_, url, four):
    answer = as_("clerk").post(url, {"action": "save:999999"}, headers=FETCH)

    assert answer.status_code == 409


def test_resumed_form_is_shown_again_and_not_saved(as_, url, period, four):
    client = as_("clerk")
    posted = sent(client.get(url), **typed(four[0], result="戻った文"))

    page = client.post(url, {**posted, "resumed": "1"})

    assert page.context["grid"].rows[0].sheet.form["result"].value() == "戻った文"
    assert states(period) == {}


def test_counted_value_is_taken_over(as_, url, period, four):
    item_list = factories.item_list(initiative=four[0])
    factories.item(item_list=item_list, status="done", done_on=date(2026, 9, 1))
    indicator = factories.indicator(
        initiative=four[0], counts=item_list, unit="件", decimals=0, maximum=None
    )
    client = as_("clerk")

    client.post(url, {**sent(client.get(url)), "take": str(indicator.pk)})

    assert Measurement.objects.get(indicator=indicator, quarter=2).value == 1


def test_long_section_is_paged(as_, url, period, four, monkeypatch):
    monkeypatch.setattr("progress.section_entries.PER_PAGE", 3)
    client = as_("clerk")

    second = client.get(f"{url}?page=2")

    assert [row.initiative for row in second.context["grid"].rows] == four[3:]
    assert second.context["grid"].counter == "０／４件 提出済"
    answer = client.post(f"{url}?page=2", sent(second, action="same"))
    assert (answer["Location"], states(period)) == (f"{url}?page=2", {four[3].pk: "submitted"})


def test_rows_of_others_and_strange_names_are_not_read(as_, url, period, four, plan, municipality):
    other = factories.initiative(
        plan=plan, lead=factories.department(municipality=municipality, name="別の課")
    )
    strange = {
        **typed(other, version=0, result="他課の文"),
        "row--result": "x",
        "row-" + "9" * 30 + "-result": "x",
        "row-1": "x",
        f"row-{four[0].pk}-version": "9" * 4400,
        f"row-{four[0].pk}-self_grade": "\x00",
        "kpi-": "x",
        "take": "abc",
    }

    page = as_("clerk").post(url, {**strange, "action": "submit"})

    assert page.status_code == 200
    assert states(period) == {}


def test_desk_of_a_section_is_the_own_one(clerk, secretary, department):
    own, stood_in = Desk.of(clerk, TODAY), Desk.of(secretary, TODAY)

    assert reporting_desk(own, department) is own
    assert reporting_desk(stood_in, department).user == secretary
