"""What a 機構改革 moves, as the page shows it, and マイページ when its day has come."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatives.models import InitiativeItem, ItemList
from organizations.models import Reorganization
from progress.models import ReorganizationChoice
from tests import factories

DAY = date(2027, 4, 1)


@pytest.fixture
def split(municipality, department, secretary) -> Reorganization:
    return factories.reorganization(
        municipality=municipality, by=secretary, rows=(("split", "市民課", "窓口課、戸籍課"),)
    )


def apply_url(row) -> str:
    return reverse("progress:reorganization-apply", args=[row.pk])


def test_page_shows_what_moves(as_, split, initiative, period, department, clerk, executive):
    factories.report(initiative=initiative, period=period, department=department, state="returned")
    factories.remark(initiative=initiative, by=executive, department=department)

    page = as_("secretary").get(split.get_absolute_url())

    moves = page.context["handover"]
    assert [
        (m.initiative, m.roles, len(m.reports), len(m.remarks), m.target.name)
        for m in moves.initiatives
    ] == [(initiative, "主担当", 1, 1, "窓口課")]
    assert [(m.post.user, m.target.name) for m in moves.posts] == [(clerk, "窓口課")]
    assert "事務局のマイページに「やること」が出て" in page.text


def test_page_names_the_plans_where_several_are_moved(as_, split, initiative, department):
    page = as_("secretary").get(split.get_absolute_url())
    assert f'<span class="sub">{initiative.plan}</span>' not in page.text

    other = factories.plan(municipality=department.municipality, title="別の計画")
    factories.initiative(plan=other, lead=department)

    page = as_("secretary").get(split.get_absolute_url())
    assert [
        f'<span class="sub">{plan}</span>' in page.text for plan in (initiative.plan, other)
    ] == [
        True,
        True,
    ]


def test_choices_are_saved_and_may_be_taken_back(as_, split, initiative, clerk, department):
    client = as_("secretary")
    page = client.get(split.get_absolute_url())
    names = {m.field_name: m.target.pk for m in page.context["handover"].choices}
    other = split.steps.get().targets.get(name="戸籍課").pk
    first = f"initiative_{department.pk}_{initiative.pk}"

    once = client.post(split.get_absolute_url(), {**names, first: other}, follow=True)
    chosen = list(ReorganizationChoice.objects.values_list("initiative", "target"))
    again = client.post(split.get_absolute_url(), {**names, first: other}, follow=True)
    back = client.post(split.get_absolute_url(), names, follow=True)

    assert chosen == [(initiative.pk, other)]
    assert [
        words in page.text
        for page, words in (
            (once, "引き継ぐ課を１件変えました。"),
            (again, "変わったところはありません。"),
            (back, "引き継ぐ課を１件変えました。"),
        )
    ] == [True] * 3
    assert ReorganizationChoice.objects.get().target.name == "窓口課"


@pytest.mark.parametrize("value", ["", "0", "abc", "9" * 30, "\x00"])
def test_choice_that_is_not_offered_is_refused(as_, split, initiative, department, value):
    field = f"initiative_{department.pk}_{initiative.pk}"

    page = as_("secretary").post(split.get_absolute_url(), {field: value})

    assert list(page.context["form"].errors) == [field]
    assert ReorganizationChoice.objects.count() == 0


def test_button_brings_it_into_force_on_its_day(as_, split, initiative, department, settings):
    early = as_("secretary").post(apply_url(split), follow=True)
    settings.TODAY = DAY
    client = as_("secretary")
    done = client.post(apply_url(split), follow=True)
    again = client.post(apply_url(split), follow=True)

    assert [
        words in page.text
        for page, words in (
            (early, "施行日は令和９年４月１日です。その日から施行できます。"),
            (done, "「令和９年度 機構改革」を施行しました。取組事項１件が移りました。"),
            (again, "「令和９年度 機構改革」は施行済みです。"),
        )
    ] == [True] * 3
    assert initiative.responsibilities.count() == 2


def test_choice_after_it_came_into_force_is_refused(as_, split, initiative, settings):
    settings.TODAY = DAY
    client = as_("secretary")
    client.post(apply_url(split))

    page = client.post(split.get_absolute_url(), {"any": "1"}, follow=True)

    assert "「令和９年度 機構改革」は施行済みです。" in page.text


def test_lists_that_keep_the_old_name_are_pointed_out(as_, split, initiative, department):
    rows = ItemList.objects.create(initiative=initiative, order=1, title="一覧")
    InitiativeItem.objects.create(list=rows, number=1, name="転入届", department=department)

    page = as_("secretary").get(split.get_absolute_url())

    assert page.context["notices"] == [
        "個別項目１件の担当課は、計画書のとおり旧課の名前を残し、（現：新課）を添えて表示します。"
    ]


def test_obstacle_takes_the_button_away(as_, municipality, initiative, secretary, settings):
    settings.TODAY = DAY
    row = factories.reorganization(
        municipality=municipality, by=secretary, rows=(("abolish", "市民課", ""),)
    )

    page = as_("secretary").get(row.get_absolute_url())

    assert "このままでは施行できません" in page.text
    assert apply_url(row) not in page.text


def test_two_heads_of_one_section_are_pointed_out(as_, municipality, department, secretary, head):
    other = factories.department(municipality=municipality, name="保険課")
    factories.person(other, "head", name="保険 長子")
    row = factories.reorganization(
        municipality=municipality, by=secretary, rows=(("merge", "市民課、保険課", "窓口課"),)
    )

    page = as_("secretary").get(row.get_absolute_url())

    assert page.context["notices"] == [
        "「窓口課」の所属長が２人になります（例田 一郎、保険 長子）。"
    ]


@pytest.mark.parametrize("name", ["secretary", "administrator"])
def test_mypage_shows_it_when_its_day_has_come(as_, split, settings, name):
    def told() -> tuple[bool, bool]:
        page = as_(name).get(reverse("progress:mypage-show"))
        return split.get_absolute_url() in page.text, "やること １件" in page.text

    before = told()
    settings.TODAY = DAY

    assert (before, told()) == ((False, False), (True, True))


def test_mypage_of_others_does_not(as_, split, settings):
    settings.TODAY = DAY

    page = as_("clerk").get(reverse("progress:mypage-show"))

    assert split.get_absolute_url() not in page.text


def test_new_section_goes_on_with_the_report(
    as_, municipality, initiative, period, clerk, secretary
):
    row = factories.reorganization(
        municipality=municipality,
        by=secretary,
        rows=(("rename", "市民課", "窓口課"),),
        in_force_on=date(2026, 10, 14),
    )
    as_("secretary").post(apply_url(row))

    page = as_("clerk").get(reverse("progress:entry-edit", args=[period.pk, initiative.pk]))

    assert page.status_code == 200
    assert "主担当 窓口課" in page.text


def test_page_queries_do_not_grow(as_, split, plan, department, executive):
    client = as_("secretary")
    taken = []
    for quarter in (1, 3, 4):
        row = factories.initiative(plan=plan, lead=department)
        period = factories.period(plan=plan, quarter=quarter)
        factories.report(initiative=row, period=period, department=department, state="draft")
        factories.remark(initiative=row, by=executive, department=department)
        factories.person(department, "clerk")
        client.get(split.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(split.get_absolute_url())
        taken.append(len(queries))

    assert len(set(taken)) == 1, taken


def test_sheet_prints_both_names_and_plan_page_too(
    as_, municipality, plan, initiative, period, secretary
):
    row = factories.reorganization(
        municipality=municipality,
        by=secretary,
        rows=(("rename", "市民課", "窓口課"),),
        in_force_on=date(2026, 10, 14),
    )
    as_("secretary").post(apply_url(row))

    pages = [
        as_("secretary").get(address).text
        for address in (
            initiative.get_absolute_url(),
            plan.get_absolute_url(),
            reverse("progress:mypage-show"),
        )
    ]
    assign = as_("secretary").get(
        reverse("initiatives:responsibility-assign", args=[initiative.pk])
    )

    assert ["市民課（現：窓口課）" in text for text in pages[:2]] == [True, True]
    assert "窓口課" in pages[2]
    assert [row.department.name for row in assign.context["carried"]] == ["窓口課"]
    assert assign.context["assigned"] == []
