"""Loading: what is written, what is left alone, what is refused because people's work hangs on it."""

from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from initiatives.models import (
    Category,
    Framework,
    GradeScale,
    Initiative,
    Milestone,
    Plan,
    PlanStatement,
    Responsibility,
    ScheduleBar,
    Term,
)
from kpis.models import Indicator
from organizations.models import Department, Municipality
from tests import factories
from tests.exchange import planfiles

pytestmark = pytest.mark.django_db


def rows_of_history() -> int:
    return sum(
        model.objects.count()
        for model in apps.get_models()
        if model.__name__.startswith("Historical")
    )


def all_rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in ("organizations", "initiatives", "kpis", "progress")
    }


def test_load_writes_the_example_of_the_manual():
    outcome = planfiles.load(planfiles.small())

    plan = Plan.objects.get(slug="mihon-dx-plan")
    assert outcome.added.total() == 31
    assert (plan.municipality.name, plan.first_year, plan.last_year) == ("見本市", 2026, 2028)
    assert (plan.adopted_on, plan.adopted_precision) == (date(2026, 3, 1), "month")
    assert [row.word for row in plan.grade_scale.grades.all()] == ["順調", "遅れ", "評価対象外"]
    assert [(row.code, row.category.label) for row in plan.initiatives.all()] == [
        ("A-1-1", "A-①"),
        ("A-1-2", "A-①"),
    ]


def test_load_a_second_time_changes_nothing_and_says_so():
    planfiles.load(planfiles.small())
    before, history = all_rows(), rows_of_history()

    outcome = planfiles.load(planfiles.small())

    assert outcome.sentence == "見本市ＤＸ推進計画：変更はありません。"
    assert (all_rows(), rows_of_history()) == (before, history)


def test_load_changes_only_the_row_that_differs_and_says_why_in_its_history():
    planfiles.load(planfiles.small())
    history = rows_of_history()

    outcome = planfiles.load(
        planfiles.changed("オンライン申請の拡充", "オンライン申請の更なる拡充")
    )

    row = Initiative.objects.get(code="A-1-1")
    assert outcome.sentence == ("見本市ＤＸ推進計画：追加 0件、変更 1件、削除 0件（取組事項 1）")
    assert row.title == "オンライン申請の更なる拡充"
    assert rows_of_history() == history + 1
    assert row.history.first().history_change_reason == "計画ファイルの取込み"
    assert row.history.first().history_user is None


def test_load_says_in_the_history_who_did_it(secretary):
    planfiles.load(planfiles.small(), by=secretary)
    planfiles.load(
        planfiles.changed("    - 電子申請", "    - 電子手続").replace(
            "number: 2, name: 犬の死亡届", "number: 3, name: 犬の死亡届"
        ),
        by=secretary,
    )

    assert {row.history_user for row in Initiative.history.all()} == {secretary}


def test_load_removes_what_the_file_dropped_with_a_trace():
    planfiles.load(planfiles.small())
    text = planfiles.small()
    dropped = text[text.index("      - text: オンライン化") : text.index("    milestones:")]

    outcome = planfiles.load(planfiles.changed(dropped, ""))

    assert outcome.removed == {"工程": 1}
    assert list(ScheduleBar.objects.values_list("text", flat=True)) == ["対象手続の選定"]
    assert ScheduleBar.history.first().history_type == "-"
    assert ScheduleBar.history.first().history_change_reason == "計画ファイルの取込み"


def test_load_removes_a_dropped_initiative_with_everything_below():
    planfiles.load(planfiles.small())
    text = planfiles.small()

    planfiles.load(text[: text.index("  - code: A-1-2")])

    assert list(Initiative.objects.values_list("code", flat=True)) == ["A-1-1"]
    assert list(Milestone.objects.values_list("text", flat=True)) == [
        "優先する10手続のオンライン化"
    ]


def test_load_moves_an_initiative_and_drops_its_old_category():
    planfiles.load(planfiles.small())
    text = planfiles.small()
    lower = text[text.index("  - code: A-1\n") : text.index("initiatives:")]

    planfiles.load(planfiles.changed(lower, "").replace("category: A-1", "category: A"))

    assert list(Category.objects.values_list("code", flat=True)) == ["A"]
    assert {row.category.code for row in Initiative.objects.all()} == {"A"}


def test_load_follows_a_new_order_without_losing_rows():
    planfiles.load(planfiles.small())
    keys = dict(PlanStatement.objects.values_list("kind", "pk"))
    text = planfiles.small()
    policy = text[text.index("  - kind: policy") : text.index("  - kind: stage")]
    stage = text[text.index("  - kind: stage") : text.index("glossary:")]

    planfiles.load(planfiles.changed(policy + stage, stage.rstrip() + "\n" + policy + "\n"))

    assert list(PlanStatement.objects.values_list("kind", "pk")) == [
        ("stage", keys["stage"]),
        ("policy", keys["policy"]),
    ]


def test_load_keeps_orders_with_gaps_that_already_follow_the_file():
    planfiles.load(planfiles.small())
    Initiative.objects.filter(code="A-1-2").update(order=70)

    assert planfiles.load(planfiles.small()).is_unchanged


def test_load_leaves_the_office_s_assignments_and_dates_alone():
    planfiles.load(planfiles.small())
    initiative = Initiative.objects.get(code="A-1-2")
    section = Department.objects.get(name="住民課")
    Responsibility.objects.create(
        initiative=initiative, department=section, role="lead", origin="office"
    )
    Milestone.objects.update(achieved_on=date(2026, 9, 1))
    Department.objects.filter(name="住民課").update(extension="2345", valid_from=date(2020, 4, 1))

    outcome = planfiles.load(planfiles.small())

    section.refresh_from_db()
    assert outcome.is_unchanged
    assert list(initiative.responsibilities.values_list("origin", flat=True)) == ["office"]
    assert set(Milestone.objects.values_list("achieved_on", flat=True)) == {date(2026, 9, 1)}
    assert section.extension == "2345"


def test_load_means_the_section_still_in_force_among_two_of_one_name():
    planfiles.load(planfiles.small())
    old = Department.objects.get(name="住民課")
    Department.objects.filter(pk=old.pk).update(valid_to=date(2026, 3, 31))
    new = factories.department(
        municipality=old.municipality, name="住民課", valid_from=date(2026, 4, 1)
    )

    planfiles.load(planfiles.small())

    assert Responsibility.objects.get(role="lead").department == new


def test_load_puts_new_sections_behind_those_that_exist():
    city = factories.municipality(code="990019", area_code="99001", name="見本市")
    present = factories.department(municipality=city, name="住民課")

    planfiles.load(planfiles.small())

    names = list(city.departments.values_list("name", flat=True))
    assert names[0] == present.name
    assert names[1:] == ["情報政策課", "各課", "窓口担当課（住民課等）"]


def test_load_changes_the_members_of_a_group():
    planfiles.load(planfiles.small())

    outcome = planfiles.load(
        planfiles.changed("members: [住民課]", "members: [住民課, 情報政策課]")
    )

    group = Department.objects.get(name="窓口担当課（住民課等）")
    assert outcome.changed == {"部課": 1}
    assert {row.name for row in group.members.all()} == {"住民課", "情報政策課"}
    assert group.history.first().history_change_reason == "計画ファイルの取込み"


def test_load_never_removes_what_plans_share():
    planfiles.load(planfiles.small())
    text = planfiles.small()
    shared = text[text.index("frameworks:") : text.index("statements:")]
    link = '    links:\n      - {framework: mihon-sogo, term: "1", origin: document, note: p.9}\n'

    planfiles.load(planfiles.changed(shared, "").replace(link, ""))

    assert list(Framework.objects.values_list("key", flat=True)) == ["mihon-sogo"]


def refused(text: str) -> list[str]:
    """Load a file that must be refused; nothing may have been written."""
    before, history = all_rows(), rows_of_history()
    sentences = planfiles.mistakes(text)
    assert (all_rows(), rows_of_history()) == (before, history)
    return sentences


def without_the_second_initiative() -> str:
    text = planfiles.small()
    return text[: text.index("  - code: A-1-2")]


def kept_sentence(text: str, code: str) -> str:
    line = planfiles.line_of(text, "initiatives:")
    return (
        f"plan.yaml {line}行目 initiatives：取組事項「{code}」は、進捗報告・指摘事項・実績値・達成日・"
        "事務局の割当てのどれかがあるため、削除できません。"
    )


def test_load_refuses_to_remove_an_initiative_that_has_reports():
    planfiles.load(planfiles.small())
    plan = Plan.objects.get()
    factories.report(
        initiative=Initiative.objects.get(code="A-1-2"),
        period=factories.period(plan=plan),
        department=Department.objects.get(name="住民課"),
    )

    text = without_the_second_initiative()

    assert refused(text) == [kept_sentence(text, "A-1-2")]


def test_load_refuses_to_remove_an_initiative_the_office_assigned():
    planfiles.load(planfiles.small())
    Responsibility.objects.create(
        initiative=Initiative.objects.get(code="A-1-2"),
        department=Department.objects.get(name="住民課"),
        role="lead",
        origin="office",
    )

    text = without_the_second_initiative()

    assert refused(text) == [kept_sentence(text, "A-1-2")]


def test_load_refuses_to_remove_an_indicator_that_was_measured():
    planfiles.load(planfiles.small())
    factories.measurement(indicator=Indicator.objects.get())

    text = planfiles.changed("code: online-rate", "code: online-share")

    assert refused(text) == [
        f"plan.yaml {planfiles.line_of(text, '    indicators:')}行目 initiatives[1].indicators：指標「online-rate」は、実績値があるため、削除できません。"
    ]


def test_load_leaves_the_date_of_achievement_with_its_own_milestone():
    planfiles.load(planfiles.small())
    Milestone.objects.filter(text="必要に応じた見直し").update(achieved_on=date(2026, 9, 1))
    text = planfiles.small()
    place = text.rindex("      - text: 必要に応じた見直し")
    planfiles.load(text[:place] + "      - {text: 先に済ませること, due: none}\n" + text[place:])

    assert list(
        Milestone.objects.filter(initiative__code="A-1-2").values_list("text", "achieved_on")
    ) == [("先に済ませること", None), ("必要に応じた見直し", date(2026, 9, 1))]


def test_load_refuses_to_remove_a_milestone_that_was_achieved():
    planfiles.load(planfiles.small())
    Milestone.objects.filter(due="standing").update(achieved_on=date(2026, 9, 1))
    text = planfiles.small()

    assert refused(text[: text.rindex("    milestones:")]) == [
        f"plan.yaml {planfiles.line_of(text, '  - code: A-1-2')}行目 initiatives[2].milestones：目標事項「必要に応じた見直し」は、達成日があるため、削除できません。"
    ]


def test_load_refuses_to_remove_a_term_another_plan_uses():
    planfiles.load(planfiles.small())
    other = planfiles.changed("slug: mihon-dx-plan", "slug: other-plan")
    planfiles.load(other)

    text = planfiles.small().replace('"1"', '"2"')

    assert Term.objects.get().links.count() == 2
    assert refused(text) == [
        f"plan.yaml {planfiles.line_of(text, '    terms:')}行目 frameworks[1].terms：枠組みの項目「1」は、他の計画が使っているため、削除できません。"
    ]


def test_load_refuses_to_change_a_scale_that_reports_use():
    planfiles.load(planfiles.small())
    plan = Plan.objects.get()
    late = plan.grade_scale.grades.get(tone="late")
    factories.report(
        initiative=Initiative.objects.get(code="A-1-2"),
        period=factories.period(plan=plan),
        department=Department.objects.get(name="住民課"),
        self_grade=late,
    )
    text = planfiles.changed("{word: 順調, tone", "{word: 良好, tone")

    assert refused(text) == [
        (
            f"plan.yaml {planfiles.line_of(text, 'grade_scale:')}行目 grade_scale.version："
            "評価尺度「mihon」の第1版は使われているため変えられません。version を１つ上げてください。"
        )
    ]


def test_load_refuses_to_remove_a_grade_that_reports_use():
    planfiles.load(planfiles.small())
    plan = Plan.objects.get()
    factories.report(
        initiative=Initiative.objects.get(code="A-1-2"),
        period=factories.period(plan=plan),
        department=Department.objects.get(name="住民課"),
        self_grade=plan.grade_scale.grades.get(tone="late"),
    )
    text = planfiles.changed("{word: 遅れ, tone", "{word: 遅延, tone")

    assert refused(text) == [
        (
            f"plan.yaml {planfiles.line_of(text, '  grades:')}行目 grade_scale.grades："
            "評価の語「遅れ」は、進捗報告が使っているため、削除できません。grade_scale の version を１つ上げてください。"
        )
    ]


def test_load_of_a_file_without_a_secretariat_leaves_it_to_the_office():
    planfiles.load(planfiles.small())

    planfiles.load(planfiles.changed(", is_secretariat: true", ""))

    assert Department.objects.get(is_secretariat=True).name == "情報政策課"


def test_load_takes_a_new_version_of_a_scale_beside_the_old_one():
    planfiles.load(planfiles.small())

    planfiles.load(planfiles.changed("  key: mihon\n", "  key: mihon\n  version: 2\n"))

    assert list(GradeScale.objects.values_list("version", flat=True)) == [1, 2]
    assert Plan.objects.get().grade_scale.version == 2


def test_load_refuses_a_second_secretariat():
    city = factories.municipality(code="990019", area_code="99001", name="見本市")
    factories.department(municipality=city, name="ＤＸ推進課", is_secretariat=True)
    text = planfiles.small()

    assert refused(text) == [
        (
            f"plan.yaml {planfiles.line_of(text, '  - {name: 情報政策課')}行目 departments[1].is_secretariat："
            "事務局は既に「ＤＸ推進課」です。組織の管理で変えてから取り込んでください。"
        )
    ]


def test_load_refuses_a_slug_of_another_city(plan):
    text = planfiles.changed("slug: mihon-dx-plan", f"slug: {plan.slug}")

    assert refused(text) == [
        (
            f"plan.yaml {planfiles.line_of(text, '  slug:')}行目 plan.slug："
            f"識別名「{plan.slug}」は他の自治体の計画が使っています。"
        )
    ]


def test_load_refuses_a_predecessor_that_is_not_there():
    text = planfiles.changed("  level_names:", "  predecessor: old-plan\n  level_names:")

    assert refused(text) == [
        (
            f"plan.yaml {planfiles.line_of(text, '  predecessor:')}行目 plan.predecessor："
            "前の計画「old-plan」がまだ取り込まれていません。"
        )
    ]


def test_load_links_a_plan_to_its_predecessor():
    planfiles.load(planfiles.small())
    text = planfiles.changed(
        "  slug: mihon-dx-plan", "  slug: next-plan\n  predecessor: mihon-dx-plan"
    )

    planfiles.load(text)

    assert Plan.objects.get(slug="next-plan").predecessor == Plan.objects.get(slug="mihon-dx-plan")


def test_load_as_a_dry_run_counts_and_writes_nothing():
    before = all_rows()

    outcome = planfiles.load(planfiles.small(), dry_run=True)

    assert outcome.added.total() == 31
    assert all_rows() == before


def test_load_leaves_another_city_s_rows_alone(plan, department, initiative):
    before = Initiative.objects.get(pk=initiative.pk).history.count()

    planfiles.load(planfiles.small())

    assert Initiative.objects.get(pk=initiative.pk).history.count() == before
    assert Municipality.objects.count() == 2


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_loadplan_prints_the_numbers_and_then_that_nothing_changed(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(planfiles.small(), encoding="utf-8")

    assert run("loadplan", str(file), "--check").startswith(
        "確認のみ 見本市ＤＸ推進計画：追加 31件、変更 0件、削除 0件（"
    )
    assert run("loadplan", str(file)).startswith(
        "見本市ＤＸ推進計画：追加 31件、変更 0件、削除 0件（自治体 1、"
    )
    assert run("loadplan", str(file)) == "見本市ＤＸ推進計画：変更はありません。\n"


def test_loadplan_new_leaves_a_plan_that_is_there_as_it_is(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(planfiles.small(), encoding="utf-8")
    run("loadplan", str(file), "--new")
    Plan.objects.update(title="改めた題名")

    assert run("loadplan", str(file), "--new") == "改めた題名：取込み済みです。そのままにします。\n"
    assert Plan.objects.get().title == "改めた題名"


def test_loadplan_ends_with_an_error_that_lists_every_problem(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(planfiles.small().replace("number:", "numbr:"), encoding="utf-8")

    with pytest.raises(CommandError) as caught:
        run("loadplan", str(file))

    lines = str(caught.value).split("\n")
    assert len(lines) == 5
    assert lines[0].endswith("「numbr」というキーはありません。「number」の誤りではありませんか。")
    assert lines[-1] == "何も取り込んでいません。"
    assert Plan.objects.count() == 0


def test_loadplan_says_when_there_is_no_file(tmp_path):
    with pytest.raises(CommandError, match="ファイルを読めません。名前を確かめてください。"):
        run("loadplan", str(tmp_path / "absent.yaml"))


def test_loadplan_refuses_50_megabytes_without_reading_them(tmp_path):
    file = tmp_path / "plan.yaml"
    with file.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)

    with pytest.raises(CommandError) as caught:
        run("loadplan", str(file))

    assert str(caught.value) == (
        f"{file}：ファイルが大きすぎます（50.0MB）。5MBまでにしてください。\n何も取り込んでいません。"
    )
