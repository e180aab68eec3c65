"""The admin's rules for values: what could not have been measured is refused, what is final stays."""

import pytest
from django.urls import reverse

from kpis.models import Indicator, Measurement
from tests import factories
from tests.conftest import CAST

OPENS = {"secretary": 200, "anonymous": 302}


@pytest.fixture
def indicator(initiative):
    return factories.indicator(initiative=initiative)


@pytest.fixture
def measurement(indicator):
    return factories.measurement(indicator=indicator)


def change(row) -> str:
    return reverse(f"admin:kpis_{row._meta.model_name}_change", args=[row.pk])


def fields(measurement, **changes) -> dict[str, object]:
    return {
        "indicator": measurement.indicator_id,
        "year": 2026,
        "quarter": 1,
        "as_of": "2026-06-30",
        "value": "79.2",
        "not_measured_reason": "",
        "note": "",
        **changes,
    }


@pytest.mark.parametrize("name", [*CAST])
@pytest.mark.parametrize("model", ["indicator", "measurement"])
def test_admin_of_indicators_is_the_offices(as_, measurement, model, name):
    row = measurement if model == "measurement" else measurement.indicator

    response = as_(name).get(change(row), follow=name != "anonymous")

    assert response.status_code == OPENS.get(name, 403)


def test_admin_shows_the_own_city_halls_values_only(as_, measurement, outsider, secretary):
    elsewhere = factories.initiative(plan=factories.plan(municipality=outsider.municipality))
    foreign = factories.measurement(indicator=factories.indicator(initiative=elsewhere))

    client = as_("secretary")

    assert client.get(change(foreign)).status_code == 404
    page = client.get(reverse("admin:kpis_measurement_changelist"))
    assert [row.pk for row in page.context["cl"].result_list] == [measurement.pk]


def test_admin_corrects_a_value_with_history(as_, measurement, secretary):
    response = as_("secretary").post(change(measurement), fields(measurement, value="79.3"))

    latest = measurement.history.latest()
    assert response.status_code == 302
    assert (str(Measurement.objects.get().value), latest.history_user) == ("79.3000", secretary)
    assert latest.history_change_reason == "管理画面での修正"


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"as_of": "2026-10-15"}, "as_of", "時点は今日までの日付にしてください。"),
        ({"value": "100.1"}, "value", "指標の入力の下限から上限までの値にしてください。"),
        ({"value": "-0.1"}, "value", "指標の入力の下限から上限までの値にしてください。"),
        ({"quarter": "5"}, "__all__", "四半期は１～４です。"),
        ({"value": ""}, "__all__", "実績値か、測定なしの理由のどちらか一方を入れてください。"),
    ],
)
def test_admin_refuses_what_cannot_have_been_measured(
    as_, measurement, secretary, changes, field, message
):
    response = as_("secretary").post(change(measurement), fields(measurement, **changes))

    assert response.context["adminform"].form.errors[field] == [message]
    assert measurement.history.count() == 1


def test_admin_takes_any_value_where_the_indicator_has_no_bounds(as_, measurement, secretary):
    Indicator.objects.update(minimum=None, maximum=None)

    as_("secretary").post(change(measurement), fields(measurement, value="24180"))

    assert Measurement.objects.get().value == 24180


def test_admin_does_not_change_a_final_value(as_, measurement, secretary):
    Measurement.objects.update(finality="final")
    client = as_("secretary")

    response = client.post(change(measurement), fields(measurement, value="1"))

    assert (client.get(change(measurement)).status_code, response.status_code) == (200, 403)
    assert str(Measurement.objects.get().value) == "79.2000"


def test_admin_cannot_make_a_value_final(as_, measurement, secretary):
    as_("secretary").post(change(measurement), fields(measurement, finality="final"))

    assert Measurement.objects.get().finality == "provisional"
