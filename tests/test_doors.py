"""The whole cast at every address: who sees (200), who may not (403), who must not know (404), who signs in first."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchange.models import PlanUpload, SheetUpload
from initiatives.models import (
    Framework,
    Initiative,
    InitiativeItem,
    PlanAmendment,
    Responsibility,
)
from kpis.models import Indicator
from meetings.models import Body, Meeting, Proposal
from organizations.models import Post, Reorganization
from progress.models import (
    AnnualReview,
    AnnualRound,
    Attachment,
    Extension,
    Improvement,
    Notice,
    ProgressReport,
    Remark,
    ReportingPeriod,
    SectionQuestion,
)
from tests import factories
from tests.architecture.test_urls import own_patterns
from tests.conftest import TODAY

PEOPLE = (
    "clerk",
    "head",
    "secretary",
    "executive",
    "viewer",
    "administrator",
    "neighbour",
    "outsider",
    "anonymous",
)
LOGIN = 302
EVERYONE = (200, 200, 200, 200, 200, 200, 200, 200, LOGIN)
CITY_HALL = (200, 200, 200, 200, 200, 200, 200, 404, LOGIN)
OFFICE = (403, 403, 200, 403, 403, 403, 403, 404, LOGIN)
SECTION_AND_OFFICE = (200, 200, 200, 403, 403, 403, 403, 404, LOGIN)
ADMINISTRATOR = (403, 403, 403, 403, 403, 200, 403, 403, LOGIN)
ADMINISTRATOR_OF_ROW = (403, 403, 403, 403, 403, 200, 403, 404, LOGIN)
KEEPERS = (403, 403, 200, 403, 403, 200, 403, 403, LOGIN)
KEEPERS_OF_ROW = (403, 403, 200, 403, 403, 200, 403, 404, LOGIN)


@dataclass
class Scene:
    """One row of everything in 市民課's city."""

    period: ReportingPeriod
    initiative: Initiative
    indicator: Indicator
    report: ProgressReport
    attachment: Attachment
    remark: Remark
    notice: Notice
    extension: Extension
    meeting: Meeting
    proposal: Proposal
    draft: Proposal
    assigned: Responsibility
    upload: PlanUpload
    item: InitiativeItem
    reorganization: Reorganization
    amendment: PlanAmendment
    sheet_upload: SheetUpload
    improvement: Improvement
    idea: Improvement
    annual: AnnualRound
    review: AnnualReview
    deputy: Post
    question: SectionQuestion


@pytest.fixture
def scene(period, initiative, department, executive, clerk) -> Scene:
    Framework.objects.create(key="juten", title="重点取組事項")
    meeting = Meeting.objects.create(
        body=Body.objects.create(municipality=period.plan.municipality, name="推進本部"),
        year=2026,
        number=2,
        held_on=period.due_on,
        period=period,
    )
    report = factories.report(
        initiative=initiative, period=period, department=department, state="submitted"
    )
    annual = factories.annual_round(plan=period.plan)
    return Scene(
        period=period,
        initiative=initiative,
        indicator=factories.indicator(initiative=initiative),
        report=report,
        attachment=factories.attachment(report=report, by=clerk),
        remark=factories.remark(initiative=initiative, by=executive, department=department),
        extension=factories.extension(period=period, department=department, by=executive),
        notice=factories.notice(period=period, department=department, by=executive, to=(clerk,)),
        meeting=meeting,
        proposal=factories.proposal(meeting=meeting),
        draft=factories.proposal(meeting=meeting, state="draft"),
        assigned=Responsibility.objects.create(
            initiative=initiative, department=department, role="lead", origin="office"
        ),
        item=factories.item(
            item_list=factories.item_list(initiative=initiative), department=department
        ),
        upload=factories.plan_upload(plan=period.plan, by=executive, state="discarded"),
        reorganization=factories.reorganization(
            municipality=department.municipality,
            by=executive,
            rows=(("rename", "市民課", "窓口課"),),
            in_force_on=TODAY,
        ),
        amendment=factories.amendment(plan=period.plan),
        sheet_upload=factories.sheet_upload(period=period, department=department, by=executive),
        improvement=factories.improvement(department=department, by=executive),
        idea=factories.improvement(department=department, by=executive, state="draft"),
        annual=annual,
        review=factories.annual_review(
            annual=annual, initiative=initiative, department=department, state="submitted"
        ),
        deputy=factories.deputy(
            department,
            factories.person(department, "viewer", name="代理 待子"),
            TODAY + timedelta(days=1),
            TODAY + timedelta(days=7),
        ),
        question=factories.question(
            initiative=initiative, first=period, last=period, departments=(department,)
        ),
    )


def plan(s: Scene) -> list:
    return [s.period.plan.slug]


def period_(s: Scene) -> list:
    return [s.period.pk]


def initiative_(s: Scene) -> list:
    return [s.initiative.pk]


def amendment_(s: Scene) -> list:
    return [s.amendment.pk]


def revised_(s: Scene) -> list:
    return [s.amendment.pk, s.initiative.code]


def item_list_(s: Scene) -> list:
    return [s.item.list_id]


def report_(s: Scene) -> list:
    return [s.report.pk]


def attachment_(s: Scene) -> list:
    return [s.attachment.pk]


def notice_(s: Scene) -> list:
    return [s.notice.pk]


def proposal_(s: Scene) -> list:
    return [s.proposal.pk]


def draft_(s: Scene) -> list:
    return [s.draft.pk]


def improvement_(s: Scene) -> list:
    return [s.improvement.pk]


def idea_(s: Scene) -> list:
    return [s.idea.pk]


def upload_(s: Scene) -> list:
    return [s.upload.pk]


def category(s: Scene) -> list:
    return [s.period.plan.slug, s.initiative.category.code]


def sheet_(s: Scene) -> list:
    return [s.period.pk, s.assigned.department_id]


def sheet_upload_(s: Scene) -> list:
    return [s.sheet_upload.pk]


def annual_(s: Scene) -> list:
    return [s.annual.pk]


def review_(s: Scene) -> list:
    return [s.review.pk]


def nothing(s: Scene) -> list:
    return []


def entry(s: Scene) -> list:
    return [s.period.pk, s.initiative.pk]


def section_(s: Scene) -> list:
    return [s.assigned.department_id]


def person_(s: Scene) -> list:
    return [s.remark.by_id]


def deputy_(s: Scene) -> list:
    return [s.deputy.pk]


def post_(s: Scene) -> list:
    return [s.remark.by.posts.get().pk]


def reorganization_(s: Scene) -> list:
    return [s.reorganization.pk]


def roster(s: Scene) -> list:
    return ["people"]


def people_list(s: Scene) -> list:
    return ["people", "list.xlsx"]


# name: arguments, status for each of PEOPLE
PAGES = {
    "progress:mypage-show": (nothing, EVERYONE),
    "progress:entry-edit": (entry, (200, 200, 200, 403, 403, 403, 403, 404, LOGIN)),
    "progress:section-edit": (sheet_, SECTION_AND_OFFICE),
    "progress:report-history": (report_, CITY_HALL),
    "progress:annualreview-history": (review_, CITY_HALL),
    "progress:attachment-create": (report_, (200, 200, 403, 403, 403, 403, 403, 404, LOGIN)),
    "progress:attachment-download": (attachment_, CITY_HALL),
    "progress:confirmation-list": (nothing, (403, 200, 403, 403, 403, 403, 403, 403, LOGIN)),
    "progress:round-show": (period_, OFFICE),
    "progress:review-list": (period_, OFFICE),
    "progress:missing-list": (period_, OFFICE),
    "progress:notice-list": (period_, OFFICE),
    "progress:notice-create": (period_, OFFICE),
    "progress:extension-grant": (lambda s: [s.period.pk, s.assigned.department_id], OFFICE),
    "progress:confidence-judge": (entry, OFFICE),
    "progress:reminder-edit": (plan, OFFICE),
    "progress:check-edit": (plan, OFFICE),
    "progress:finding-list": (period_, OFFICE),
    "progress:period-list": (plan, OFFICE),
    "progress:period-create": (plan, OFFICE),
    "progress:period-edit": (period_, OFFICE),
    "progress:remark-create": (initiative_, (403, 403, 200, 200, 403, 403, 403, 404, LOGIN)),
    "progress:remark-answer": (
        lambda s: [s.remark.pk],
        (200, 200, 403, 403, 403, 403, 403, 404, LOGIN),
    ),
    "progress:answer-list": (initiative_, CITY_HALL),
    "progress:answer-edit": (lambda s: [s.period.pk, s.assigned.department_id], SECTION_AND_OFFICE),
    "progress:answer-summarise": (
        lambda s: [s.period.pk, s.initiative.pk],
        (200, 200, 403, 403, 403, 403, 403, 404, LOGIN),
    ),
    "progress:question-create": (initiative_, SECTION_AND_OFFICE),
    "progress:question-edit": (lambda s: [s.question.pk], SECTION_AND_OFFICE),
    "progress:improvement-list": (nothing, EVERYONE),
    "progress:improvement-create": (nothing, (200, 200, 200, 403, 403, 403, 200, 200, LOGIN)),
    "progress:improvement-show": (improvement_, CITY_HALL),
    "progress:improvement-history": (improvement_, CITY_HALL),
    "progress:improvement-edit": (idea_, (200, 200, 404, 404, 404, 404, 404, 404, LOGIN)),
    "progress:improvement-review": (improvement_, OFFICE),
    "progress:annualround-list": (plan, OFFICE),
    "progress:annualround-create": (plan, OFFICE),
    "progress:annualround-show": (annual_, OFFICE),
    "progress:annualround-edit": (annual_, OFFICE),
    "progress:annualchange-list": (annual_, OFFICE),
    "progress:annualreview-edit": (
        lambda s: [s.annual.pk, s.initiative.pk],
        SECTION_AND_OFFICE,
    ),
    "reports:dashboard-show": (plan, CITY_HALL),
    "reports:trend-show": (plan, CITY_HALL),
    "reports:handover-list": (nothing, (200, 200, 200, 403, 403, 403, 200, 200, LOGIN)),
    "reports:handover-show": (section_, (200, 200, 200, 403, 403, 403, 403, 404, LOGIN)),
    "exchange:answer-download": (
        initiative_,
        (200, 200, 200, 200, 200, 403, 200, 404, LOGIN),
    ),
    "exchange:handover-download": (
        section_,
        (200, 200, 200, 403, 403, 403, 403, 404, LOGIN),
    ),
    "reports:plan-list": (nothing, EVERYONE),
    "reports:passage-search": (nothing, EVERYONE),
    "reports:plan-show": (plan, CITY_HALL),
    "reports:category-show": (category, CITY_HALL),
    "reports:crosswalk-show": (plan, CITY_HALL),
    "reports:schedule-show": (plan, CITY_HALL),
    "reports:chapter-list": (plan, CITY_HALL),
    "reports:initiative-show": (initiative_, CITY_HALL),
    "initiatives:initiative-history": (initiative_, CITY_HALL),
    "initiatives:itemlist-list": (plan, CITY_HALL),
    "initiatives:itemlist-show": (item_list_, CITY_HALL),
    "initiatives:item-edit": (
        lambda s: [s.item.list_id, s.item.pk],
        (200, 200, 200, 403, 403, 403, 403, 404, LOGIN),
    ),
    "exchange:item-download": (item_list_, (200, 200, 200, 200, 200, 403, 200, 404, LOGIN)),
    "initiatives:responsibility-assign": (initiative_, OFFICE),
    "kpis:indicator-list": (plan, CITY_HALL),
    "kpis:indicator-show": (lambda s: [s.indicator.pk], CITY_HALL),
    "meetings:meeting-list": (nothing, EVERYONE),
    "meetings:meeting-create": (nothing, (403, 403, 200, 403, 403, 403, 403, 403, LOGIN)),
    "meetings:meeting-edit": (lambda s: [s.meeting.pk], OFFICE),
    "meetings:proposal-create": (lambda s: [s.meeting.pk], OFFICE),
    "meetings:proposal-show": (proposal_, CITY_HALL),
    "meetings:proposal-history": (proposal_, CITY_HALL),
    "meetings:proposal-edit": (draft_, (404, 404, 200, 404, 404, 404, 404, 404, LOGIN)),
    "exchange:proposal-download": (
        proposal_,
        (200, 200, 200, 200, 200, 403, 200, 404, LOGIN),
    ),
    "exchange:download-list": (plan, (200, 200, 200, 200, 200, 403, 200, 404, LOGIN)),
    "exchange:crosswalk-download": (plan, (200, 200, 200, 200, 200, 403, 200, 404, LOGIN)),
    "exchange:planbook-download": (plan, (200, 200, 200, 200, 200, 403, 200, 404, LOGIN)),
    "exchange:planfile-download": (plan, (200, 200, 200, 200, 200, 403, 200, 404, LOGIN)),
    "exchange:import-create": (nothing, (403, 403, 200, 403, 403, 403, 403, 403, LOGIN)),
    "exchange:template-download": (nothing, (403, 403, 200, 403, 403, 403, 403, 403, LOGIN)),
    "exchange:import-show": (upload_, OFFICE),
    "exchange:hq-download": (plan, (200, 200, 200, 200, 200, 403, 200, 404, LOGIN)),
    "organizations:password-change": (nothing, EVERYONE),
    "setup-show": (nothing, KEEPERS),
    "organizations:municipality-edit": (nothing, ADMINISTRATOR),
    "organizations:secretariat-edit": (nothing, ADMINISTRATOR),
    "organizations:department-list": (nothing, ADMINISTRATOR),
    "organizations:department-create": (nothing, ADMINISTRATOR),
    "organizations:department-edit": (section_, ADMINISTRATOR_OF_ROW),
    "organizations:person-list": (nothing, ADMINISTRATOR),
    "organizations:person-create": (nothing, ADMINISTRATOR),
    "organizations:person-edit": (person_, ADMINISTRATOR_OF_ROW),
    "organizations:post-create": (person_, ADMINISTRATOR_OF_ROW),
    "organizations:post-edit": (post_, ADMINISTRATOR_OF_ROW),
    "progress:unowned-list": (nothing, (403, 403, 200, 403, 403, 403, 403, 403, LOGIN)),
    "organizations:deputy-list": (nothing, (403, 200, 200, 403, 403, 200, 403, 403, LOGIN)),
    "organizations:deputy-create": (nothing, (403, 200, 200, 403, 403, 200, 403, 403, LOGIN)),
    "organizations:lineage-show": (nothing, EVERYONE),
    "organizations:reorganization-list": (nothing, KEEPERS),
    "organizations:reorganization-create": (nothing, KEEPERS),
    "organizations:reorganization-edit": (reorganization_, KEEPERS_OF_ROW),
    "progress:reorganization-show": (reorganization_, KEEPERS_OF_ROW),
    "exchange:roster-import": (roster, ADMINISTRATOR),
    "exchange:roster-download": (people_list, ADMINISTRATOR),
    "exchange:comparison-show": (plan, CITY_HALL),
    "exchange:comparison-download": (plan, (200, 200, 200, 200, 200, 403, 200, 404, LOGIN)),
    "exchange:sheet-list": (period_, OFFICE),
    "exchange:sheet-show": (sheet_, SECTION_AND_OFFICE),
    "exchange:sheetupload-show": (sheet_upload_, SECTION_AND_OFFICE),
    "exchange:amendment-list": (plan, OFFICE),
    "exchange:amendment-create": (plan, OFFICE),
    "exchange:amendment-show": (amendment_, OFFICE),
    "exchange:amendment-edit": (amendment_, OFFICE),
    "exchange:amendment-period": (amendment_, OFFICE),
    "exchange:amendment-import": (amendment_, OFFICE),
    "exchange:amendment-rebase": (amendment_, OFFICE),
    "exchange:amendment-download": (amendment_, OFFICE),
    "exchange:initiative-add": (amendment_, OFFICE),
    "exchange:initiative-revise": (revised_, OFFICE),
    "exchange:initiative-withdraw": (revised_, OFFICE),
    "initiatives:scale-list": (nothing, KEEPERS),
    "initiatives:scale-choose": (plan, OFFICE),
    "help-show": (nothing, EVERYONE),
    "accessibility-show": (nothing, EVERYONE),
    "organizations:session-create": (nothing, (302, 302, 302, 302, 302, 302, 302, 302, 200)),
    "health-show": (nothing, (200,) * 9),
}
# Deeds are POSTs: a person who may not do them gets 403, one who must not know 404, anybody else is led on.
ONLY_OFFICE = (403, 403, 302, 403, 403, 403, 403, 404, 401)
ONLY_KEEPERS = (403, 403, 302, 403, 403, 302, 403, 404, 401)
DEEDS = {
    "exchange:amendment-reasons": (amendment_, ONLY_OFFICE),
    "exchange:amendment-decide": (amendment_, ONLY_OFFICE),
    "exchange:amendment-reopen": (amendment_, ONLY_OFFICE),
    "exchange:amendment-discard": (amendment_, ONLY_OFFICE),
    "exchange:amendment-enforce": (amendment_, ONLY_OFFICE),
    "exchange:initiative-restore": (revised_, ONLY_OFFICE),
    "organizations:session-end": (nothing, (302,) * 8 + (401,)),
    "initiatives:responsibility-revoke": (lambda s: [s.initiative.pk, s.assigned.pk], ONLY_OFFICE),
    "progress:entry-repeat": (entry, (302, 302, 403, 403, 403, 403, 403, 404, 401)),
    "meetings:proposal-submit": (draft_, (404, 404, 302, 404, 404, 404, 404, 404, 401)),
    "meetings:proposal-remove": (draft_, (404, 404, 302, 404, 404, 404, 404, 404, 401)),
    "meetings:proposal-reopen": (proposal_, ONLY_OFFICE),
    "progress:report-submit": (report_, (302, 302, 403, 403, 403, 403, 403, 404, 401)),
    "progress:report-withdraw": (report_, (302, 302, 403, 403, 403, 403, 403, 404, 401)),
    "progress:report-confirm": (report_, (403, 302, 403, 403, 403, 403, 403, 404, 401)),
    "progress:report-accept": (report_, (403, 403, 302, 403, 403, 403, 403, 404, 401)),
    "progress:report-return": (report_, (403, 302, 302, 403, 403, 403, 403, 404, 401)),
    "progress:report-reopen": (report_, ONLY_OFFICE),
    "progress:attachment-remove": (attachment_, (302, 302, 403, 403, 403, 403, 403, 404, 401)),
    "progress:improvement-submit": (idea_, (302, 302, 404, 404, 404, 404, 404, 404, 401)),
    "progress:improvement-withdraw": (
        improvement_,
        (302, 302, 403, 403, 403, 403, 403, 404, 401),
    ),
    "progress:improvement-remove": (idea_, (302, 302, 404, 404, 404, 404, 404, 404, 401)),
    "progress:annualround-accept": (annual_, ONLY_OFFICE),
    "progress:annualreview-withdraw": (review_, (302, 302, 403, 403, 403, 403, 403, 404, 401)),
    "progress:annualreview-confirm": (review_, (403, 302, 403, 403, 403, 403, 403, 404, 401)),
    "progress:annualreview-accept": (review_, ONLY_OFFICE),
    "progress:annualreview-return": (review_, (403, 302, 302, 403, 403, 403, 403, 404, 401)),
    "progress:annualreview-reopen": (review_, ONLY_OFFICE),
    "progress:question-remove": (
        lambda s: [s.question.pk],
        (302, 302, 302, 403, 403, 403, 403, 404, 401),
    ),
    "progress:extension-revoke": (lambda s: [s.extension.pk], ONLY_OFFICE),
    "progress:notice-dismiss": (notice_, (302, 403, 403, 403, 403, 403, 403, 404, 401)),
    "progress:confirmation-record": (nothing, (403, 302, 403, 403, 403, 403, 403, 403, 401)),
    "progress:review-accept": (period_, ONLY_OFFICE),
    "organizations:department-sort": (nothing, (403, 403, 403, 403, 403, 302, 403, 403, 401)),
    "organizations:person-switch": (person_, (403, 403, 403, 403, 403, 302, 403, 404, 401)),
    "organizations:password-reset": (person_, (403, 403, 403, 403, 403, 200, 403, 404, 401)),
    "organizations:deputy-end": (deputy_, (403, 302, 302, 403, 403, 302, 403, 404, 401)),
    "organizations:reorganization-discard": (reorganization_, ONLY_KEEPERS),
    "progress:reorganization-apply": (reorganization_, ONLY_KEEPERS),
    "exchange:sheet-issue": (sheet_, (200, 200, 200, 403, 403, 403, 403, 404, 401)),
    "exchange:sheet-bundle": (period_, (403, 403, 200, 403, 403, 403, 403, 404, 401)),
    "exchange:sheetupload-apply": (sheet_upload_, (302, 302, 302, 403, 403, 403, 403, 404, 401)),
    "exchange:sheetupload-discard": (
        sheet_upload_,
        (302, 302, 302, 403, 403, 403, 403, 404, 401),
    ),
    "exchange:import-apply": (upload_, ONLY_OFFICE),
    "exchange:import-discard": (upload_, ONLY_OFFICE),
    "exchange:roster-apply": (roster, (403, 403, 403, 403, 403, 302, 403, 403, 401)),
    "initiatives:scale-add": (nothing, (403, 403, 302, 403, 403, 302, 403, 403, 401)),
}
# These show nothing of their own: one leads on, the other is there only while nobody has an account.
ONWARD = {
    "start-show": (302,) * 9,
    "organizations:administrator-create": (404,) * 9,
}


def test_tables_name_every_address():
    assert set(PAGES) | set(DEEDS) | set(ONWARD) == set(own_patterns())


@pytest.mark.parametrize("name", ONWARD)
def test_page_without_a_face_answers(name, scene, as_):
    assert tuple(as_(who).get(reverse(name)).status_code for who in PEOPLE) == ONWARD[name]


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_for(name, scene, as_):
    arguments, expected = PAGES[name]
    address = reverse(name, args=arguments(scene))

    assert {who: as_(who).get(address).status_code for who in PEOPLE} == dict(
        zip(PEOPLE, expected, strict=True)
    )


@pytest.mark.parametrize("name", DEEDS)
def test_deed_is_only_a_post(name, scene, as_):
    arguments, _ = DEEDS[name]

    assert as_("secretary").get(reverse(name, args=arguments(scene))).status_code == 405


# Where a report must stand for its deed to go through.
STANDS = {
    "progress:report-submit": "draft",
    "progress:report-accept": "confirmed",
    "progress:report-reopen": "accepted",
    "progress:entry-repeat": "draft",
    "progress:annualreview-accept": "confirmed",
    "progress:annualreview-reopen": "accepted",
}


@pytest.mark.parametrize("name", DEEDS)
def test_deed_is_done_only_by(name, scene, as_):
    arguments, expected = DEEDS[name]
    scene.report.state = scene.review.state = STANDS.get(name, "submitted")
    scene.report.save()
    scene.review.save()
    address = reverse(name, args=arguments(scene))

    statuses = {}
    for who in PEOPLE:
        client = as_(who)
        with transaction.atomic():
            statuses[who] = client.post(address, {"version": 1, "reason": "理由。"}).status_code
            transaction.set_rollback(True)
    assert statuses == dict(zip(PEOPLE, expected, strict=True))


def opener(name: str) -> str:
    """The first of the cast for whom a page opens."""
    return next(who for who, status in zip(PEOPLE, PAGES[name][1], strict=True) if status == 200)


@pytest.mark.parametrize("name", PAGES)
def test_page_only_reads(name, scene, as_):
    client = as_(opener(name))
    address = reverse(name, args=PAGES[name][0](scene))
    client.get(address)  # the session notes its first use

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


SHOWN = [name for name in PAGES if name != "health-show" and not name.endswith("-download")]


@pytest.mark.parametrize("name", SHOWN)
def test_page_of_a_demo_city_says_that_its_data_is_fictional(name, scene, as_, municipality):
    municipality.is_demo = True
    municipality.save()

    page = as_(opener(name)).get(reverse(name, args=PAGES[name][0](scene)))

    assert "デモ用の架空データ" in page.text
