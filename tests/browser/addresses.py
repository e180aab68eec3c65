"""The addresses of the pages, by their Japanese names; keys are looked up in the demo's database."""

import sqlite3

from tests.browser.conftest import Site

PLAN = "/plans/ishinomaki-dx-plan/"
POLICY = "/plans/ishinomaki-dx-policy/"
ADDRESSES = {
    "マイページ": "/",
    "入力": "/progress/periods/{period}/initiatives/{card}/",
    "入力（指標なし）": "/progress/periods/{period}/initiatives/{telework}/",
    "一括入力": "/progress/periods/{period}/sections/{section}/",
    "一括入力（提出済あり）": "/progress/periods/{period}/sections/{personnel}/",
    "確認": "/progress/confirmations/",
    "審査": "/progress/periods/{period}/review/",
    "報告期の状況": "/progress/periods/{period}/?show=ontime",
    "自動の督促": PLAN + "reminders/",
    "未提出": "/progress/periods/{period}/missing/",
    "提出のお願い": "/progress/periods/{period}/notices/new/?section={section}",
    "送付の記録": "/progress/periods/{period}/notices/",
    "期限の延長": "/progress/periods/{period}/sections/{section}/extension/",
    "報告期": PLAN + "periods/",
    "報告期を開く": PLAN + "periods/new/",
    "報告期を直す": "/progress/periods/{period}/edit/",
    "提出前の点検": PLAN + "checks/",
    "確認が必要な値": "/progress/periods/{period}/findings/",
    "担当のいない仕事": "/progress/unowned/",
    "事務局の見立て": "/progress/periods/{period}/initiatives/{card}/confidence/",
    "各課への問いに答える": "/progress/periods/{period}/sections/{section}/answers/",
    "各課への問いに答える（集計中あり）": "/progress/periods/{period}/sections/{kominkan}/answers/",
    "各課の回答": "/progress/initiatives/{asking}/answers/",
    "各課の回答（未回答）": "/progress/initiatives/{asking}/answers/?show=waiting",
    "各課の回答（問いなし）": "/progress/initiatives/{card}/answers/",
    "各課の回答のまとめ": "/progress/periods/{period}/initiatives/{asking}/summary/",
    "各課に聞く": "/progress/initiatives/{card}/question/",
    "各課への問いを直す": "/progress/questions/{question}/",
    "調査票の一覧": "/periods/{period}/sheets/",
    "調査票": "/periods/{period}/sheets/{section}/",
    "指摘事項を記す": "/progress/initiatives/{card}/remarks/",
    "指摘事項に答える": "/progress/remarks/{remark}/",
    "年度評価の一覧": PLAN + "annual/",
    "年度評価を始める": PLAN + "annual/new/",
    "年度評価": "/progress/annual/{annual}/",
    "年度評価の日程": "/progress/annual/{annual}/edit/",
    "来年度の計画に反映するもの": "/progress/annual/{annual}/changes/",
    "年度評価を読む": "/progress/annual/{annual}/initiatives/{card}/",
    "業務改善報告": "/improvements/",
    "業務改善を書く": "/improvements/new/",
    "業務改善報告を読む": "/improvements/{improvement}/",
    "業務改善報告を直す": "/improvements/{returned}/edit/",
    "業務改善報告を確かめる": "/improvements/{improvement}/review/",
    "業務改善報告の履歴": "/improvements/{improvement}/history/",
    "引継ぎ資料の一覧": "/handovers/",
    "引継ぎ資料": "/handovers/{section}/",
    "ダッシュボード": PLAN + "dashboard/",
    "ダッシュボード（前期）": PLAN + "dashboard/?period=2026-1",
    "評価の推移": PLAN + "trend/",
    "計画": PLAN,
    "計画の一覧": "/plans/",
    "計画の本文から探す": "/search/?q=オンライン",
    "方針": POLICY,
    "方針の分類": POLICY + "categories/A-2/",
    "方針の分類（見出しあり）": POLICY + "categories/A-1/",
    "方針のほかの章": POLICY + "chapters/",
    "方針のダッシュボード": POLICY + "dashboard/",
    "東松島市の計画": "/plans/higashimatsushima-dx-plan/",
    "東松島市のほかの章": "/plans/higashimatsushima-dx-plan/chapters/",
    "東松島市の工程表": "/plans/higashimatsushima-dx-plan/schedule/",
    "岩沼市の計画": "/plans/iwanuma-digital-plan/",
    "岩沼市のほかの章": "/plans/iwanuma-digital-plan/chapters/",
    "岩沼市の工程表": "/plans/iwanuma-digital-plan/schedule/",
    "岩沼市の個票": "/initiatives/{iwanuma}/",
    "工程表": PLAN + "schedule/",
    "ＫＰＩ一覧": PLAN + "kpis/",
    "ＫＰＩ": "/kpis/{kpi}/",
    "個票": "/initiatives/{card}/",
    "個票（個別項目）": "/initiatives/{online}/",
    "個票（完了）": "/initiatives/{stamp}/",
    "個別項目": PLAN + "items/",
    "個別項目の一覧": "/items/{procedures}/",
    "個別項目の変更": "/items/{procedures}/rows/{procedure}/",
    "取組事項の履歴": "/initiatives/{card}/history/",
    "担当の割当て": "/initiatives/{card}/responsibility/",
    "報告の履歴": "/progress/reports/{report}/history/",
    "添付ファイル": "/progress/reports/{report}/attachments/",
    "会議": "/meetings/",
    "会議を登録": "/meetings/new/",
    "提案書": "/proposals/{proposal}/",
    "提案書を作る": "/meetings/{meeting}/proposals/new/",
    "提案書の履歴": "/proposals/{proposal}/history/",
    "資料の出力": PLAN + "exchange/",
    "関連計画から見た取組": PLAN + "crosswalk/",
    "新旧対照表": PLAN + "comparison/",
    "計画の改定": PLAN + "amendments/",
    "改定案を作る": PLAN + "amendments/new/",
    "所属長の代理": "/organizations/deputies/",
    "代理を置く": "/organizations/deputies/new/",
    "課の沿革": "/organizations/lineage/",
    "機構改革": "/organizations/reorganizations/",
    "機構改革の案": "/organizations/reorganizations/new/",
    "設定": "/setup/",
    "自治体": "/organizations/city/",
    "事務局": "/organizations/secretariat/",
    "課": "/organizations/departments/",
    "課を登録": "/organizations/departments/new/",
    "利用者と職": "/organizations/people/",
    "利用者を登録": "/organizations/people/new/",
    "利用者": "/organizations/people/{person}/",
    "職を登録": "/organizations/people/{person}/posts/new/",
    "課の一覧の取込み": "/rosters/departments/",
    "利用者の一覧の取込み": "/rosters/people/",
    "計画の取込み": "/imports/",
    "評価尺度": "/scales/",
    "計画の評価尺度": PLAN + "scale/",
    "使い方": "/help/",
    "アクセシビリティ": "/accessibility/",
    "パスワード": "/accounts/password/",
}


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
            person=one("SELECT id FROM organizations_user WHERE username = ?", "clerk"),
            telework=initiative("B-3-5"),
            asking=initiative("B-1-1"),
            question=one("SELECT id FROM progress_sectionquestion WHERE asks = 'chosen'"),
            online=initiative("A-2-1"),
            stamp=initiative("A-3-1"),
            iwanuma=one(
                "SELECT initiatives_initiative.id FROM initiatives_initiative "
                "JOIN initiatives_plan ON initiatives_plan.id = plan_id "
                "WHERE slug = 'iwanuma-digital-plan' AND code = '2-1'"
            ),
            kpi=one("SELECT id FROM kpis_indicator WHERE initiative_id = ?", card),
            procedures=one(
                "SELECT id FROM initiatives_itemlist WHERE title LIKE ?", "%時間を要する手続"
            ),
            procedure=one(
                "SELECT item.id FROM initiatives_initiativeitem AS item JOIN initiatives_itemlist AS list"
                " ON list.id = item.list_id WHERE item.name = ? AND list.title LIKE ?",
                "出生届",
                "%時間を要する手続",
            ),
            report=one(
                "SELECT id FROM progress_progressreport WHERE period_id = ? AND initiative_id = ?",
                period,
                card,
            ),
            annual=one("SELECT id FROM progress_annualround WHERE year = 2025"),
            improvement=one("SELECT id FROM progress_improvement WHERE is_good_example"),
            returned=one("SELECT id FROM progress_improvement WHERE state = 'returned'"),
            section=one("SELECT id FROM organizations_department WHERE name = '市民課'"),
            kominkan=one("SELECT id FROM organizations_department WHERE name = '公民館'"),
            personnel=one("SELECT id FROM organizations_department WHERE name = '人事課'"),
            proposal=one("SELECT id FROM meetings_proposal"),
            meeting=one("SELECT id FROM meetings_meeting WHERE year = 2026"),
            remark=one("SELECT id FROM progress_remark WHERE initiative_id = ?", card),
        )
