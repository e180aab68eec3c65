"""評価尺度: presets taken over, and the scale of a plan."""

import pytest

from initiatives import scale_actions
from initiatives.models import Grade, GradeScale
from initiatives.scale_presets import BY_KEY, PRESETS
from tests import factories

LIST, ADD = "/scales/", "/scales/add/"


def words(scale: GradeScale) -> list[str]:
    return list(scale.grades.order_by("order").values_list("word", flat=True))


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_preset_is_a_scale_the_database_takes(preset, secretary):
    scale, is_new = scale_actions.add_preset(preset=preset, by=secretary)

    for grade in scale.grades.all():
        grade.full_clean()
    assert (is_new, words(scale)) == (True, [grade.word for grade in preset.grades])
    assert {history.history_user for history in scale.history.all()} == {secretary}


def test_preset_of_the_demo_is_the_scale_of_the_plan(secretary):
    """The default of the product and the scale the shipped plan states are the same."""
    scale, _ = scale_actions.add_preset(preset=BY_KEY["standard"], by=secretary)

    facts = scale.grades.values_list("word", "tone", "is_delay", "is_excluded", "needs_reason")
    assert list(facts) == [
        ("計画以上", "ahead", False, False, False),
        ("計画どおり", "ontrack", False, False, False),
        ("やや遅れ", "slip", True, False, True),
        ("遅れ", "late", True, False, True),
        ("評価対象外", "na", False, True, True),
    ]


def test_preset_twice_changes_nothing(secretary):
    scale_actions.add_preset(preset=BY_KEY["aichi"], by=secretary)
    scale, is_new = scale_actions.add_preset(preset=BY_KEY["aichi"], by=secretary)

    assert (is_new, scale.history.count(), Grade.objects.count()) == (False, 1, 4)


def test_scale_add_takes_over_what_is_chosen(as_, administrator):
    client = as_("administrator")

    page = client.post(ADD, {"preset": ["hamamatsu", "akiruno", "nowhere"]}, follow=True)

    assert set(GradeScale.objects.values_list("key", flat=True)) == {"hamamatsu", "akiruno"}
    assert "評価尺度を加えました：浜松型 Ａ～Ｄ、あきる野型８区分" in page.text
    assert [preset.key for preset in page.context["presets"]] == [
        "standard",
        "shimotsuke",
        "aichi",
        "fukuoka",
        "osaka-library",
    ]
    assert "既に登録されています。" in client.post(ADD, {"preset": "akiruno"}, follow=True).text
    assert "加える評価尺度を選んでください。" in client.post(ADD, follow=True).text


def test_scale_list_offers_the_change_to_the_office_only(as_, plan, office):
    change = f"/plans/{plan.slug}/scale/"

    assert change in as_("secretary").get(LIST).text
    assert change not in as_("administrator").get(LIST).text


def test_scale_choose_changes_the_plan_and_keeps_old_words(
    as_, plan, secretary, initiative, period, department
):
    old = plan.grade_scale
    report = factories.report(
        initiative=initiative,
        period=period,
        department=department,
        self_grade=factories.grade("ontrack"),
    )
    new, _ = scale_actions.add_preset(preset=BY_KEY["hamamatsu"], by=secretary)

    response = as_("secretary").post(f"/plans/{plan.slug}/scale/", {"grade_scale": new.pk})

    plan.refresh_from_db()
    report.refresh_from_db()
    assert (response.url, plan.grade_scale, report.self_grade.scale) == (LIST, new, old)
    reason = f"評価尺度を{new}に変更"
    latest = plan.history.latest()
    assert (latest.history_user, latest.history_change_reason) == (secretary, reason)


def test_scale_choose_says_what_is_wrong(as_, plan):
    page = as_("secretary").post(f"/plans/{plan.slug}/scale/", {"grade_scale": "999"})

    assert page.context["form"].errors["grade_scale"] == ["一覧にある評価尺度から選んでください。"]
