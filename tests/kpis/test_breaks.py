"""The line at which the values of an indicator stop being one series."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from fiscal.calendar import Quarter
from kpis.breaks import changes_of
from kpis.facts import Change
from kpis.models import Indicator
from kpis.standing import standing
from kpis.table import rows
from tests import factories
from tests.kpis.shapes import BANDS, LINE, LINE_VALUES, readings

UNIT = Change("単位", "件", "人", date(2026, 4, 10))
WORDS = "ここで単位が変わりました（令和８年４月10日、「件」から「人」へ）。"


def broken(*changes: Change) -> dict[str, tuple[str, ...]]:
    now = standing(LINE, readings(LINE_VALUES), Quarter(2026, 2), BANDS)
    return {row.label: row.breaks for row in rows(LINE, now, changes) if row.breaks}


def test_break_stands_above_the_first_value_after_the_change():
    assert broken(UNIT) == {"R8 第１": (WORDS,)}
    assert broken() == {}


def test_change_after_the_last_value_stands_above_what_is_to_come():
    late = Change("値の求め方", "甲", "乙", date(2026, 10, 1))
    (label,) = broken(late)

    assert label.endswith("年度末")


def test_two_changes_at_one_place_are_both_told():
    other = Change("値の求め方", "甲", "乙", date(2026, 5, 1))
    (words,) = broken(UNIT, other).values()

    assert [text.partition("が変")[0] for text in words] == ["ここで単位", "ここで値の求め方"]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_changes_are_read_at_once(initiative, count, django_assert_num_queries):
    found = [factories.indicator(initiative=initiative, code=f"k{n}") for n in range(count)]
    for row in found:
        row.unit = "人"
        row.save()

    with django_assert_num_queries(1):
        changes = changes_of([row.pk for row in found])

    assert [[change.before for change in changes[row.pk]] for row in found] == [["％"]] * count


def test_page_of_the_indicator_shows_the_break(as_, initiative):
    indicator = factories.indicator(initiative=initiative)
    for quarter in (1, 2):
        at = Quarter(2026, quarter)
        factories.measurement(indicator=indicator, quarter=quarter, as_of=at.end, value="79.2")
    history = Indicator.history.filter(id=indicator.pk)
    history.update(history_date=datetime(2025, 4, 1, tzinfo=UTC))
    indicator.definition = "住民基本台帳の人口で割る。"
    indicator.save()
    url = reverse("kpis:indicator-show", args=[indicator.pk])
    without = as_("viewer").get(url).content.decode()
    history.update(definition="推計人口で割る。")
    history.filter(history_type="~").update(
        definition="住民基本台帳の人口で割る。", history_date=datetime(2026, 7, 10, tzinfo=UTC)
    )
    html = as_("viewer").get(url).content.decode()

    assert "ここで" not in without
    table = html.split('id="v"')[1].split("</table>")[0]
    before, after = table.split(
        "ここで値の求め方が変わりました（令和８年７月10日、「推計人口で割る。」から"
        "「住民基本台帳の人口で割る。」へ）。前後の値は比べられません。"
    )
    assert [("R8 第１" in part, "R8 第２" in part) for part in (before, after)] == [
        (True, False),
        (False, True),
    ]
