"""Values that were 集計中 in an earlier quarter: given with a later report, final with it, and never lost."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from fiscal.calendar import Quarter
from kpis import actions as kpi_actions
from kpis.models import Measurement
from organizations.desk import Desk
from progress import actions
from progress.content import Content, Entered, Late
from progress.models import ProgressReport
from progress.workflow import WorkflowError
from tests import factories
from tests.conftest import TODAY

FIRST = Quarter(2026, 1)
ASKED = "前期（令和８年度 第１四半期）の値　集計中でした"
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def indicator(initiative):
    return factories.indicator(initiative=initiative)


@pytest.fixture
def pending(indicator) -> Measurement:
    return factories.measurement(
        indicator=indicator, value=None, absence="pending", not_measured_reason="国の公表待ち"
    )


@pytest.fixture
def url(period, initiative):
    return reverse("progress:entry-edit", args=[period.pk, initiative.pk])


@pytest.fixture
def name(indicator):
    return f"kpi-{indicator.pk}-late-2026-1"


@pytest.fixture
def filled(indicator, name):
    return {
        "version": 0,
        "action": "save",
        "implementation": "doing",
        "self_grade": factories.grade("ontrack").pk,
        "result": "今期の実績",
        "next_action": "今後の取組",
        f"kpi-{indicator.pk}-value": "79.4",
        name: "７９．２％",
    }


def stand(row: Measurement) -> tuple[Decimal | None, str, str, str]:
    row.refresh_from_db()
    return row.value, row.absence, row.not_measured_reason, row.finality


def control(html: str, name: str) -> str:
    (tag,) = re.findall(rf'<input[^>]*name="{name}"[^>]*>', html)
    return tag


PENDING = (None, "pending", "国の公表待ち", "provisional")
SETTLED = (Decimal("79.2"), "", "", "provisional")
FINAL = (Decimal("79.2"), "", "", "final")


def report() -> ProgressReport:
    return ProgressReport.objects.get()


@pytest.mark.parametrize("absence", ["none", "undecided", "skipped"])
def test_field_is_not_there_for_any_other_word(as_, url, indicator, absence):
    factories.measurement(indicator=indicator, value=None, absence=absence)

    assert "集計中でした" not in as_("clerk").get(url).content.decode()


def test_field_asks_for_earlier_quarters_only(as_, url, indicator, name, pending):
    factories.measurement(indicator=indicator, quarter=2, value=None, absence="pending")
    factories.measurement(indicator=indicator, quarter=3, value=None, absence="pending")
    html = as_("clerk").get(url).content.decode()

    assert html.count(ASKED) == 1
    assert [f'name="kpi-{indicator.pk}-late-2026-{n}"' in html for n in (1, 2, 3)] == [
        True,
        False,
        False,
    ]


def test_value_goes_the_whole_way(
    as_, url, indicator, name, pending, filled, clerk, head, secretary
):
    as_("clerk").post(url, filled)
    saved = stand(pending)
    page = reverse("kpis:indicator-show", args=[indicator.pk])
    shown = as_("clerk").get(page).content.decode()
    actions.submit(report=report(), by=Desk.of(clerk, TODAY))
    read = as_("clerk").get(url).content.decode()
    actions.confirm(report=report(), by=Desk.of(head, TODAY))
    actions.accept(report=report(), by=Desk.of(secretary, TODAY))
    accepted = stand(pending)
    final = as_("clerk").get(page).content.decode()
    actions.reopen(report=report(), reason="値を直す", by=Desk.of(secretary, TODAY))

    assert (saved, accepted, stand(pending)) == (SETTLED, FINAL, SETTLED)
    past = pending.history.order_by("history_id")
    assert [(row.history_change_reason, row.history_user) for row in past][1:] == [
        ("集計中の値の確定", clerk),
        ("実績値の確定", secretary),
        ("実績値の確定解除：値を直す", secretary),
    ]
    assert f"{ASKED}：79.2％（速報）" in read
    assert [("速報" in text, "集計中の値の確定" in text) for text in (shown, final)] == [
        (True, True),
        (True, True),
    ]
    assert 'value="79.2"' in control(as_("clerk").get(url).content.decode(), name)


def test_dashboard_and_kpi_list_count_on_from_it(as_, url, indicator, plan, pending, filled):
    factories.period(plan=plan, quarter=1)
    before = as_("clerk").get(reverse("kpis:indicator-list", args=[plan.slug])).content.decode()
    as_("clerk").post(url, filled)
    kpis = reverse("kpis:indicator-list", args=[plan.slug])
    after = as_("clerk").get(kpis).content.decode()
    earlier = as_("clerk").get(kpis, {"period": "2026-1"}).content.decode()

    assert ("＋0.2" in before, "＋0.2" in after) == (False, True)
    assert "79.2％" in earlier
    board = reverse("reports:dashboard-show", args=[plan.slug])
    cards = as_("secretary").get(board, {"period": "2026-1"}).content.decode()
    assert '79.2<span class="unit">％</span></span> <span class="prelim">速報</span>' in cards


def test_emptied_field_is_pending_again(as_, url, name, pending, filled):
    as_("clerk").post(url, filled)
    as_("clerk").post(url, {**filled, "version": 1, name: ""})

    assert stand(pending) == PENDING


def test_field_that_was_not_sent_says_nothing(as_, url, name, pending, filled):
    as_("clerk").post(url, filled)
    rest = {key: text for key, text in filled.items() if key != name}
    as_("clerk").post(url, {**rest, "version": 1, "result": "別の文"})

    assert (stand(pending), report().result) == (SETTLED, "別の文")


@pytest.mark.parametrize(
    ("typed", "message"),
    [("およそ80", "数字で入力してください"), ("140", "範囲で入力してください")],
)
def test_error_stands_at_the_field_and_keeps_what_was_typed(
    as_, url, name, pending, filled, typed, message
):
    html = as_("clerk").post(url, {**filled, name: typed}).content.decode()
    answer = as_("clerk").post(url, {**filled, "version": 1, name: typed}, headers=FETCH).json()

    assert message in html.split(f'data-error="{name}"')[1].split("</div>")[0]
    assert f'value="{typed}"' in html
    assert message in answer["errors"][name]
    assert stand(pending) == PENDING


def test_stale_version_writes_nothing_and_shows_both(as_, url, name, pending, filled):
    as_("clerk").post(url, filled)
    answer = as_("head").post(url, {**filled, name: "78.8"})

    assert answer.status_code == 409
    assert f'name="mine:{name}" value="78.8"' in answer.content.decode()
    assert stand(pending) == SETTLED


def test_chosen_side_of_a_conflict_is_written(as_, url, name, pending, filled):
    as_("clerk").post(url, filled)
    mine = {f"mine:{key}": text for key, text in {**filled, name: "78.8"}.items()}
    as_("head").post(url, {**mine, "version": 1, "action": "merge", f"keep:{name}": "mine"})

    assert stand(pending)[0] == Decimal("78.8")


def test_value_given_elsewhere_meanwhile_stands_and_mine_is_shown(
    as_, url, name, indicator, pending, filled, clerk
):
    kpi_actions.record(
        indicator=indicator,
        quarter=FIRST,
        as_of=FIRST.end,
        value=Decimal("78.5"),
        not_measured_reason="",
        by=clerk,
    )
    html = as_("clerk").post(url, filled).content.decode()

    assert "この値は、もう集計中ではありません（今の値：78.5％）。" in html
    assert 'value="７９．２％"' in control(html, name)
    assert stand(pending)[0] == Decimal("78.5")


def test_stale_page_after_the_field_is_gone_still_compares(
    as_, url, name, indicator, pending, filled
):
    as_("clerk").post(url, {**filled, name: ""})
    Measurement.objects.filter(pk=pending.pk).update(
        value=Decimal("78.5"), absence="", not_measured_reason=""
    )
    answer = as_("head").post(url, {**filled, "result": "別の文"})

    assert answer.status_code == 409
    assert f'name="mine:{name}" value="７９．２％"' in answer.content.decode()


def test_race_for_the_value_is_refused_and_nothing_is_written(
    period, initiative, department, indicator, pending, clerk
):
    kpi_actions.settle(
        indicator=indicator,
        quarter=FIRST,
        value=Decimal("78.5"),
        within=Quarter(2026, 3),
        by=clerk,
    )
    with pytest.raises(WorkflowError, match="もう集計中ではありません"):
        actions.save_draft(
            period=period,
            initiative=initiative,
            department=department,
            content=Content(),
            entered=[Entered(indicator, late=(Late(FIRST, Decimal("79.2")),))],
            version=0,
            by=Desk.of(clerk, TODAY),
        )

    assert not Measurement.objects.filter(settled_quarter=2).exists()


def test_report_of_its_own_quarter_does_not_finalise_it(indicator, initiative, pending, clerk):
    kpi_actions.settle(
        indicator=indicator,
        quarter=FIRST,
        value=Decimal("79.2"),
        within=Quarter(2026, 2),
        by=clerk,
    )

    assert kpi_actions.finalise(initiative=initiative, quarter=FIRST, by=None) == 0
    assert stand(pending) == SETTLED


def test_check_asks_until_the_value_is_typed(as_, url, name, pending, filled):
    words = "値が出ていれば、その値の欄に入力してください。"
    before = as_("clerk").get(url).content.decode()
    as_("clerk").post(url, filled)

    assert (words in before, words in as_("clerk").get(url).content.decode()) == (True, False)


def test_section_sheet_takes_it_too(as_, period, department, initiative, indicator, name, pending):
    grid = reverse("progress:section-edit", args=[period.pk, department.pk])
    html = as_("clerk").get(grid).content.decode()
    row = f"row-{initiative.pk}"
    data = {
        f"{row}-version": 0,
        f"{row}-mark": "",
        f"{row}-result": "今期の実績",
        name: "79.2",
        "action": "save",
    }
    as_("clerk").post(grid, data)

    assert ASKED in html
    assert stand(pending) == SETTLED


def test_untouched_row_of_the_section_sheet_stays_untouched(
    as_, period, department, initiative, indicator, name, pending, filled, url
):
    as_("clerk").post(url, filled)
    grid = reverse("progress:section-edit", args=[period.pk, department.pk])
    html = as_("clerk").get(grid).content.decode()

    assert 'value="79.2"' in control(html, name)


def test_questions_asked_of_the_database_do_not_grow(
    as_, url, indicator, pending, django_assert_num_queries, django_assert_max_num_queries
):
    client = as_("clerk")
    client.get(url)
    with django_assert_max_num_queries(60) as one:
        client.get(url)
    for year in (2024, 2025):
        factories.measurement(indicator=indicator, year=year, value=None, absence="pending")
    with django_assert_num_queries(len(one)):
        client.get(url)
