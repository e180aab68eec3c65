"""記入要領: the first sheet, which explains the others."""

from exchange.planbook import choices
from exchange.planbook.more_sheets import ALL
from exchange.planbook.sheets import CODES, GUIDE
from exchange.workbook import page
from exchange.workbook.grid import Grid, Part
from exchange.workbook.styles import (
    BAND,
    GOTHIC_P,
    HEAD_EDGES,
    HEAD_FILL,
    NONE,
    THIN,
    TOP_FILL,
    Look,
)
from initiatives.scale_presets import PRESETS

WIDTHS = (30, 44, 14, 90)
TITLE = Look(15, bold=True, face=GOTHIC_P, edges=NONE, wrap=False)
LEAD = Look(10, edges=NONE, upright="top")
HEAD = Look(9.5, bold=True, fill=HEAD_FILL, across="center", edges=HEAD_EDGES)
NAME, TEXT, CENTRE = Look(9.5, bold=True, edges=THIN), Look(9.5), Look(9.5, across="center")
MUST = CENTRE.but(bold=True, fill=TOP_FILL)
RULES = (
    (
        "見出し",
        "１行目の見出しの語とシートの名は変えないでください（列の並びと幅は変えられます）。セルの結合、数式は使えません。",
    ),
    (
        "必須",
        "必須の列は見出しの色が濃くなっています。空欄は「資料に記載なし・不明」の意味で、０や「なし」とは区別します。",
    ),
    (
        "年度",
        "西暦の数（2025）で書きます。「令和7」「R7」「７」も読み取ります。資料から読み取れない始まり・終わりは空欄にします。",
    ),
    (
        "コード",
        "取組事項・分類のコードは半角英数字と「-」で、計画の中で重ならないようにします。計画書の表記（A-①など）は「表示」に書きます。コードを変えると、別の取組事項になります。",
    ),
    (
        "原文",
        "計画書の文言は、全角・半角・誤記も含めてそのまま書きます。別の表記は「別名」に書きます（検索は別名でも一致します）。",
    ),
    (
        "１行に１つ",
        "「１行に１つ」とある欄に２つ以上書くときは、セルの中で改行（Alt＋Enter）します。",
    ),
    (
        "確度",
        "資料から確定できるとき「○」、図の読取りなどによる推定のとき「△」とします。",
    ),
    (
        "評価尺度",
        "登録済みの尺度（画面の「評価尺度」に識別名が出ます）とひな形は、シート「計画」に識別名と版だけを書き、「評価尺度の名称」とシート「評価尺度」の行は空欄にします。"
        "独自の尺度は、識別名・名称・語を全て書きます。ひな形の識別名："
        + "、".join(f"{preset.key}（{preset.name}）" for preset in PRESETS)
        + "。",
    ),
    (
        "消した行",
        "計画の中の行（取組事項、工程など）は、消して取り込むと削除されます。報告や実績のある取組事項は削除できません。課、枠組み、評価尺度は他の計画と共用なので削除されません。",
    ),
    (
        "取込み",
        "画面の「計画の取込み」から登録すると、誤りがあればシート・行・列を示します。誤りが１件でもあれば何も取り込みません。誤りがなければ変更の一覧（追加・変更・削除）を示し、確認の後にまとめて反映します。",
    ),
)


def write(grid: Grid, title: str) -> Grid:
    """Write the rules and a table of every sheet and heading."""
    grid.add(Part("計画取込み様式　記入要領", TITLE, 4), least=28)
    grid.add(Part(f"{title}。２枚目からのシートに計画の内容を書き、画面で登録します。", LEAD, 4))
    grid.gap(6)
    for name, text in RULES:
        grid.add(Part(name, NAME), Part(text, TEXT, 3))
    grid.gap(6)
    first = grid.row
    grid.add(*(Part(head, HEAD) for head in ("シート", "見出し", "必須", "書き方")), least=20)
    for sheet in ALL:
        grid.add(Part(sheet.title, BAND), Part(sheet.help, BAND, 3))
        for column in sheet.columns:
            must = sheet.is_required(column)
            grid.add(
                Part(sheet.title, TEXT),
                Part(column.heading, TEXT),
                Part("必須", MUST) if must else Part("", CENTRE),
                Part(choices.explanation(column), TEXT),
            )
    grid.add(Part(CODES, BAND), Part("選択肢の一覧。変えない", BAND, 3))
    page.set_up(grid, page.A4_PORTRAIT, titles=f"{first}:{first}", freeze="A1")
    page.foot(grid, f"{title}　計画取込み様式", GUIDE)
    return grid
