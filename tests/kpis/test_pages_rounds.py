"""The pages of an indicator speak of the rounds of a plan that does not report by quarter."""

from tests import factories


def test_half_years_are_named_in_table_history_and_rules(as_, initiative):
    indicator = factories.indicator(initiative=initiative)
    plan = initiative.plan
    plan.frequency = "half"
    plan.save()
    factories.measurement(indicator=indicator, year=2026, quarter=2, value=78)

    page = as_("viewer").get(indicator.get_absolute_url() + "?period=2026-2").text

    assert ("R8 上半期" in page, "R8 第２" in page) == (True, False)
    assert ("報告期ごと" in page, "四半期ごと" in page) == (True, False)


def test_scale_without_bounds_offers_no_bands(as_, initiative):
    factories.indicator(initiative=initiative)
    initiative.plan.grade_scale.grades.update(lower_bound=None)

    page = as_("viewer").get(f"/plans/{initiative.plan.slug}/kpis/").text

    assert ("参考の評価" in page, "進み具合は目安に対する割合です。" in page) == (False, True)
