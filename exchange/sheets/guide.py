"""記入要領: the first page of a 調査票."""

from collections.abc import Mapping, Sequence

from exchange.sheets import looks
from exchange.sheets.columns import CODES, Page, PageName
from exchange.sheets.setting import FORM_VERSION, Setting
from exchange.workbook import page
from exchange.workbook.grid import Grid, Part
from progress.content import LONGEST

WIDTHS = (10.0, 42.0, 126.0)
HOW = (
    (
        "記入する欄",
        "うす黄色で、見出しに「◆」の付いた欄だけに記入します。白と灰色の欄は保護されています（パスワードはありません）。",
    ),
    (
        "変わらないとき",
        "「◆前回から変化なし」で「○」を選ぶと、その行の残りの記入は不要です（前回の内容がそのまま報告されます）。",
    ),
    (
        "文章",
        f"左どなりに前回の記述を示しています。400字くらいまでを目安に書きます（{LONGEST:,}字まで）。セルの中の改行は Alt＋Enter です。",
    ),
    (
        "評価",
        "「◆進捗評価」は一覧から選びます。{reasons}のときは「◆理由」を{delays}必ず記入します。",
    ),
    (
        "空欄の意味",
        "空欄は「未入力」です。０（ゼロ）とは扱いません。測定していない指標は「◆測定の区分」で「今期は測定なし」などを選びます。",
    ),
    ("日付", "2026/9/30、R8.9.30、令和8年9月30日 のどれでも読み取ります。"),
    (
        "並べ替え・行",
        "フィルターはそのまま使えます。並べ替えるときは「校閲」－「シート保護の解除」（パスワードなし）をしてください。左端の「行キー」で照合するため、並びが変わっても構いません。行キー・版の書換え、行の追加・削除、セルの結合はしないでください。",
    ),
    ("個人情報", "市民や職員の氏名など、個人情報は書かないでください。"),
)
ASKED = (
    "各課への問い",
    "「各課への問い」のシートには、問いごとに一行で回答します。数を聞いているときは数も記入し、まだ出せないときなどは「◆区分」で「該当なし」「集計中」「未定」を選びます。",
)
CHECKS = (
    ("行キーで照合", "行の位置ではなく行キー（例：{key}）で、システムの行と照合します。"),
    (
        "重なり",
        "発行の後に画面で変えられた行は、両方の文章を並べて示します。どちらを使うかは画面で選びます。",
    ),
    ("変わっていない行", "発行したときと同じ内容の行は「変更なし」とし、何も書き換えません。"),
    (
        "読めない値",
        "コード表にない語、数でない値、長すぎる文章、数式は、シート・行・列を示してお知らせします。１件でもあれば、何も取り込みません。",
    ),
    (
        "取込みの前",
        "変わる内容をすべて画面で確かめてから、まとめて下書きにします（途中までの反映はありません）。同時に提出することもできます。",
    ),
)


def write(
    grid: Grid,
    setting: Setting,
    pages: Sequence[Page],
    counts: Mapping[PageName, int],
    grades: Mapping[str, str],
) -> None:
    """Write the page; ``grades`` fill the words about 評価 and the example of a key."""
    grid.add(
        Part(f"{setting.plan}　進捗調査票", looks.TITLE.but(across="center", size=16), 3), least=30
    )
    under = "　".join(filter(None, (setting.round, setting.as_of, setting.demo)))
    grid.add(Part(under, looks.SUBTITLE, 3), least=18)
    grid.gap(9)
    listed = [f"{one.tab}（{counts.get(one.name, 0)}件）" for one in pages]
    _fact(grid, "回答する課", setting.section, is_big=True)
    _fact(grid, "提出期限", setting.due)
    to = f"{setting.office}　画面の「調査票（Excel）」に、このファイルをそのまま登録してください（課で登録できないときは送付してください）"
    _fact(grid, "提出先", to)
    _fact(
        grid, "帳票番号", f"{setting.number}　　発行：{setting.issued}　　様式の版：{FORM_VERSION}"
    )
    _fact(grid, "シート", "　".join((*listed, CODES)))
    how = (*HOW, ASKED) if counts.get(PageName.ANSWERS) else HOW
    _rules(grid, "記入のしかた", how, grades)
    _rules(grid, "取込みのときに行う確認", CHECKS, grades)
    grid.gap(9)
    grid.add(
        Part("欄の見本", looks.LABEL, 2), Part("◆ この色の欄に記入します", looks.SAMPLE), least=24
    )
    page.set_up(grid, page.A4_PORTRAIT, one_page=True, freeze="A1")
    page.foot(grid, setting.footer, setting.right_footer)


def _fact(grid: Grid, name: str, text: str, *, is_big: bool = False) -> None:
    grid.add(Part(name, looks.LABEL, 2), Part(text, looks.BIG if is_big else looks.TEXT), least=24)


def _rules(
    grid: Grid, title: str, rules: Sequence[tuple[str, str]], words: Mapping[str, str]
) -> None:
    grid.gap(9)
    grid.add(Part(title, looks.SECTION, 3), least=20, keep=True)
    for number, (name, text) in enumerate(rules, 1):
        grid.add(
            Part(number, looks.NUMBER),
            Part(name, looks.ITEM),
            Part(text.format_map(words), looks.TEXT),
            least=24,
        )
