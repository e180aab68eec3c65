"""progress:entry-edit and progress:entry-repeat: show, save, hand in, conflicts, and everybody of the cast."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kpis.models import Measurement
from organizations.desk import Desk
from progress import actions
from progress.models import ProgressReport, ReportEvent
from tests import factories
from tests.conftest import TODAY

# Session, desk and frame included.
PAGE_QUERIES = 40
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def url(period, initiative):
    return reverse("progress:entry-edit", args=[period.pk, initiative.pk])


@pytest.fixture
def repeat_url(period, initiative):
    return reverse("progress:entry-repeat", args=[period.pk, initiative.pk])


@pytest.fixture
def previous(plan, initiative, department):
    """The accepted report of 第１四半期."""
    return factories.report(
        initiative=initiative,
        period=factories.period(plan=plan, quarter=1),
        department=department,
        result="前期の実績の文。",
        issue="前期の課題の文。",
    )


def filled(**changes) -> dict[str, object]:
    return {
        "version": 0,
        "action": "save",
        "implementation": "doing",
        "self_grade": factories.grade("ontrack").pk,
        "result": "今期の実績",
        "next_action": "今後の取組",
        **changes,
    }


def report() -> ProgressReport:
    return ProgressReport.objects.get(period__quarter=2)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200),
        ("head", 200),
        ("secretary", 200),
        ("executive", 403),
        ("viewer", 403),
        ("administrator", 403),
        ("neighbour", 403),
        ("outsider", 404),
        ("anonymous", 302),
    ],
)
def test_who_opens_the_entry_page(as_, url, who, status):
    assert as_(who).get(url).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 302),
        ("head", 302),
        ("secretary", 403),
        ("executive", 403),
        ("viewer", 403),
        ("administrator", 403),
        ("neighbour", 403),
        ("outsider", 404),
        ("anonymous", 401),
    ],
)
def test_who_saves_and_who_repeats(as_, url, repeat_url, who, status):
    client = as_(who)

    assert client.post(url, filled()).status_code == status
    assert client.post(repeat_url, {}).status_code == status
    assert ProgressReport.objects.count() == (1 if status == 302 else 0)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(as_, url, method):
    assert getattr(as_("clerk"), method)(url).status_code == 405


def test_repeating_is_no_reading(as_, repeat_url):
    assert as_("clerk").get(repeat_url).status_code == 405


def test_foreign_form_is_refused(clerk, url):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    client.post(url, filled())

    assert ProgressReport.objects.count() == 0


def test_reading_makes_no_row(as_, url, previous):
    for who in ("clerk", "secretary"):
        as_(who).get(url)

    assert (ProgressReport.objects.count(), ReportEvent.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("period_of", "initiative_of"), [("own", "other"), ("other", "own"), ("other", "other")]
)
def test_period_and_initiative_of_different_plans_are_not_found(
    as_, municipality, period, initiative, department, period_of, initiative_of
):
    other = factories.plan(municipality=municipality)
    periods = {"own": period, "other": factories.period(plan=other)}
    initiatives = {
        "own": initiative,
        "other": factories.initiative(plan=other, lead=None),
    }
    url = reverse(
        "progress:entry-edit", args=[periods[period_of].pk, initiatives[initiative_of].pk]
    )

    assert as_("clerk").get(url).status_code == (403 if period_of == initiative_of else 404)


def test_initiative_finished_before_the_plan_owes_nothing(as_, plan, period, department):
    done = factories.initiative(plan=plan, lead=department, completed_year=2024)

    url = reverse("progress:entry-edit", args=[period.pk, done.pk])

    assert as_("clerk").get(url).status_code == 404


def test_initiative_without_reporter_shows_the_office_what_to_do(as_, plan, period):
    nobody = factories.initiative(plan=plan)
    url = reverse("progress:entry-edit", args=[period.pk, nobody.pk])

    page = as_("secretary").get(url)

    assert "担当課が決まっていない" in page.text
    assert as_("clerk").get(url).status_code == 403


def test_page_starts_with_the_last_report(as_, url, previous, initiative):
    factories.indicator(initiative=initiative)

    page = as_("clerk").get(url)
    form = page.context["form"]

    assert form["result"].value() == "前期の実績の文。"
    assert form["self_grade"].value() == previous.self_grade_id
    assert page.context["sheet"].paths[0].form["value"].value() is None
    assert "第１四半期の文章と評価をそのまま写し" in page.text


def test_page_shows_evidence(as_, url, previous, initiative, secretary, head):
    factories.bar(initiative=initiative, text="普及促進策の検討・実施")
    factories.milestone(initiative=initiative, text="庁内環境の整備")
    factories.remark(initiative=initiative, by=secretary, text="土日の開催を検討すること。")
    indicator = factories.indicator(initiative=initiative)
    factories.measurement(indicator=indicator, quarter=1, value="79.2")
    factories.measurement(indicator=indicator, quarter=2, value="79.4")

    page = as_("clerk").get(url).text

    for words in (
        "普及促進策の検討・実施",
        "庁内環境の整備",
        "土日の開催を検討すること。",
        "前期 79.2％ から ＋0.2ポイント",
        '進み具合 <b class="num">77％</b>',
        "（今期 79.4 − 基準 74.2）÷（目安 80.95 − 基準 74.2）",
        "前期の実績の文。",
        "市民課長 例田 一郎さんの確認に回ります",
    ):
        assert words in page


def test_suggested_grade_is_never_chosen_by_itself(as_, url, initiative):
    factories.measurement(
        indicator=factories.indicator(initiative=initiative), quarter=2, value="79.4"
    )

    page = as_("clerk").get(url)

    assert "やや遅れ" in page.text
    assert " checked" not in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(
    as_, url, previous, initiative, secretary, django_assert_num_queries, count
):
    for _ in range(count):
        indicator = factories.indicator(initiative=initiative)
        for quarter in range(1, count + 1):
            factories.measurement(indicator=indicator, quarter=quarter)
        factories.bar(initiative=initiative)
        factories.milestone(initiative=initiative)
        factories.remark(initiative=initiative, by=secretary)
    client = as_("clerk")
    client.get(url)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(url)


def test_draft_is_kept_and_closed(as_, url):
    answer = as_("clerk").post(url, filled(action="close", result="途中まで"))

    assert answer["Location"] == reverse("progress:mypage-show")
    assert (report().state, report().result) == ("draft", "途中まで")


def test_submit_tells_who_comes_next(as_, url, head):
    answer = as_("clerk").post(url, filled(action="submit"), follow=True)

    assert report().state == "submitted"
    assert "提出しました。市民課長 例田 一郎さんの確認に回ります。" in answer.text


def test_missing_answers_stand_beside_their_questions(as_, url):
    answer = as_("clerk").post(
        url, filled(action="submit", self_grade=factories.grade("slip").pk, result="")
    )

    assert report().state == "draft"
    assert "まだ提出していません。次の３項目を直してください。" in answer.text
    assert answer.context["form"].errors["reason"] == [
        "「やや遅れ」を選んだときは、理由を入力してください。"
    ]
    assert answer.context["form"]["version"].value() == "1"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("result", "あ" * 2001, "2,000字以内で入力してください（いま2001字）。"),
        ("implementation", "flying", "正しく選択してください。"),
        ("self_grade", "999999", "この計画の評価から選んでください。"),
        ("completed_on", "きのう", "日付は 2026-10-16 のように入力してください。"),
    ],
)
def test_garbage_is_named_and_the_rest_is_saved(as_, url, field, value, message):
    fields = filled(issue="残る文", **{"implementation": "done"} if field == "completed_on" else {})

    answer = as_("clerk").post(url, {**fields, field: value})

    assert message in str(answer.context["form"].errors[field])
    assert (report().issue, report().state) == ("残る文", "draft")
    assert answer.context["form"][field].value() == value


def test_future_completion_is_refused(as_, url):
    answer = as_("clerk").post(
        url, filled(action="submit", implementation="done", completed_on="2026-10-15")
    )

    assert answer.context["form"].errors["completed_on"] == ["完了日に先の日付は入れられません。"]


def test_day_of_completion_goes_with_completion_only(as_, url):
    as_("clerk").post(url, filled(completed_on="2026-10-01"))

    assert report().completed_on is None


def test_grade_of_another_scale_is_refused(as_, url):
    other = factories.scale().__class__.objects.create(key="other", version=1, name="別")
    grade = other.grades.create(order=1, word="順調", tone="ontrack")

    answer = as_("clerk").post(url, filled(self_grade=grade.pk))

    assert "self_grade" in answer.context["form"].errors
    assert report().self_grade is None


def test_line_breaks_count_once(as_, url):
    text = "\r\n".join(["あ" * 99] * 20)

    as_("clerk").post(url, filled(result=text))

    assert report().result == text.replace("\r\n", "\n")


def test_value_is_recorded_with_the_report(as_, url, initiative):
    indicator = factories.indicator(initiative=initiative)

    as_("clerk").post(url, filled(action="submit", **{f"kpi-{indicator.pk}-value": "７９．４"}))

    assert Measurement.objects.get().value == Decimal("79.4")
    assert report().state == "submitted"


def test_wrong_value_is_named_and_the_rest_is_saved(as_, url, initiative):
    indicator = factories.indicator(initiative=initiative)
    name = f"kpi-{indicator.pk}-value"

    answer = as_("clerk").post(url, filled(action="submit", **{name: "120.55"}))

    assert answer.context["sheet"].errors()[0][1].html_name == name
    assert (Measurement.objects.count(), report().state) == (0, "draft")
    assert 'value="120.55"' in answer.text


def test_survey_between_its_years_is_not_asked_for(as_, url, initiative):
    factories.indicator(initiative=initiative, cycle="survey", next_measured_year=2027)

    assert as_("clerk").post(url, filled(action="submit")).status_code == 302
    assert report().state == "submitted"


def test_autosave_answers_with_version_and_evidence(as_, url, initiative):
    indicator = factories.indicator(initiative=initiative)
    fields = filled(**{f"kpi-{indicator.pk}-value": "79.4"})

    answer = as_("clerk").post(url, fields, headers=FETCH)

    data = answer.json()
    assert (answer.status_code, data["version"], data["errors"]) == (200, 1, {})
    assert data["saved"].startswith("今日 ")
    assert "79.4" in data["pieces"][f"path-{indicator.pk}"]
    assert "やや遅れ" in data["pieces"]["suggestions"]


def test_autosave_takes_what_is_missing_but_not_garbage(as_, url, initiative):
    indicator = factories.indicator(initiative=initiative)
    name = f"kpi-{indicator.pk}-value"

    data = (
        as_("clerk")
        .post(url, filled(self_grade="", result="", issue="残る文", **{name: "abc"}), headers=FETCH)
        .json()
    )

    assert list(data["errors"]) == [name]
    assert report().issue == "残る文"


def test_autosave_of_a_stale_form_is_a_conflict(as_, url):
    as_("head").post(url, filled(issue="課長の課題"))

    answer = as_("clerk").post(url, filled(issue="担当の課題"), headers=FETCH)

    assert (answer.status_code, answer.json()) == (
        409,
        {"conflict": True, "message": "例田 一郎さんが先に保存しました。"},
    )
    assert report().issue == "課長の課題"


def test_autosave_after_submission_is_refused(as_, url):
    as_("head").post(url, filled(action="submit"))

    answer = as_("clerk").post(url, filled(version=1, issue="遅れて来た文"), headers=FETCH)

    assert (answer.status_code, answer.json()["conflict"]) == (409, False)
    assert "例田 一郎さんが提出しています" in answer.json()["message"]


def test_autosave_of_somebody_signed_out_points_to_the_door(url):
    answer = Client().post(url, filled(), headers=FETCH)

    assert (answer.status_code, answer.json()) == (
        401,
        {"login": reverse("organizations:session-create")},
    )


def test_text_typed_after_submission_stays_on_the_page(as_, url):
    as_("head").post(url, filled(action="submit"))

    answer = as_("clerk").post(url, filled(version=1, issue="遅れて来た文"))

    assert answer.status_code == 409
    assert "遅れて来た文" in answer.text
    assert report().issue == ""


def test_second_submit_leaves_one_event(as_, url):
    client = as_("clerk")
    for _ in range(2):
        answer = client.post(url, filled(action="submit"))

    assert (answer.status_code, ReportEvent.objects.count()) == (409, 1)
    assert "見本 花子さんが提出しています" in answer.text


def test_conflict_shows_both_and_writes_nothing(as_, url):
    as_("head").post(url, filled(issue="課長の課題", next_action="今後の取組"))

    answer = as_("clerk").post(url, filled(issue="担当の課題"))

    assert answer.status_code == 409
    row = answer.context["rows"][0]
    assert "".join(piece.text for piece in row.mine.pieces) == "担当の課題"
    assert "".join(piece.text for piece in row.theirs.pieces) == "課長の課題"
    assert [row.name for row in answer.context["rows"]] == ["issue"]
    assert (report().issue, report().version) == ("課長の課題", 1)


def conflict_form(page, **choices) -> dict[str, object]:
    """What the conflict page would send."""
    return {
        "version": page.context["version"],
        **{f"mine:{name}": text for name, text in page.context["mine"].items()},
        **{f"keep:{name}": side for name, side in choices.items()},
    }


def test_conflict_is_settled_field_by_field_and_loses_nothing(as_, url):
    as_("head").post(url, filled(issue="課長の課題", next_action="課長の今後"))
    clerk = as_("clerk")
    page = clerk.post(url, filled(issue="担当の課題", next_action="担当の今後"))

    clerk.post(url, {**conflict_form(page, issue="mine", next_action="theirs"), "action": "merge"})

    assert (report().issue, report().next_action) == ("担当の課題", "課長の今後")
    told = set(ProgressReport.history.values_list("next_action", "issue"))
    assert ("担当の今後", "担当の課題") in told
    assert ("課長の今後", "課長の課題") in told


def test_conflict_settled_with_all_mine(as_, url):
    as_("head").post(url, filled(issue="課長の課題"))
    clerk = as_("clerk")
    page = clerk.post(url, filled(issue="担当の課題"))

    clerk.post(url, {**conflict_form(page, issue="theirs"), "action": "mine"})

    assert report().issue == "担当の課題"


def test_conflict_put_off_keeps_mine_in_the_history(as_, url):
    as_("head").post(url, filled(issue="課長の課題"))
    clerk = as_("clerk")
    page = clerk.post(url, filled(issue="担当の課題"))

    clerk.post(url, {**conflict_form(page), "action": "later"})

    assert (report().issue, report().version) == ("課長の課題", 1)
    assert ProgressReport.history.filter(issue="担当の課題").count() == 1


def test_conflict_overtaken_again_is_shown_again(as_, url):
    head, clerk = as_("head"), as_("clerk")
    head.post(url, filled(issue="課長の課題"))
    page = clerk.post(url, filled(issue="担当の課題"))
    head.post(url, filled(version=1, issue="課長の課題その２"))

    answer = clerk.post(url, {**conflict_form(page, issue="mine"), "action": "merge"})

    assert answer.status_code == 409
    assert report().issue == "課長の課題その２"


def test_conflict_proposes_theirs_where_only_they_moved(as_, url, initiative):
    indicator = factories.indicator(initiative=initiative)
    value = f"kpi-{indicator.pk}-value"
    head, clerk = as_("head"), as_("clerk")
    clerk.post(url, filled(issue="元の課題", **{value: "79.1"}))
    head.post(url, filled(version=1, issue="課長の課題", **{value: "79.4"}))

    page = clerk.post(
        url, filled(version=1, issue="元の課題", result="担当の実績", **{value: "79.1"})
    )

    kept = {row.name: row.mine.is_kept for row in page.context["rows"]}
    assert kept == {value: False, "result": True, "issue": False}


def test_garbage_in_a_conflict_is_not_lost(as_, url, initiative):
    indicator = factories.indicator(initiative=initiative)
    name = f"kpi-{indicator.pk}-value"
    as_("head").post(url, filled(issue="課長の課題"))
    clerk = as_("clerk")
    page = clerk.post(url, filled(issue="担当の課題", **{name: "abc"}))

    answer = clerk.post(url, {**conflict_form(page, issue="mine"), "action": "merge"})

    assert page.context["mine"][name] == "abc"
    assert answer.context["sheet"].errors()[0][1].html_name == name
    assert report().issue == "担当の課題"


@pytest.mark.parametrize("version", ["", "-1", "x", "99999999999999999999"])
def test_form_without_a_sound_version_overwrites_nothing(as_, url, version):
    as_("head").post(url, filled(issue="課長の課題"))

    as_("clerk").post(url, filled(version=version, issue="担当の課題"))

    assert report().issue == "課長の課題"


def test_resumed_form_is_shown_again_and_not_saved(as_, url):
    answer = as_("clerk").post(url, filled(action="submit", resumed="1", result="戻った文"))

    assert (answer.status_code, ProgressReport.objects.count()) == (200, 0)
    assert "戻った文" in answer.text


def test_text_survives_an_expired_session(as_, url, clerk):
    """Signed out while typing: sign-in page, one button, and the form with the same text."""
    client = Client()
    door = client.post(url, filled(action="submit", result="長く書いた文"))
    assert door.status_code == 401

    back = client.post(
        reverse("organizations:session-create"),
        {
            "username": "clerk",
            "password": factories.PASSWORD,
            "kept": door.context["kept"],
        },
    )
    kept = back.context["kept"]
    answer = client.post(kept.path, {**dict(kept.fields), "resumed": "1"})

    assert (answer.status_code, ProgressReport.objects.count()) == (200, 0)
    assert answer.context["form"]["result"].value() == "長く書いた文"


def test_unchanged_report_is_one_click(as_, repeat_url, previous, head):
    answer = as_("clerk").post(repeat_url, {"version": 0}, follow=True)

    assert "前期から変化なしで提出しました。市民課長 例田 一郎さんの確認に回ります。" in answer.text
    now = report()
    assert (now.state, now.unchanged, now.result) == ("submitted", True, "前期の実績の文。")


def test_unchanged_report_with_a_value_waits_for_it(as_, url, repeat_url, previous, initiative):
    indicator = factories.indicator(initiative=initiative)
    client = as_("clerk")

    answer = client.post(repeat_url, {"version": 0}, follow=True)

    assert answer.redirect_chain == [(url, 302)]
    assert "保有率（市）の値を入力するか" in answer.text
    form = answer.context["form"]
    client.post(
        url,
        {
            **{name: form[name].value() or "" for name in form.fields},
            f"kpi-{indicator.pk}-value": "79.4",
            "action": "submit",
        },
    )
    assert (report().state, report().unchanged) == ("submitted", True)


def test_changed_report_is_not_unchanged(as_, url, previous):
    as_("clerk").post(url, filled(action="submit"))

    assert report().unchanged is False


def test_repeating_without_an_earlier_report_says_so(as_, repeat_url, url):
    answer = as_("clerk").post(repeat_url, {}, follow=True)

    assert answer.redirect_chain == [(url, 302)]
    assert "前期の報告がありません" in answer.text


def test_repeating_a_stale_page_overwrites_nothing(as_, url, repeat_url, previous):
    as_("head").post(url, filled(issue="課長の課題"))

    as_("clerk").post(repeat_url, {"version": 0})

    assert (report().issue, report().state) == ("課長の課題", "draft")


def test_old_word_without_a_match_is_left_out(as_, url, plan, previous):
    old = factories.scale().__class__.objects.create(key="old", version=1, name="旧")
    previous.self_grade = old.grades.create(order=1, word="順調", tone="ontrack")
    previous.save()

    assert as_("clerk").get(url).context["form"]["self_grade"].value() is None


def test_old_word_is_read_in_the_new_scale(as_, url, previous):
    old = factories.scale().__class__.objects.create(key="old", version=1, name="旧")
    previous.self_grade = old.grades.create(order=1, word="計画どおり", tone="ontrack")
    previous.save()

    form = as_("clerk").get(url).context["form"]

    assert form["self_grade"].value() == factories.grade("ontrack").pk


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 9, 1), "10月１日に始まります"), (date(2026, 12, 1), "10月31日に締め切りました")],
)
def test_outside_the_period_there_is_no_form(as_, url, settings, day, words):
    client = as_("clerk")
    settings.TODAY = day

    page = client.get(url)

    assert words in page.text
    assert "data-autosave" not in page.text


def test_returned_report_shows_why(as_, url, clerk, secretary):
    client = as_("clerk")
    client.post(url, filled(action="submit"))
    actions.send_back(
        report=report(), reason="開催数を書いてください。", by=Desk.of(secretary, TODAY)
    )

    page = client.get(url)

    assert "開催数を書いてください。" in page.text
    assert "data-autosave" in page.text


@pytest.mark.parametrize(
    ("who", "deeds"),
    [
        ("clerk", ["withdraw"]),
        ("head", ["confirm", "return", "withdraw"]),
        ("secretary", ["return"]),
    ],
)
def test_sent_report_offers_what_the_table_allows(as_, url, who, deeds):
    as_("clerk").post(url, filled(action="submit"))

    page = as_(who).get(url)

    assert [deed.action.value for deed in page.context["deeds"]] == deeds
