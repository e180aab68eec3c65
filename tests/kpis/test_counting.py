"""A list of 個別項目 as the source of an indicator: what it proposes, and that it never writes by itself."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from initiatives.models import ItemList
from kpis import counting
from kpis.models import Indicator, Measurement
from progress.taking import taken
from tests import factories

ENTRY_QUERIES = 41


@pytest.fixture
def items(initiative, department) -> ItemList:
    """Two done by the end of September, one done in October, one not yet, one 対象外."""
    row = factories.item_list(initiative=initiative, title="オンライン化する手続")
    for status, day in (
        ("done", date(2026, 6, 1)),
        ("done", date(2026, 9, 30)),
        ("done", date(2026, 10, 1)),
        ("candidate", None),
        ("never", None),
    ):
        factories.item(
            item_list=row,
            department=department,
            status=status,
            done_on=day,
            done_year=day and 2026,
        )
    return row


@pytest.fixture
def number(initiative, items) -> Indicator:
    return factories.indicator(
        initiative=initiative,
        name="オンライン化した手続の数",
        unit="件",
        decimals=0,
        baseline_value=None,
        baseline_year=None,
        target="4",
        counts=items,
    )


@pytest.fixture
def url(period, initiative) -> str:
    return reverse("progress:entry-edit", args=[period.pk, initiative.pk])


def words(indicator: Indicator, day: date = date(2026, 9, 30)) -> list[tuple[str, str]]:
    return [(row.words, row.typed) for row in counting.counted([indicator], day).values()]


def test_number_is_what_was_done_by_the_day(number):
    assert words(number) == [("一覧の完了件数：2件（令和８年９月30日現在）", "2")]
    assert words(number, date(2026, 10, 1)) == [
        ("一覧の完了件数：3件（令和８年10月１日現在）", "3")
    ]


def test_share_leaves_out_what_is_not_applicable(initiative, items):
    share = factories.indicator(initiative=initiative, unit="％", decimals=1, counts=items)

    assert words(share) == [
        ("一覧の完了の割合：50.0％（２件／４件、令和８年９月30日現在）", "50.0")
    ]


def test_nothing_known_proposes_nothing(number, items):
    items.items.update(status="")
    assert words(number) == []

    items.items.all().delete()
    assert words(number) == []


def test_indicator_without_a_list_asks_nothing(initiative, django_assert_num_queries):
    indicator = factories.indicator(initiative=initiative)

    with django_assert_num_queries(0):
        assert words(indicator) == []


def test_entry_page_offers_the_count_and_saves_nothing(as_, number, url):
    page = as_("clerk").get(url)

    assert "一覧の完了件数：2件（令和８年９月30日現在）" in page.text
    assert f'name="take" value="{number.pk}" data-take="2"' in page.text
    assert Measurement.objects.count() == 0


def test_one_click_takes_the_count_over(as_, number, url):
    client = as_("clerk")

    page = client.post(url, {"version": 0, "take": number.pk, "result": "実績の文"}, follow=True)

    assert Measurement.objects.get().value == Decimal(2)
    assert 'value="2"' in page.text
    assert "実績の文" in page.text
    assert 'name="take"' not in page.text
    assert "入力した値は、このまま残ります。" in page.text


@pytest.mark.parametrize("field", ["value", "not_measured"])
def test_count_never_takes_the_place_of_an_answer(number, field):
    data = {"take": str(number.pk), f"kpi-{number.pk}-{field}": "5"}

    assert taken(data, [number], date(2026, 9, 30)) == data


def test_value_stays_when_the_list_moves_on(as_, number, items, url, period):
    client = as_("clerk")
    client.post(url, {"version": 0, "take": number.pk})

    items.items.filter(status="candidate").update(status="done", done_on=date(2026, 9, 1))

    assert "一覧の完了件数：3件" in client.get(url).text
    assert Measurement.objects.get().value == Decimal(2)


@pytest.mark.parametrize("wanted", ["", "0", "abc", "9" * 30, "٣"])
def test_unknown_count_is_not_taken(as_, number, url, wanted):
    assert as_("clerk").post(url, {"version": 0, "take": wanted}).status_code == 302
    assert Measurement.objects.count() == 0


def test_page_of_the_indicator_names_its_list(as_, number, items):
    page = as_("viewer").get(reverse("kpis:indicator-show", args=[number.pk]))

    assert f'<a href="{items.get_absolute_url()}">オンライン化する手続</a>' in page.text
    assert "「完了」の件数を、報告の入力の案に示します。" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_entry_page_asks_once_for_any_number_of_lists(
    as_, initiative, items, url, count, django_assert_num_queries
):
    for _ in range(count):
        factories.indicator(initiative=initiative, counts=items)
    client = as_("clerk")
    client.get(url)

    with django_assert_num_queries(ENTRY_QUERIES):
        client.get(url)
