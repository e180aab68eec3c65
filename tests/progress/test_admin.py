"""Progress in the admin: looked up by the office and the administrator, corrected by the workflow's rules."""

from datetime import date

import pytest
from django.urls import reverse

from progress.content import NAMES
from progress.models import ProgressReport, Remark, ReportEvent
from tests import factories

LIST = "admin:progress_progressreport_changelist"
# Session, desk and frame included.
LIST_QUERIES = 14
ROW = "admin:progress_progressreport_change"


@pytest.fixture
def report(initiative, period, department):
    return factories.report(
        initiative=initiative, period=period, department=department, state="confirmed"
    )


def fields(report, **changes):
    values = {name: getattr(report, name) for name in NAMES}
    values["self_grade"] = report.self_grade_id
    values["completed_on"] = values["recovery_on"] = ""
    return {
        **values,
        "read_version": report.version,
        "correction_reason": "誤字",
        "events-TOTAL_FORMS": 0,
        "events-INITIAL_FORMS": 0,
        "attachments-TOTAL_FORMS": 0,
        "attachments-INITIAL_FORMS": 0,
        **changes,
    }


def test_office_reads_the_names_of_the_files(as_, report, clerk):
    factories.attachment(report=report, by=clerk, name="利用者アンケート.pdf")

    page = as_("secretary").get(reverse(ROW, args=[report.pk])).text

    assert "利用者アンケート.pdf" in page
    assert 'name="attachments-0-name"' not in page
    assert "attachments-0-DELETE" not in page


def again(report):
    return ProgressReport.objects.get(pk=report.pk)


@pytest.mark.parametrize("page", ["progressreport", "reportingperiod", "remark"])
@pytest.mark.parametrize("who", ["clerk", "head", "viewer", "executive", "neighbour"])
def test_sections_have_no_admin(as_, page, who):
    url = reverse(f"admin:progress_{page}_changelist")

    assert as_(who).get(url, follow=True).status_code == 403


@pytest.mark.parametrize(
    ("page", "who", "status"),
    [
        ("progressreport", "secretary", 200),
        ("progressreport", "administrator", 200),
        ("reportingperiod", "secretary", 200),
        ("reportingperiod", "administrator", 403),
        ("remark", "secretary", 200),
        ("remark", "administrator", 403),
    ],
)
def test_who_looks_up_what(as_, report, secretary, initiative, page, who, status):
    factories.remark(initiative=initiative, by=secretary)

    assert as_(who).get(reverse(f"admin:progress_{page}_changelist")).status_code == status


def test_office_corrects_with_a_reason(as_, report):
    as_("secretary").post(reverse(ROW, args=[report.pk]), fields(report, result="直した実績"))

    now = again(report)
    assert (now.result, now.state, now.version) == ("直した実績", "confirmed", 2)
    event = ReportEvent.objects.get()
    assert (event.action, event.comment) == ("correct", "誤字")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"correction_reason": ""}, "correction_reason"),
        ({"result": ""}, "result"),
        ({"result": "あ" * 2001}, "result"),
        ({"self_grade": ""}, "self_grade"),
        ({"implementation": "done", "completed_on": "2026-12-31"}, "completed_on"),
        ({"read_version": 9}, "__all__"),
    ],
)
def test_correction_is_refused_beside_the_field(as_, report, changes, field):
    answer = as_("secretary").post(
        reverse(ROW, args=[report.pk]), fields(report, **{"issue": "新", **changes})
    )

    assert list(answer.context["adminform"].form.errors) == [field]
    assert (again(report).issue, ReportEvent.objects.count()) == ("", 0)


def test_state_is_not_a_field(as_, report):
    as_("secretary").post(
        reverse(ROW, args=[report.pk]),
        fields(report, state="accepted", reviewed_grade=factories.grade("late").pk),
    )

    assert (again(report).state, again(report).reviewed_grade) == ("confirmed", None)


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_draft_belongs_to_its_section(as_, report, state):
    ProgressReport.objects.filter(pk=report.pk).update(state=state)

    as_("secretary").post(reverse(ROW, args=[report.pk]), fields(report, result="横から"))

    assert again(report).result == "今期の実績の文。"


def test_settled_report_is_read_only(as_, report, settings):
    ProgressReport.objects.filter(pk=report.pk).update(state="accepted")
    client = as_("secretary")
    settings.TODAY = date(2026, 12, 1)

    page = client.get(reverse(ROW, args=[report.pk]))
    client.post(reverse(ROW, args=[report.pk]), fields(report, result="後から"))

    assert "correction_reason" not in page.text
    assert again(report).result == "今期の実績の文。"


def test_administrator_reads_only(as_, report):
    client = as_("administrator")

    assert client.get(reverse(ROW, args=[report.pk])).status_code == 200
    assert client.post(reverse(ROW, args=[report.pk]), fields(report)).status_code == 403


def test_reports_are_neither_added_nor_deleted(as_, report):
    client = as_("secretary")

    assert client.get(reverse("admin:progress_progressreport_add")).status_code == 403
    url = reverse("admin:progress_progressreport_delete", args=[report.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403


def test_report_of_another_city_is_not_found(as_, outsider):
    other = factories.plan(municipality=outsider.municipality)
    foreign = factories.report(
        initiative=factories.initiative(plan=other),
        period=factories.period(plan=other),
        department=outsider.posts.get().department,
    )

    client = as_("secretary")

    assert client.get(reverse(ROW, args=[foreign.pk])).status_code == 404
    assert "1 進捗報告" not in client.get(reverse(LIST)).text


def test_chosen_reports_are_accepted(as_, report, initiative, plan, department):
    draft = factories.report(
        initiative=initiative,
        period=factories.period(plan=plan, quarter=3),
        department=department,
        state="draft",
    )

    answer = as_("secretary").post(
        reverse(LIST),
        {"action": "accept", "_selected_action": [report.pk, draft.pk]},
        follow=True,
    )

    assert (again(report).state, again(draft).state) == ("accepted", "draft")
    assert "「下書き」の報告は受理できません。" in answer.text


def test_returning_asks_for_the_reason_first(as_, report):
    client = as_("secretary")
    chosen = {"action": "send_back", "_selected_action": [report.pk]}

    page = client.post(reverse(LIST), chosen)
    assert (page.status_code, again(report).state) == (200, "confirmed")
    empty = client.post(reverse(LIST), {**chosen, "reason": ""})
    assert "差戻しの理由を入力してください。" in empty.text

    client.post(reverse(LIST), {**chosen, "reason": "数を足してください。"})
    assert again(report).state == "returned"
    assert ReportEvent.objects.get().comment == "数を足してください。"


def test_history_is_read_in_the_admin(as_, report):
    url = reverse("admin:progress_progressreport_history", args=[report.pk])

    assert as_("secretary").get(url).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries_do_not_grow(as_, plan, period, department, django_assert_num_queries, count):
    for _ in range(count):
        factories.report(
            initiative=factories.initiative(plan=plan, lead=department),
            period=period,
            department=department,
        )
    client = as_("secretary")
    client.get(reverse(LIST))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse(LIST))


def test_remark_made_in_the_admin_has_its_author(as_, initiative, department, secretary):
    as_("secretary").post(
        reverse("admin:progress_remark_add"),
        {
            "initiative": initiative.pk,
            "department": department.pk,
            "occasion": "第２回 推進本部",
            "made_on": "2026-10-14",
            "text": "検討すること。",
        },
    )

    assert Remark.objects.get().by == secretary


def test_period_must_be_in_order(as_, plan):
    answer = as_("secretary").post(
        reverse("admin:progress_reportingperiod_add"),
        {
            "plan": plan.pk,
            "year": 2026,
            "quarter": 3,
            "as_of": "2026-12-31",
            "opens_on": "2027-01-10",
            "due_on": "2027-01-05",
            "closes_on": "2027-01-20",
        },
    )

    assert "この順にしてください" in str(answer.context["adminform"].form.errors)
