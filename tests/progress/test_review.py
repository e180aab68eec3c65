"""審査 of the office and 確認 of the head: what changed, and doing many at once."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.desk import Desk
from progress import changes, confirming, review
from progress.models import ProgressReport, ReportEvent
from progress.strip import Mark
from tests import factories
from tests.conftest import CAST, TODAY

CONFIRMATIONS = reverse("progress:confirmation-list")
RECORD = reverse("progress:confirmation-record")


@pytest.fixture
def earlier(plan):
    return factories.period(plan=plan, quarter=1)


@pytest.fixture
def pair(plan, earlier, period, department):
    """Two reports of one initiative; the later one with changes."""

    def pair(*, state="confirmed", before=None, **now):
        row = factories.initiative(plan=plan, lead=department)
        factories.report(initiative=row, period=earlier, department=department, **(before or {}))
        return factories.report(
            initiative=row, period=period, department=department, state=state, **now
        )

    return pair


def url(period) -> str:
    return reverse("progress:review-list", args=[period.pk])


def accept_url(period) -> str:
    return reverse("progress:review-accept", args=[period.pk])


def stamp(report) -> str:
    return f"{report.pk}:{report.version}"


def slips(period, show="waiting"):
    page = review.review_page(period, show, None)
    return page.changed + page.same


@pytest.mark.parametrize("name", CAST)
def test_review_list_is_for_the_office(as_, name, period):
    expected = {"secretary": 200, "outsider": 404, "anonymous": 302}

    assert as_(name).get(url(period)).status_code == expected.get(name, 403)


@pytest.mark.parametrize("name", CAST)
def test_review_accept_is_for_the_office(as_, name, period):
    expected = {"secretary": 302, "outsider": 404, "anonymous": 401}

    assert as_(name).post(accept_url(period)).status_code == expected.get(name, 403)


@pytest.mark.parametrize("name", CAST)
def test_confirmation_list_is_for_heads(as_, name):
    expected = {"head": 200, "anonymous": 302}

    assert as_(name).get(CONFIRMATIONS).status_code == expected.get(name, 403)


@pytest.mark.parametrize("name", CAST)
def test_confirmation_record_is_for_heads(as_, name, plan):
    expected = {"head": 302, "anonymous": 401}

    assert as_(name).post(RECORD).status_code == expected.get(name, 403)


def test_wrong_methods_are_refused(as_, period):
    assert as_("secretary").post(url(period)).status_code == 405
    assert as_("secretary").get(accept_url(period)).status_code == 405
    assert as_("head").get(RECORD).status_code == 405
    assert as_("head").post(CONFIRMATIONS).status_code == 405


def test_changed_grades_stand_first_and_unchanged_reports_last(pair, period):
    same, content, grade = pair(), pair(issue="新しい課題。"), pair(tone="slip", reason="遅れた。")

    assert [(slip.report.pk, slip.change) for slip in slips(period)] == [
        (grade.pk, changes.GRADE),
        (content.pk, changes.CONTENT),
        (same.pk, changes.SAME),
    ]


def test_slip_tells_each_change_before_and_after(pair, period):
    pair(
        implementation="preparing",
        tone="slip",
        reason="入札が不調。",
        result="今期の実績の別の文。",
        future="revise",
    )

    (slip,) = slips(period)
    told = {
        change.label: (
            "".join(f"[{p.text}]" if p.changed else p.text for p in change.difference.before),
            "".join(f"[{p.text}]" if p.changed else p.text for p in change.difference.after),
        )
        for change in slip.changes
        if change.difference
    }

    assert told == {
        "実施状況": ("[実施中]", "[準備中]"),
        "理由": ("", "[入札が不調。]"),
        "今期の実績": ("今期の実績の文。", "今期の実績の[別の]文。"),
        "今後の方向性": ("", "[見直し]"),
    }
    (grade,) = [change for change in slip.changes if change.after_mark]
    assert (grade.before_mark, grade.after_mark) == (
        Mark("ontrack", "計画どおり"),
        Mark("slip", "やや遅れ"),
    )
    assert slip.same == "課題、今後の取組"


def test_slip_compares_with_the_grade_the_office_gave(pair, period):
    pair(
        before={"reviewed_grade": factories.grade("slip"), "review_reason": "期限を過ぎた。"},
    )

    (slip,) = slips(period)

    assert slip.change == changes.GRADE
    assert [change.before_mark.word for change in slip.changes] == ["やや遅れ"]


def test_slip_shows_a_new_value_with_its_distance(pair, period):
    report = pair()
    indicator = factories.indicator(initiative=report.initiative)
    factories.measurement(indicator=indicator, quarter=1, value="79.2")
    factories.measurement(indicator=indicator, quarter=2, value="79.4")

    (slip,) = slips(period)

    assert slip.change == changes.CONTENT
    assert [(change.label, change.note) for change in slip.changes] == [
        ("保有率（市）", "（＋0.2）")
    ]


def test_slip_shows_a_first_value_and_a_missing_one(pair, period):
    first, missing = pair(), pair()
    factories.measurement(
        indicator=factories.indicator(initiative=first.initiative), quarter=2, value="3.0"
    )
    indicator = factories.indicator(initiative=missing.initiative)
    factories.measurement(indicator=indicator, quarter=1, value="79.2")
    factories.measurement(indicator=indicator, quarter=2, value=None)

    found = [slip.changes[0] for slip in slips(period)]

    assert [(change.difference.after[-1].text, change.note) for change in found] == [
        ("3.0％", ""),
        ("測定なし：調査の年ではない", ""),
    ]


def test_the_same_value_again_is_no_change(pair, period):
    report = pair()
    indicator = factories.indicator(initiative=report.initiative)
    unmeasured = factories.indicator(initiative=report.initiative)
    for quarter in (1, 2):
        factories.measurement(indicator=indicator, quarter=quarter)
        factories.measurement(indicator=unmeasured, quarter=quarter, value=None)

    (slip,) = slips(period)

    assert (slip.change, slip.is_unchanged) == (changes.SAME, True)


def test_the_first_report_of_an_initiative_is_new(initiative, period, department):
    factories.report(initiative=initiative, period=period, department=department, state="confirmed")

    (slip,) = slips(period)

    assert (slip.is_first, slip.change, slip.same) == (True, changes.CONTENT, "")
    assert slip.changes[1].before_mark is None


def test_slip_tells_when_it_was_sent_and_confirmed(pair, period, clerk, head):
    report = pair()
    factories.event(report=report, by=clerk, at=date(2026, 10, 9))
    factories.event(report=report, by=head, action="confirm", at=date(2026, 10, 12))

    (slip,) = slips(period)

    assert (slip.sent_at.day, slip.confirmed_at.day) == (9, 12)


@pytest.mark.parametrize(
    ("before", "now", "warning"),
    [
        (
            {},
            {"implementation": "done", "tone": "slip"},
            "実施状況は「完了」ですが、評価は「やや遅れ」です。",
        ),
        (
            {"implementation": "doing"},
            {"implementation": "studying", "result": "別の文。"},
            "実施状況が「実施中」から「検討中」に戻っています。",
        ),
        (
            {},
            {"tone": "slip"},
            "評価が変わりましたが、今期の実績は前期と同じ文です。変わったところがあれば直してください。",
        ),
    ],
)
def test_slip_warns_of_answers_that_do_not_fit(pair, period, as_, before, now, warning):
    pair(before=before, **now)

    (slip,) = slips(period)

    assert warning in [finding.message for finding in slip.findings]
    assert warning in as_("secretary").get(url(period)).content.decode()


def test_stopping_is_not_going_back(pair, period):
    pair(implementation="stopped", reason="国の制度が変わった。")

    assert "C16" not in [finding.check for finding in slips(period)[0].findings]


@pytest.mark.parametrize(
    ("show", "number"),
    [
        ("waiting", 1),
        ("unconfirmed", 1),
        ("returned", 1),
        ("accepted", 1),
        ("all", 4),
        ("same", 1),
        ("grade", 0),
        ("rubbish", 1),
    ],
)
def test_review_list_shows_what_was_chosen(pair, period, as_, show, number):
    for state in ("draft", "submitted", "confirmed", "accepted", "returned"):
        pair(state=state)

    response = as_("secretary").get(url(period), {"show": show})

    assert len(response.context["review"].page.object_list) == number


def test_review_list_is_paged(pair, period, as_):
    for _ in range(review.PER_PAGE + 1):
        pair()

    first = as_("secretary").get(url(period))
    second = as_("secretary").get(url(period), {"page": "2"})

    assert "21件のうち 1～20件目" in first.content.decode()
    assert len(second.context["review"].page.object_list) == 1


def test_review_page_offers_every_deed(pair, period, as_):
    report = pair(issue="新しい課題。")

    text = as_("secretary").get(url(period)).content.decode()

    assert reverse("progress:report-accept", args=[report.pk]) in text
    assert reverse("progress:report-return", args=[report.pk]) in text
    assert f'value="{stamp(report)}"' in text
    assert f'name="version" value="{report.version}"' in text


def test_review_accept_takes_the_ticked_reports(pair, period, as_, secretary):
    chosen, other = pair(), pair()

    response = as_("secretary").post(
        accept_url(period), {"report": [stamp(chosen)], "show": "same", "page": "1"}, follow=True
    )

    assert response.redirect_chain == [(f"{url(period)}?show=same&page=1", 302)]
    assert "１件を受理しました。" in response.content.decode()
    assert {r.pk: r.state for r in ProgressReport.objects.filter(period=period)} == {
        chosen.pk: "accepted",
        other.pk: "confirmed",
    }
    assert [(e.report_id, e.action, e.by) for e in ReportEvent.objects.all()] == [
        (chosen.pk, "accept", secretary)
    ]


def test_review_accept_says_which_reports_it_could_not_take(pair, period, as_):
    ready, unconfirmed, moved = pair(), pair(state="submitted"), pair()
    stamps = [stamp(row) for row in (ready, unconfirmed, moved)]
    ProgressReport.objects.filter(pk=moved.pk).update(version=moved.version + 1)

    text = (
        as_("secretary").post(accept_url(period), {"report": stamps}, follow=True).content.decode()
    )

    assert "１件を受理しました。" in text
    assert f"A-①-{unconfirmed.initiative.number} は受理していません。" in text
    assert f"A-①-{moved.initiative.number} は受理していません。画面を開いた後に" in text
    assert ProgressReport.objects.filter(period=period, state="accepted").count() == 1


def test_review_accept_twice_says_so(pair, period, as_):
    report = pair()
    client, data = as_("secretary"), {"report": [stamp(report)]}
    client.post(accept_url(period), data)

    text = client.post(accept_url(period), data, follow=True).content.decode()

    assert "受理していません" in text
    assert ReportEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "報告を１件以上選んでください。"),
        ({"report": ["x"]}, "選んだ報告を読み取れませんでした。"),
        ({"report": ["1:2:3"]}, "選んだ報告を読み取れませんでした。"),
        ({"report": ["１:２"]}, "選んだ報告を読み取れませんでした。"),
    ],
)
def test_review_accept_refuses_rubbish(period, as_, data, message):
    assert message in as_("secretary").post(accept_url(period), data, follow=True).content.decode()


def test_review_accept_of_another_period_or_city_is_not_found(pair, earlier, period, as_, outsider):
    report = pair()
    section = outsider.posts.get().department
    plan = factories.plan(municipality=section.municipality)
    foreign = factories.report(
        initiative=factories.initiative(plan=plan),
        period=factories.period(plan=plan),
        department=section,
        state="confirmed",
    )

    for chosen, where in ((report, earlier), (foreign, period)):
        response = as_("secretary").post(accept_url(where), {"report": [stamp(chosen)]})
        assert response.status_code == 404


def test_confirmation_list_shows_own_sections_only(pair, period, as_, plan, neighbour):
    mine = pair(state="submitted", issue="新しい課題。")
    other = neighbour.posts.get().department
    factories.report(
        initiative=factories.initiative(plan=plan, lead=other),
        period=period,
        department=other,
        state="submitted",
    )

    response = as_("head").get(CONFIRMATIONS)

    (found,) = response.context["confirmation"].rounds
    assert [slip.report.pk for slip in found.slips] == [mine.pk]
    assert "<ins>新しい課題。</ins>" in response.content.decode()


def test_confirmation_list_without_reports(as_):
    assert "確認待ちの報告はありません" in as_("head").get(CONFIRMATIONS).content.decode()


def test_confirmation_record_confirms_the_ticked_reports(pair, as_, head):
    report = pair(state="submitted")

    text = as_("head").post(RECORD, {"report": [stamp(report)]}, follow=True).content.decode()

    report.refresh_from_db()
    assert report.state == "confirmed"
    assert "１件を確認しました。" in text


def test_confirmation_record_refuses_nothing_and_other_sections(pair, as_, period, plan, neighbour):
    other = neighbour.posts.get().department
    foreign = factories.report(
        initiative=factories.initiative(plan=plan, lead=other),
        period=period,
        department=other,
        state="submitted",
    )
    client = as_("head")

    nothing = client.post(RECORD, {}, follow=True).content.decode()
    refused = client.post(RECORD, {"report": [stamp(foreign)]}, follow=True).content.decode()

    foreign.refresh_from_db()
    assert "報告を１件以上選んでください。" in nothing
    assert "確認していません。" in refused
    assert foreign.state == "submitted"


@pytest.mark.parametrize("name", ["secretary", "head"])
def test_queues_do_not_grow_in_queries(as_, name, pair, period, clerk):
    client = as_(name)
    address = url(period) if name == "secretary" else CONFIRMATIONS
    taken = []
    for count in (1, 2):
        for number in range(count):
            for state in ("confirmed", "submitted"):
                report = pair(state=state, issue=f"課題{number}")
                factories.event(report=report, by=clerk)
                indicator = factories.indicator(initiative=report.initiative)
                for quarter in (1, 2):
                    factories.measurement(
                        indicator=indicator, quarter=quarter, value=str(Decimal(70 + quarter))
                    )
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        taken.append(len(queries))

    assert taken[0] == taken[1]


def test_confirmation_page_counts_all(pair, head):
    for _ in range(review.PER_PAGE + 1):
        pair(state="submitted")

    found = confirming.confirmation_page(Desk.of(head, TODAY), "2", TODAY)

    assert (found.total, sum(len(row.slips) for row in found.rounds)) == (21, 1)
