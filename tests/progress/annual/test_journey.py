"""A year looked back on, from the office that opens it to the next year that starts from it."""

import pytest
from django.urls import reverse

from initiatives.models import PlanStatement
from progress.models import AnnualReview, AnnualRound
from tests import factories

STAGES = (
    ("plan", "計画（Plan）", "評価基準を設定する。"),
    ("do", "実行（Do）", "フィードバックを収集する。"),
    ("check", "評価（Check）", "総合的に評価する。"),
    ("act", "改善（Act）", "次のPDCAサイクルにつなげる。"),
)
OPENING = {
    "year": "2025",
    "opens_on": "2026-10-01",
    "due_on": "2026-10-20",
    "closes_on": "2026-10-30",
    "message": "",
}


@pytest.fixture
def staged(plan):
    for order, (key, title, text) in enumerate(STAGES, 1):
        PlanStatement.objects.create(
            plan=plan, kind="stage", key=key, title=title, text=text, order=order
        )
    return plan


def reported(plan, initiative, department, year, quarters, **fields):
    for number in quarters:
        period = factories.period(plan=plan, year=year, quarter=number, **fields)
        factories.report(
            initiative=initiative,
            period=period,
            department=department,
            result=f"{number}期の実績",
            future="revise",
        )


def values(page) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    form = page.context["form"]
    return {name: str(form[name].value()) for name in form.fields}


def test_year_goes_from_the_office_to_the_next_plan(as_, staged, initiative, department, head):
    reported(staged, initiative, department, 2025, (1, 2, 3, 4))
    office, clerk, chief = as_("secretary"), as_("clerk"), as_("head")

    # The office opens the year.
    office.post(reverse("progress:annualround-create", args=[staged.slug]), OPENING)
    annual = AnnualRound.objects.get()
    address = reverse("progress:annualreview-edit", args=[annual.pk, initiative.pk])

    # The clerk finds it on マイページ, prefilled from the quarters, in the stages of the plan.
    assert address in clerk.get("/").text
    page = clerk.get(address)
    assert [row.stage.name for row in page.context["sheet"].rows] == [row[1] for row in STAGES]
    assert [row.stage.viewpoint for row in page.context["sheet"].rows] == [s[2] for s in STAGES]
    assert values(page)["stage-do"] == "\n".join(
        f"【第{number}四半期】{number_of}期の実績"
        for number, number_of in zip("１２３４", (1, 2, 3, 4), strict=True)
    )
    assert values(page)["outlook"] == "revise"

    # 見直し needs to say what changes.
    typed = {**values(page), "stage-plan": "年度当初の計画", "action": "submit"}
    missing = clerk.post(address, typed)
    assert list(missing.context["form"].errors) == ["next_year"]
    typed = {**values(missing), "next_year": "窓口を１か所にまとめる。", "action": "submit"}
    assert clerk.post(address, typed).status_code == 302

    # The head confirms, the office accepts.
    review = AnnualReview.objects.get()
    assert address in chief.get("/").text
    chief.post(reverse("progress:annualreview-confirm", args=[review.pk]), {"version": 3})
    assert f"{annual.get_absolute_url()}?show=waiting" in office.get("/").text
    stamp = office.get(annual.get_absolute_url()).context["listing"].rows[0].stamp
    office.post(reverse("progress:annualround-accept", args=[annual.pk]), {"report": [stamp]})
    review.refresh_from_db()
    assert review.state == "accepted"
    assert [event.action for event in review.events.all()] == ["submit", "confirm", "accept"]

    # It is on the list of what the next plan takes up, beside the way to a 改定案.
    changes = office.get(reverse("progress:annualchange-list", args=[annual.pk])).text
    assert "窓口を１か所にまとめる。" in changes
    assert reverse("exchange:amendment-create", args=[staged.slug]) in changes

    # The next year's Plan starts from it.
    following = factories.annual_round(plan=staged, year=2026)
    address = reverse("progress:annualreview-edit", args=[following.pk, initiative.pk])
    assert (
        values(clerk.get(address))["stage-plan"]
        == "前年度の評価から：見直し：窓口を１か所にまとめる。"
    )


@pytest.mark.parametrize("cycle", ["ooda", "none"])
def test_plan_that_names_no_stages_is_looked_back_on_as_a_whole(
    as_, plan, initiative, department, cycle
):
    plan.cycle = cycle
    plan.save()
    PlanStatement.objects.create(
        plan=plan, kind="management", text="変化の状況を観察し、判断する。", order=1
    )
    reported(plan, initiative, department, 2025, (4,))
    annual = factories.annual_round(plan=plan)
    address = reverse("progress:annualreview-edit", args=[annual.pk, initiative.pk])

    page = as_("clerk").get(address)
    (row,) = page.context["sheet"].rows
    typed = {**values(page), "outlook": "continue", "action": "submit"}
    as_("clerk").post(address, typed)

    assert (row.stage.name, row.stage.viewpoint) == (
        "年度の振り返り",
        "変化の状況を観察し、判断する。",
    )
    assert ("OODAループを挙げていますが" in page.text) == (cycle == "ooda")
    assert AnnualReview.objects.get().state == "submitted"
    assert AnnualReview.objects.get().stages.get().text == (
        "【第４四半期】4期の実績\n進捗評価：第４四半期 計画どおり"
    )


def test_plan_of_another_cycle_has_the_stages_its_document_names(as_, plan, initiative):
    plan.cycle = "ooda"
    plan.save()
    for order, (key, title) in enumerate(
        (("observe", "観察"), ("", "判断"), ("observe", "行動")), 1
    ):
        PlanStatement.objects.create(plan=plan, kind="stage", key=key, title=title, order=order)
    annual = factories.annual_round(plan=plan)

    page = as_("clerk").get(reverse("progress:annualreview-edit", args=[annual.pk, initiative.pk]))

    rows = page.context["sheet"].rows
    assert [(row.stage.key, row.stage.name) for row in rows] == [
        ("observe", "観察"),
        ("stage-2", "判断"),
        ("stage-3", "行動"),
    ]


def test_half_year_plan_is_looked_back_on_once_a_year(as_, staged, initiative, department):
    staged.frequency = "half"
    staged.save()
    reported(staged, initiative, department, 2025, (2, 4), span="half")
    annual = factories.annual_round(plan=staged)

    page = as_("clerk").get(reverse("progress:annualreview-edit", args=[annual.pk, initiative.pk]))

    assert values(page)["stage-do"] == "【上半期】2期の実績\n【下半期】4期の実績"


def test_finished_before_the_year_owes_no_review(as_, plan, initiative, department):
    period = factories.period(plan=plan, year=2024, quarter=4)
    factories.report(
        initiative=initiative, period=period, department=department, implementation="done"
    )
    annual = factories.annual_round(plan=plan)

    address = reverse("progress:annualreview-edit", args=[annual.pk, initiative.pk])
    assert as_("clerk").get(address).status_code == 404
    assert address not in as_("clerk").get("/").text
