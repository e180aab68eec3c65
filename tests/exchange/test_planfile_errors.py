"""Every way a plan file can be wrong: one clear sentence with its place, and nothing is written."""

import pytest

from initiatives.models import Plan
from organizations.models import Municipality
from tests.exchange import planfiles

pytestmark = pytest.mark.django_db


def refused(text: str | bytes) -> list[str]:
    sentences = planfiles.mistakes(text)
    assert (Plan.objects.count(), Municipality.objects.count()) == (0, 0)
    return sentences


# what is replaced, by what, the path, the sentence; the line is that of the replacement
MISTAKES = {
    "unknown key": (
        "due_year: 2027",
        "duu_year: 2027",
        "initiatives[1].milestones[1].duu_year",
        "「duu_year」というキーはありません。「due_year」の誤りではありませんか。",
    ),
    "strange key": (
        "  prefecture: 見本県",
        "  prefecture: 見本県\n  人口: 1000",
        "municipality.人口",
        "「人口」というキーはありません。使えるキー：code、area_code、name、prefecture",
    ),
    "doubled key": (
        "  prefecture: 見本県",
        "  prefecture: 見本県\n  prefecture: 別県",
        "municipality.prefecture",
        "同じキーが２回あります。",
    ),
    "wrong year": (
        "first_year: 2026",
        "first_year: 令和8",
        "plan.first_year",
        "「令和8」は年度として読めません。西暦４桁で書いてください（例：2025 ＝ 令和７年度）。",
    ),
    "short year": (
        "last_year: 2028",
        "last_year: 10",
        "plan.last_year",
        "「10」は年度として読めません。西暦４桁で書いてください（例：2025 ＝ 令和７年度）。",
    ),
    "years the wrong way round": (
        "last_year: 2028",
        "last_year: 2025",
        "plan.last_year",
        "終了年度は開始年度以後にしてください。",
    ),
    "schedule that begins after the plan": (
        "  last_year: 2028",
        "  last_year: 2028\n  schedule_first_year: 2027",
        "plan.schedule_first_year",
        "工程表の開始年度は計画の開始年度以前にしてください。",
    ),
    "bar outside the schedule": (
        "start_year: 2027",
        "start_year: 2021",
        "initiatives[1].bars[2].start_year",
        "2021年度は工程表の期間（2026～2028年度）の外です。",
    ),
    "bar that ends before it starts": (
        "        end_quarter: 2",
        "        end_quarter: 2\n      - {text: 逆, kind: study, start_year: 2028, end_year: 2027}",
        "initiatives[1].bars[2].end_year",
        "終わりは始まり以後にしてください。",
    ),
    "quarter without a year": (
        "        start_year: 2027",
        "        end_quarter: 2",
        "initiatives[1].bars[2].end_quarter",
        "四半期だけでは書けません。年度も書いてください。",
    ),
    "missing department": (
        "department: 住民課, role: lead",
        "department: 市民課, role: lead",
        "initiatives[1].responsibilities[1].department",
        "課「市民課」が departments にありません。",
    ),
    "missing department of an item": (
        "department: 住民課, status",
        "department: 戸籍課, status",
        "initiatives[1].item_lists[1].items[1].department",
        "課「戸籍課」が departments にありません。",
    ),
    "missing member": (
        "members: [住民課]",
        "members: [戸籍課]",
        "departments[4].members",
        "課「戸籍課」が departments にありません。",
    ),
    "members of a section": (
        "{name: 住民課}",
        "{name: 住民課, members: [情報政策課]}",
        "departments[2].members",
        "課の集合（kind: group）だけに書けます。",
    ),
    "second secretariat": (
        "{name: 住民課}",
        "{name: 住民課, is_secretariat: true}",
        "departments[2].is_secretariat",
        "事務局は１つだけにしてください。",
    ),
    "misprint without what was meant": (
        "  title: 見本市ＤＸ推進計画\n",
        "  title: 見本市ＤＸ推進計画\n  misprints: [スケージュール]\n",
        "plan.misprints",
        "「スケージュール」は「原文 → 正しいと思われる表記」の形で書いてください。",
    ),
    "missing category": (
        "  - code: A-1-2\n    category: A-1",
        "  - code: A-1-2\n    category: A-9",
        "initiatives[2].category",
        "分類「A-9」が categories にありません。",
    ),
    "parent after its child": (
        "    parent: A\n",
        "    parent: B\n",
        "categories[2].parent",
        "分類「B」がこれより前にありません。",
    ),
    "missing term": (
        'framework: mihon-sogo, term: "1"',
        'framework: mihon-sogo, term: "9"',
        "categories[2].links[1].term",
        "枠組み「mihon-sogo」の項目「9」が frameworks にありません。",
    ),
    "required value left out": (
        "    title: 案内メールの導入\n",
        "    title:\n",
        "initiatives[2].title",
        "必須です。値を書いてください。",
    ),
    "word that is no choice": (
        "kind: study",
        "kind: plan",
        "initiatives[1].bars[1].kind",
        "「plan」は使えません。次のどれかで書いてください：study（検討）、prepare（準備）、carry_out（実施）、done（完了）",
    ),
    "yes instead of true": (
        "is_secretariat: true",
        "is_secretariat: yes",
        "departments[1].is_secretariat",
        "「yes」は使えません。true（はい）か false（いいえ）で書いてください。",
    ),
    "number in words": (
        "  - code: A-1-2\n    category: A-1\n    number: 2",
        "  - code: A-1-2\n    category: A-1\n    number: ２",
        "initiatives[2].number",
        "「２」は数ではありません。半角の数字で書いてください。",
    ),
    "number out of range": (
        "start_quarter: 1",
        "start_quarter: 5",
        "initiatives[1].bars[1].start_quarter",
        "「5」は使えません。1～4の数で書いてください。",
    ),
    "value that is no number": (
        "baseline_value: 12.5",
        "baseline_value: 約12",
        "initiatives[1].indicators[1].baseline_value",
        "「約12」は数ではありません。半角の数字で書いてください。",
    ),
    "value beyond all bounds": (
        "baseline_value: 12.5",
        "baseline_value: 1e400",
        "initiatives[1].indicators[1].baseline_value",
        "「1e400」は桁が多すぎます。整数10桁、小数4桁までです。",
    ),
    "value with too many digits": (
        "baseline_value: 12.5",
        "baseline_value: 12.34567",
        "initiatives[1].indicators[1].baseline_value",
        "「12.34567」は桁が多すぎます。整数10桁、小数4桁までです。",
    ),
    "time that does not exist": (
        'adopted: "2026-03"',
        'adopted: "2026-13"',
        "plan.adopted",
        "「2026-13」は時期として読めません。2025、2025-03、2025-03-31 のどれかで書いてください。",
    ),
    "day that does not exist": (
        "    title: 見本市総合計画",
        "    title: 見本市総合計画\n    verified_on: 2026-02-30",
        "frameworks[1].verified_on",
        "「2026-02-30」は日付として読めません。2025-04-01 のように書いてください。",
    ),
    "text too long": (
        "unit: ％",
        "unit: パーセントポイント／人",
        "initiatives[1].indicators[1].unit",
        "長すぎます（11字）。10字までにしてください。",
    ),
    "line break in a title": (
        "    title: 案内メールの導入",
        "    title: |-\n      案内メール\n      の導入",
        "initiatives[2].title",
        "改行は使えません。１行で書いてください。",
    ),
    "hidden character": (
        "    title: 案内メールの導入",
        '    title: "案内\\0メール"',
        "initiatives[2].title",
        "使えない文字（U+0000）があります。",
    ),
    "code with full-width letters": (
        "  - code: A-1-2",
        "  - code: Ａ-1-2",
        "initiatives[2].code",
        "「Ａ-1-2」は使えません。半角の英数字と「-」で書いてください。",
    ),
    "municipality code with a wrong check digit": (
        'code: "990019"',
        'code: "990010"',
        "municipality.code",
        "全国地方公共団体コードの検査数字（６桁目）が合いません。",
    ),
    "list where a value belongs": (
        "  name: 見本市\n",
        "  name: [見本市]\n",
        "municipality.name",
        "値を１つだけ書いてください。",
    ),
    "value where a list belongs": (
        "  level_names:\n    - 分野",
        "  level_names: 分野",
        "plan.level_names",
        "「- 」で始まる並びで書いてください。",
    ),
    "value where a group belongs": (
        "  - {name: 住民課}",
        "  - 住民課",
        "departments[2]",
        "「キー: 値」の組で書いてください。",
    ),
    "half a baseline": (
        "        baseline_year: 2025\n",
        "",
        "initiatives[1].indicators[1].baseline_value",
        "基準年度と基準値は、両方書くか、両方書かないかにしてください。",
    ),
    "limits the wrong way round": (
        "maximum: 100",
        "maximum: 0",
        "initiatives[1].indicators[1].maximum",
        "入力の上限は下限より大きくしてください。",
    ),
    "target without a year": (
        "{year: 2028, value: 50}",
        "{value: 50}",
        "initiatives[1].indicators[1].targets[1].year",
        "絶対値の目標には年度を書いてください。",
    ),
    "milestone without a year": (
        "due: standing",
        "due: year_end",
        "initiatives[2].milestones[1].due_year",
        "期限の年度を書いてください。",
    ),
    "departments said to be printed, but none": (
        '    departments_printed: "no"\n',
        "",
        "initiatives[2].responsibilities",
        "担当を書いてください。計画書に記載がないときは departments_printed: no とします。",
    ),
    "delay that is not counted": (
        "is_excluded: true, needs",
        "is_excluded: true, is_delay: true, needs",
        "grade_scale.grades[3].is_delay",
        "集計から除く語は、遅れに数えられません。",
    ),
    "unknown version of the format": (
        "format: 1",
        "format: 2",
        "format",
        "「2」は使えません。1の数で書いてください。",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_is_one_sentence_with_its_place(name):
    old, new, path, message = MISTAKES[name]

    sentences = refused(planfiles.changed(old, new))

    assert [sentence.partition(" ")[2].partition("行目 ")[2] for sentence in sentences] == [
        f"{path}：{message}"
    ]


def test_mistake_names_the_file_and_the_line():
    text = planfiles.changed("due_year: 2027", "duu_year: 2027").replace(
        "due: year_end", "due: standing"
    )

    line = planfiles.line_of(text, "duu_year")

    assert refused(text) == [
        (
            f"plan.yaml {line}行目 initiatives[1].milestones[1].duu_year："
            "「duu_year」というキーはありません。「due_year」の誤りではありませんか。"
        )
    ]


def test_duplicate_code_names_both_lines():
    text = planfiles.changed("  - code: A-1-2", "  - code: A-1-1")
    first = planfiles.line_of(text, "  - code: A-1-1")
    second = (
        first + planfiles.line_of(text[text.index("  - code: A-1-1") + 1 :], "  - code: A-1-1") - 1
    )

    assert refused(text) == [
        (
            f"plan.yaml {second}行目 initiatives[2].code："
            f"取組事項のコード「A-1-1」が重なっています（{first}行目にもあります）。"
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "wording"),
    [
        ("name: 住民課}", "name: 情報政策課}", "課「情報政策課」"),
        ("code: A-1\n", "code: A\n", "分類のコード「A」"),
        ("word: 遅れ", "word: 順調", "評価の語「順調」"),
        ("department: 各課, role", "department: 住民課, role", "担当「住民課」"),
        ("number: 2, name: 犬", "number: 1, name: 犬", "番号「1」"),
    ],
)
def test_duplicates_are_refused_in_every_list(old, new, wording):
    sentences = refused(planfiles.changed(old, new))

    assert any(f"{wording}が重なっています（" in sentence for sentence in sentences)


def test_all_problems_are_reported_in_the_order_of_the_file():
    text = (
        planfiles.small()
        .replace("last_year: 2028", "last_year: 28")
        .replace("unit: ％", "unt: ％")
        .replace("role: related", "role: 関係")
    )

    assert [sentence.split("：")[0].split(" ")[-1] for sentence in refused(text)] == [
        "plan.last_year",
        "initiatives[1].responsibilities[2].role",
        "initiatives[1].indicators[1].unt",
    ]


NOT_PLAN_FILES = {
    "not YAML": (
        "plan:\n  title: [見本\nsecond: x",
        "plan.yaml 3行目：YAMLとして読めません。字下げ、コロン（:）の後の空白、引用符の閉じ忘れを確かめてください。",
    ),
    "plain text": (
        "これは計画です。",
        "plan.yaml 1行目：計画ファイルではありません。「キー: 値」の形で書いてください。",
    ),
    "empty": ("", "plan.yaml：計画ファイルではありません。「キー: 値」の形で書いてください。"),
    "a list": (
        "- a\n- b\n",
        "plan.yaml 1行目：計画ファイルではありません。「キー: 値」の形で書いてください。",
    ),
    "two documents": (
        "format: 1\n---\nformat: 1\n",
        "plan.yaml 2行目：１つのファイルに書ける計画は１つです（--- が２つあります）。",
    ),
    "alias": (
        "format: 1\nplan: &a\n  slug: x\nmunicipality: *a\n",
        "plan.yaml 2行目：YAMLのアンカー（&）と別名（*）は使えません。そのまま書いてください。",
    ),
    "tag": (
        "format: !!python/object/apply:os.getcwd []\n",
        "plan.yaml 1行目：YAMLのタグ（tag:yaml.org,2002:python/object/apply:os.getcwd）は使えません。",
    ),
    "control character": (
        "format: 1\nplan: \x07\n",
        "plan.yaml 2行目：使えない制御文字（U+0007）があります。",
    ),
    "list as a key": ("? [a]\n: b\n", "plan.yaml 1行目：キーには語だけを書いてください。"),
    "too deep": ("a: " + "[" * 50 + "]" * 50, "plan.yaml 1行目：入れ子が深すぎます（12段まで）。"),
}


@pytest.mark.parametrize("name", NOT_PLAN_FILES)
def test_file_that_is_no_plan_file_is_refused_in_one_sentence(name):
    text, sentence = NOT_PLAN_FILES[name]

    assert refused(text) == [sentence]


def test_file_in_shift_jis_is_refused_with_the_line():
    raw = "format: 1\n# 計画\n".encode("cp932")

    assert refused(raw) == [
        "plan.yaml 2行目：UTF-8として読めない文字があります。文字コードをUTF-8にして保存してください。"
    ]


def test_file_above_the_limit_is_refused():
    assert refused(b"#" * (50 * 1024 * 1024)) == [
        "plan.yaml：ファイルが大きすぎます（50.0MB）。5MBまでにしてください。"
    ]


def test_file_with_a_byte_order_mark_is_taken():
    assert planfiles.mistakes(b"\xef\xbb\xbf" + planfiles.small().encode()) == []
    assert Plan.objects.count() == 1


def test_file_with_windows_line_ends_says_the_same():
    planfiles.load(planfiles.small())

    assert planfiles.load(planfiles.small().replace("\n", "\r\n")).is_unchanged


def test_file_with_very_many_mistakes_is_refused_in_good_time():
    sentences = refused("initiatives:\n" + "- {}\n" * 20_000)

    assert len(sentences) == 1000
    assert sentences[0] == "plan.yaml 1行目 format：必須です。値を書いてください。"
