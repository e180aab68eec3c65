"""Every page a person can open, with who opens it; addresses are looked up in the demo's database."""

import sqlite3

from tests.browser.conftest import Site

PLAN = "/plans/ishinomaki-dx-plan/"
ADDRESSES = {
    "マイページ": "/",
    "入力": "/progress/periods/{period}/initiatives/{card}/",
    "入力（指標なし）": "/progress/periods/{period}/initiatives/{telework}/",
    "確認": "/progress/confirmations/",
    "審査": "/progress/periods/{period}/review/",
    "未提出": "/progress/periods/{period}/missing/",
    "報告期": PLAN + "periods/",
    "報告期を開く": PLAN + "periods/new/",
    "報告期を直す": "/progress/periods/{period}/edit/",
    "指摘事項を記す": "/progress/initiatives/{card}/remarks/",
    "指摘事項に答える": "/progress/remarks/{remark}/",
    "ダッシュボード": PLAN + "dashboard/",
    "ダッシュボード（前期）": PLAN + "dashboard/?period=2026-1",
    "評価の推移": PLAN + "trend/",
    "計画": PLAN,
    "工程表": PLAN + "schedule/",
    "ＫＰＩ一覧": PLAN + "kpis/",
    "ＫＰＩ": "/kpis/{kpi}/",
    "個票": "/initiatives/{card}/",
    "個票（個別項目）": "/initiatives/{online}/",
    "個票（完了）": "/initiatives/{stamp}/",
    "取組事項の履歴": "/initiatives/{card}/history/",
    "担当の割当て": "/initiatives/{card}/responsibility/",
    "報告の履歴": "/progress/reports/{report}/history/",
    "会議": "/meetings/",
    "会議を登録": "/meetings/new/",
    "提案書": "/proposals/{proposal}/",
    "提案書を作る": "/meetings/{meeting}/proposals/new/",
    "提案書の履歴": "/proposals/{proposal}/history/",
    "資料の出力": PLAN + "exchange/",
    "課の沿革": "/organizations/lineage/",
    "機構改革": "/organizations/reorganizations/",
    "機構改革の案": "/organizations/reorganizations/new/",
    "使い方": "/help/",
    "アクセシビリティ": "/accessibility/",
    "パスワード": "/accounts/password/",
}
FACES = [
    ("マイページ", "clerk"),
    ("マイページ", "head"),
    ("マイページ", "office"),
    ("マイページ", "executive"),
    ("マイページ", "viewer"),
    ("マイページ", "admin"),
    ("入力", "clerk"),
    ("入力（指標なし）", "office"),
    ("確認", "head"),
    ("確認", "head-dx"),
    ("審査", "office"),
    ("未提出", "office"),
    ("報告期", "office"),
    ("報告期を開く", "office"),
    ("報告期を直す", "office"),
    ("指摘事項を記す", "executive"),
    ("指摘事項に答える", "clerk"),
    ("ダッシュボード", "executive"),
    ("ダッシュボード（前期）", "executive"),
    ("評価の推移", "viewer"),
    ("計画", "viewer"),
    ("工程表", "viewer"),
    ("ＫＰＩ一覧", "viewer"),
    ("ＫＰＩ", "viewer"),
    ("個票", "executive"),
    ("個票（個別項目）", "viewer"),
    ("個票（完了）", "viewer"),
    ("取組事項の履歴", "viewer"),
    ("担当の割当て", "office"),
    ("報告の履歴", "viewer"),
    ("会議", "office"),
    ("会議を登録", "office"),
    ("提案書", "viewer"),
    ("提案書", "office"),
    ("提案書を作る", "office"),
    ("提案書の履歴", "viewer"),
    ("資料の出力", "office"),
    ("課の沿革", "viewer"),
    ("機構改革", "office"),
    ("機構改革の案", "office"),
    ("使い方", "clerk"),
    ("アクセシビリティ", "clerk"),
    ("パスワード", "clerk"),
]
PHONE = [
    ("マイページ", "clerk"),
    ("入力", "clerk"),
    ("ダッシュボード", "executive"),
    ("個票", "viewer"),
    ("確認", "head-dx"),
    ("審査", "office"),
    ("報告期", "office"),
    ("会議を登録", "office"),
    ("提案書", "viewer"),
    ("提案書を作る", "office"),
    ("資料の出力", "office"),
    ("機構改革の案", "office"),
]


def address_of(site: Site, name: str) -> str:
    """The address of a page in the demo year."""
    with sqlite3.connect(site.database) as database:

        def one(query: str, *values: object) -> int:
            return int(database.execute(query, values).fetchone()[0])

        def initiative(code: str) -> int:
            return one("SELECT id FROM initiatives_initiative WHERE code = ?", code)

        period = one("SELECT id FROM progress_reportingperiod WHERE year = 2026 AND quarter = 2")
        card = initiative("A-4-1")
        return ADDRESSES[name].format(
            period=period,
            card=card,
            telework=initiative("B-3-5"),
            online=initiative("A-2-1"),
            stamp=initiative("A-3-1"),
            kpi=one("SELECT id FROM kpis_indicator WHERE initiative_id = ?", card),
            report=one(
                "SELECT id FROM progress_progressreport WHERE period_id = ? AND initiative_id = ?",
                period,
                card,
            ),
            proposal=one("SELECT id FROM meetings_proposal"),
            meeting=one("SELECT id FROM meetings_meeting WHERE year = 2026"),
            remark=one("SELECT id FROM progress_remark WHERE initiative_id = ?", card),
        )
