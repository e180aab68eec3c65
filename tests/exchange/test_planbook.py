"""Plan → workbook → plan is the identity, and the table of columns, the records and the manual say the same."""

import ast
import re
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from exchange.planbook import blank, layout, phrases, writing
from exchange.planbook.more_sheets import ALL
from exchange.planbook.sheets import CODES, GUIDE
from exchange.planfile import records
from exchange.planfile.schema import Kind, Record
from exchange.planfile.tree import plan_tree
from initiatives import scale_actions
from initiatives.models import Plan
from initiatives.scale_presets import BY_KEY, PRESETS
from tests import factories
from tests.exchange import planbooks, planfiles

PLANS = {path.stem: path for path in planbooks.PLANS}


def test_all_plans_are_tried():
    assert {"ishinomaki-dx-plan", "ishinomaki-dx-policy"} <= set(PLANS)
    assert len(PLANS) >= 4


@pytest.mark.parametrize("name", PLANS)
def test_workbook_says_what_the_plan_file_says(name):
    entry = planbooks.entry_of(PLANS[name])
    tree = planbooks.said(planbooks.plain(entry))

    read = planbooks.read(writing.render(tree, title=name))

    assert planbooks.plain(read) == planbooks.plain(entry)


@pytest.mark.django_db
def test_plan_through_the_workbook_and_the_database_is_unchanged(tmp_path):
    for path in (planfiles.POLICY, planfiles.ISHINOMAKI):
        call_command("loadplan", path, stdout=StringIO())
    file = tmp_path / "plan.xlsx"
    call_command("dumpplan", "ishinomaki-dx-plan", format="xlsx", output=str(file))
    out = StringIO()

    call_command("loadplan", file, stdout=out)

    assert out.getvalue() == "石巻市ＤＸ推進計画：変更はありません。\n"


@pytest.mark.django_db
def test_workbook_loads_into_an_empty_database_as_the_plan_file_does(tmp_path):
    file = tmp_path / "plan.xlsx"
    file.write_bytes(planbooks.book())
    call_command("loadplan", file, stdout=StringIO())
    from_book = plan_tree(Plan.objects.get())

    assert planfiles.load(planfiles.small()).is_unchanged
    assert plan_tree(Plan.objects.get()) == from_book


@pytest.mark.django_db
def test_dumpplan_needs_a_name_for_a_workbook(plan):
    with pytest.raises(CommandError, match="--output でファイルの名前を指定してください"):
        call_command("dumpplan", plan.slug, format="xlsx")


@pytest.mark.django_db
def test_dumpplan_writes_text_to_a_file(plan, tmp_path):
    out, file = StringIO(), tmp_path / "plan.yaml"
    call_command("dumpplan", plan.slug, stdout=out)

    call_command("dumpplan", plan.slug, output=str(file))

    assert file.read_text(encoding="utf-8") == out.getvalue()


@pytest.mark.django_db
def test_loadplan_names_sheet_row_and_column_of_a_mistake(tmp_path):
    file = tmp_path / "plan.xlsx"
    file.write_bytes(planbooks.cell("工程", planbooks.find("工程", "種別"), "しらべる"))

    with pytest.raises(CommandError) as caught:
        call_command("loadplan", file)

    assert str(caught.value).splitlines() == [
        f"{file} シート「工程」2行目 E列「種別」：「しらべる」は使えません。次のどれかを選んでください：検討、準備、実施、完了",
        "何も取り込んでいません。",
    ]


@pytest.mark.django_db
def test_loadplan_says_of_a_workbook_what_the_database_does_not_allow(tmp_path):
    planfiles.load(planfiles.small())
    initiative = Plan.objects.get().initiatives.get(code="A-1-1")
    factories.report(
        initiative=initiative,
        period=factories.period(plan=initiative.plan),
        department=initiative.plan.municipality.departments.first(),
    )
    file = tmp_path / "plan.xlsx"
    file.write_bytes(planbooks.changed(planbooks.renamed("A-1-1", "A-1-9")))

    with pytest.raises(CommandError) as caught:
        call_command("loadplan", file)

    assert str(caught.value).splitlines() == [
        f"{file} シート「取組事項」：取組事項「A-1-1」は、進捗報告・指摘事項・実績値・達成日・事務局の割当てのどれかがあるため、削除できません。",
        "何も取り込んでいません。",
    ]


def keys_of(record: Record, name: str = "") -> set[str]:
    """Every key of a plan file that is a value, as ``list.key``."""
    found = set()
    for field in record.fields:
        if field.record is None:
            found.add(f"{name}.{field.key}".lstrip("."))
        else:
            found |= keys_of(field.record, field.key)
    return found


def test_sheets_hold_every_key_of_the_plan_file_and_no_other():
    held = {key for sheet in ALL for column in sheet.columns for key in column.keys}

    assert held == keys_of(records.PLAN_FILE)


def test_every_list_of_the_plan_file_has_a_sheet():
    def paths(record: Record, before: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
        found = set()
        for field in record.fields:
            if field.record is not None:
                path = (*before, field.key)
                if field.kind is Kind.RECORDS:
                    found.add(path)
                found |= paths(field.record, path)
        return found

    chains = {block.names for sheet in ALL for block in sheet.blocks}
    whole = chains | {chain[:-1] for chain in chains if len(chain) == 3}

    assert paths(records.PLAN_FILE) - whole == set()


def test_headings_of_a_sheet_differ():
    for sheet in ALL:
        headings = [column.heading for column in sheet.columns]
        assert len(set(headings)) == len(headings), sheet.title


def test_keys_of_one_column_are_of_one_kind():
    for sheet in ALL:
        for column in sheet.columns:
            assert len({layout.field_of(key).kind for key in column.keys}) <= 1, column


def test_template_has_the_sheets_and_a_drop_down_for_every_choice():
    book = openpyxl.load_workbook(BytesIO(planbooks.book()))

    assert book.sheetnames == [GUIDE, *(sheet.title for sheet in ALL), CODES]
    lists = {
        name: [
            cell.value for row in book[CODES][area.split("!")[1].replace("$", "")] for cell in row
        ]
        for name, area in ((n, d.attr_text) for n, d in book.defined_names.items())
        if name.startswith("L_")
    }
    assert lists["L_工程_種別"] == ["検討", "準備", "実施", "完了"]
    assert lists["L_工程_確度"] == ["○", "△"]
    assert lists["L_目標指標_種類"] == ["目標事項", "指標"]
    offered = {rule.formula1 for sheet in book for rule in sheet.data_validations.dataValidation}
    assert set(lists) <= offered


def test_codes_are_texts_in_empty_cells_too():
    book = openpyxl.load_workbook(BytesIO(writing.render({"format": 1}, title="新しい計画")))

    assert book["取組事項"]["A500"].number_format in ("@", "General")
    assert book["取組事項"].column_dimensions["A"].number_format == "@"
    assert book["担当"].column_dimensions["E"].number_format == "yyyy-mm-dd"


def test_text_that_looks_like_a_formula_stays_text():
    tree = planbooks.said(planbooks.plain(planbooks.read(planbooks.book())))
    tree["initiatives"][0]["situation"] = "=1+1\n+2"

    read = planbooks.read(writing.render(tree, title="計画"))

    assert read["initiatives"][0]["situation"] == "=1+1\n+2"


def test_words_with_a_line_break_of_their_own_survive():
    tree = planbooks.said(planbooks.plain(planbooks.read(planbooks.book())))
    tree["plan"]["notes"] = ["一行目\n二行目", "別の注記"]

    read = planbooks.read(writing.render(tree, title="計画"))

    assert read["plan"]["notes"] == ["一行目\n二行目", "別の注記"]


@pytest.mark.django_db
def test_empty_template_knows_the_city(municipality, department, office):
    tree = blank.tree(municipality)
    group = factories.department(municipality=municipality, name="各課", kind="group")
    group.members.add(department)

    book = openpyxl.load_workbook(BytesIO(writing.render(blank.tree(municipality), title="計画")))

    form = {row[0].value: row[1].value for row in book["計画"].iter_rows(min_row=2)}
    assert (form["全国地方公共団体コード"], form["自治体名"]) == ("042021", "石巻市")
    assert (form["評価尺度の識別名"], form["報告周期"], form["計画名"]) == (
        "standard",
        "四半期",
        None,
    )
    assert [word["word"] for word in tree["grade_scale"]["grades"]][:2] == [
        "計画以上",
        "計画どおり",
    ]
    sections = [[c.value for c in row] for row in book["課"].iter_rows(min_row=2)]
    assert ["各課", "課の集合", None, None, "市民課", None, None, None] in sections
    assert ["ＤＸ推進課", "部課", "はい", None, None, None, None, None] in sections


@pytest.mark.django_db
def test_empty_template_holds_the_sections_its_groups_name(municipality, department):
    group = factories.department(municipality=municipality, name="各課", kind="group")
    gone = factories.department(
        municipality=municipality, name="廃止課", valid_to=date(2026, 3, 31)
    )
    factories.department(municipality=municipality, name="昔の課", valid_to=date(2020, 3, 31))
    gone.successors.add(department)
    group.members.add(gone)

    sections = {row["name"]: row for row in blank.tree(municipality)["departments"]}

    assert set(sections) == {"各課", "廃止課", department.name}
    assert (sections["各課"]["members"], "successors" in sections["廃止課"]) == (["廃止課"], False)


@pytest.mark.django_db
def test_empty_template_is_judged_by_the_scale_that_was_chosen(municipality, secretary):
    scale_actions.add_preset(preset=BY_KEY["aichi"], by=secretary)

    scale = blank.tree(municipality)["grade_scale"]

    assert (scale["key"], scale["grades"][0]["word"]) == ("aichi", "100％以上")


@pytest.mark.django_db
def test_guide_names_the_scales_that_ship(municipality):
    book = openpyxl.load_workbook(BytesIO(writing.render(blank.tree(municipality), title="計画")))

    said = next(row[1].value for row in book[GUIDE].iter_rows() if row[0].value == "評価尺度")

    assert [preset.key in said and preset.name in said for preset in PRESETS] == [True] * len(
        PRESETS
    )


MESSAGES = ("check", "check_time", "commons", "guards", "descent", "loader")


def sentences_of(module: str) -> set[str]:
    """Every Japanese text of a module, its placeholders left out."""
    source = (planfiles.ROOT / "exchange" / "planfile" / f"{module}.py").read_text(encoding="utf-8")
    tree = ast.parse(source)
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    joined = [
        "".join(part.value for part in node.values if isinstance(part, ast.Constant))
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    ]
    alone = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documented
    ]
    return {text for text in (*joined, *alone) if re.search("[ぁ-ん一-龠]", text)}


@pytest.mark.parametrize("module", MESSAGES)
def test_messages_about_a_workbook_name_no_key_of_the_plan_file(module):
    keys = {
        key for name in (*keys_of(records.PLAN_FILE), *layout.RECORDS) for key in name.split(".")
    }
    left = {
        text: sorted(keys & set(re.findall(r"[a-z_]+", phrases.reworded(text))))
        for text in sentences_of(module)
    }

    assert {text: names for text, names in left.items() if names} == {}


def test_manual_paths_exist():
    assert all(Path(path).is_file() for path in PLANS.values())
