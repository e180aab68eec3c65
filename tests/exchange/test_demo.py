from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from initiatives.models import Plan, Responsibility
from organizations.models import User
from progress.attached_files import offered
from progress.models import (
    AnnualReviewEvent,
    AnnualReviewStage,
    Attachment,
    ProgressReport,
    ReportEvent,
    ReportingPeriod,
)
from reports import portfolio
from tests import factories
from tests.conftest import TODAY
from tests.exchange.conftest import PLANS, load_demo


def test_demo_tells_the_story_of_the_second_quarter(demo):
    period = ReportingPeriod.objects.get(plan=demo, year=2026, quarter=2)

    tree = portfolio.build(demo, period, today=TODAY)

    assert {count.mark.word: (count.number, count.previous) for count in tree.counts} == {
        "完了": (2, 2),
        "計画以上": (1, 0),
        "計画どおり": (12, 17),
        "やや遅れ": (3, 3),
        "遅れ": (1, 1),
        "評価対象外": (1, 0),
        "未提出": (3, 0),
    }
    submission = tree.submission
    assert (
        submission.accepted,
        submission.confirmed,
        submission.submitted,
        submission.missing,
    ) == (9, 5, 4, 3)


def test_demo_has_five_whole_quarters_and_an_open_one(demo):
    counted = Counter(ProgressReport.objects.values_list("period__year", "period__quarter"))

    assert counted == {
        (2025, 1): 23,
        (2025, 2): 23,
        (2025, 3): 23,
        (2025, 4): 23,
        (2026, 1): 21,
        (2026, 2): 20,
    }
    assert set(
        ProgressReport.objects.exclude(period__year=2026, period__quarter=2).values_list(
            "state", flat=True
        )
    ) == {"accepted"}


def test_demo_rows_keep_every_rule(demo):
    for report in ProgressReport.objects.select_related("period", "initiative"):
        report.full_clean()
        assert not report.self_grade.needs_reason or report.reason


def test_demo_reports_have_evidence_that_is_taken_as_it_is(demo):
    for attachment in Attachment.objects.select_related("report"):
        content = bytes(attachment.content)
        assert offered(attachment.name, content).kind == "excel"
        assert attachment.by == attachment.report.saved_by
    assert Attachment.objects.count() == 2


def test_demo_gives_one_account_to_each_role(demo):
    roles = set(
        User.objects.filter(
            username__in=["clerk", "head", "office", "executive", "viewer", "admin"]
        ).values_list("posts__role", flat=True)
    )

    assert roles == {"clerk", "head", "secretariat", "executive", "viewer", "administrator"}


def test_demo_is_the_same_every_time_and_a_second_load_changes_nothing(demo):
    events = list(
        ReportEvent.objects.values_list("report__initiative__code", "action", "at").order_by("pk")
    )

    assert "変更はありません" in load_demo()
    assert (
        list(
            ReportEvent.objects.values_list("report__initiative__code", "action", "at").order_by(
                "pk"
            )
        )
        == events
    )


def test_demo_keeps_assignments_apart_from_the_document(demo):
    assigned = Responsibility.objects.filter(origin="office").values_list(
        "initiative__code", flat=True
    )

    assert sorted(assigned) == ["A-1-1", "A-1-2", "A-2-1", "A-2-2", "A-5-1", "B-2-1"]


def test_demo_is_not_put_beside_real_people(db):
    call_command("loadplan", *map(str, PLANS), stdout=StringIO())
    plan = Plan.objects.get(slug="ishinomaki-dx-plan")
    factories.person(plan.municipality.departments.first(), "clerk")

    with pytest.raises(CommandError, match="既に利用者がいる"):
        load_demo()

    assert (ProgressReport.objects.count(), User.objects.count()) == (0, 1)


def test_demo_needs_the_plan(db):
    with pytest.raises(CommandError, match="先に loadplan"):
        load_demo()


def test_demo_looks_back_on_the_whole_of_its_first_year(demo):
    annual = demo.annual_rounds.get()

    outlooks = Counter(review.get_outlook_display() for review in annual.reviews.all())
    assert outlooks == {"継続": 15, "拡充": 3, "見直し": 2, "縮小": 1, "完了": 2}
    assert set(annual.reviews.values_list("state", flat=True)) == {"accepted"}
    assert AnnualReviewEvent.objects.count() == 3 * 23
    # Every review went through its four stages, none of them empty.
    stages = AnnualReviewStage.objects.filter(review__round=annual)
    assert (stages.count(), stages.filter(text="").count()) == (4 * 23, 0)
    for review in annual.reviews.select_related("round", "initiative"):
        review.full_clean()
