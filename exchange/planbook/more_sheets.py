"""The further sheets, and all of them in the order of the workbook."""

from exchange.planbook import sheets
from exchange.planbook.layout import Block, Sheet, column
from exchange.planbook.sheets import CATEGORY, DEPARTMENT, EITHER, FRAMEWORK, INITIATIVE, ITEM_LIST

GOALS = Sheet(
    "目標・指標",
    "目標事項と指標を同じシートに書く。２つ目からの目標値は、次の行に取組コード・種類・指標コードと目標だけを書く",
    (
        column("取組コード", INITIATIVE, 22, source=INITIATIVE),
        column("種類", "", 18),
        column("目標事項・指標名", "milestones.text indicators.name", 74),
        column("期限の型", "milestones.due", 20, "目標事項だけ"),
        column("期限年度", "milestones.due_year", 17, "期限の型が随時・期限なしのほかは必須"),
        column("期限半期", "milestones.due_half", 17, "期限の型が「半期から」のとき。1 か 2"),
        column("期限月", "milestones.due_month", 14, "期限の型が「年月まで」のとき"),
        column("期限の表記", "milestones.due_printed", 36, "計画書の表記（原文）"),
        column("国の期限年度", "milestones.national_year", 22),
        column("国の期限の表記", "milestones.national_printed", 34),
        column("国の支援年度", "milestones.support_year", 22, "国の支援が続く年度"),
        column("国の支援の表記", "milestones.support_printed", 34),
        column("指標コード", "indicators.code", 26, "指標だけ。取組の中で重ならないもの"),
        column("単位", "indicators.unit", 13),
        column("小数桁", "indicators.decimals", 14),
        column("向き", "indicators.direction", 13),
        column("集計の型", "indicators.aggregation", 18),
        column("前年度比の読み方", "indicators.year_on_year", 46),
        column("基準年度", "indicators.baseline_year", 17, "基準値と両方書く"),
        column("基準値", "indicators.baseline_value", 19),
        column("目標の型", "targets.kind", 18),
        column("目標年度", "targets.year", 17, "毎年度の目標（前年度比）では書かない"),
        column("目標値", "targets.value", 19),
        column("初年度の目安", "indicators.first_year_guide", 22),
        column("許容差", "indicators.tolerance", 14),
        column("入力の下限", "indicators.minimum", 19),
        column("入力の上限", "indicators.maximum", 19),
        column("測定周期", "indicators.cycle", 24),
        column("次に測る年度", "indicators.next_measured_year", 22),
        column("数える一覧", "indicators.counts", 40, "完了した項目を数える個別項目の一覧名"),
        column("値の求め方", "indicators.definition", 50),
        column("確定する時期", "indicators.finalised", 32),
        column("要確認の事項", "indicators.to_verify", 50),
        column("頁", "milestones.page indicators.page", 12),
        column("備考", "milestones.note", 60, "目標事項だけ"),
    ),
    (
        Block(("initiatives", "milestones"), "目標事項"),
        Block(("initiatives", "indicators", "targets"), "指標"),
    ),
    kind="種類",
    pages_wide=2,
    freeze="D2",
)
ITEMS = Sheet(
    "個別項目",
    "手続・業務・データセットなどの一覧。" + EITHER,
    (
        column("分類コード", CATEGORY, 20, EITHER, source=CATEGORY),
        column("取組コード", INITIATIVE, 20, EITHER, source=INITIATIVE),
        column("一覧名", ITEM_LIST, 70, "どの行にも書く"),
        column("一覧の頁", "item_lists.page", 17, "一覧の始めの行だけでよい"),
        column("一覧の備考", "item_lists.note", 40, "一覧の始めの行だけでよい"),
        column("番号", "items.number", 12),
        column("名称", "items.name", 84, "計画書の文言（原文）"),
        column("担当課", "items.department", 36, source=DEPARTMENT),
        column("担当課の表記", "items.department_printed", 36, "名称と違うとき"),
        column("状況", "items.status", 24),
        column("完了年度", "items.done_year", 17),
        column("完了日", "items.done_on", 24),
        column("数値", "items.value", 18),
        column("単位", "items.unit", 13),
        column("割合", "items.share", 16),
        column("備考", "items.note", 48),
    ),
    (
        Block(("categories", "item_lists", "items")),
        Block(("initiatives", "item_lists", "items")),
    ),
    freeze="D2",
)
GLOSSARY = Sheet(
    "用語",
    "計画書の注・用語集",
    (
        column("番号", "glossary.number", 12, "注の番号"),
        column("用語", "glossary.term", 60),
        column("別の書き方", "glossary.aliases", 40, "１行に１つ"),
        column("定義", "glossary.definition", 140),
        column("頁", "glossary.page", 12),
    ),
    (Block(("glossary",)),),
)
STATEMENTS = Sheet(
    "計画の記述",
    "ビジョン、基本方針、推進体制など",
    (
        column("種別", "statements.kind", 40),
        column("記号", "statements.key", 18, "進捗管理の段階では plan、do、check、act"),
        column("見出し", "statements.title", 60, "計画書の見出し（原文）"),
        column("本文", "statements.text", 150, "計画書の文言（原文）"),
        column("頁", "statements.page", 12),
    ),
    (Block(("statements",)),),
)
REVISIONS = Sheet(
    "改定",
    "計画書に記された、これまでの改定",
    (
        column("番号", "revisions.number", 12),
        column("改定の名称", "revisions.title", 50),
        column(
            "施行の時期", "revisions.in_force", 26, "分かるところまで。2026、2026-03、2026-03-31"
        ),
        column("施行の時期の表記", "revisions.in_force_printed", 36, "計画書の表記（原文）"),
        column("改定の理由", "revisions.reason", 90),
        column("従前の内容", "revisions.earlier", 80, "従前について資料に書かれていること"),
        column("頁", "revisions.page", 12),
        column("備考", "revisions.note", 50),
    ),
    (Block(("revisions",)),),
)
STEPS = Sheet(
    "ステップ",
    "計画全体の段階",
    (
        column("番号", "steps.number", 12),
        column("表示", "steps.label", 32, "例：第１ステップ"),
        column("題名", "steps.title", 60),
        column("開始年度", "steps.first_year", 17),
        column("終了年度", "steps.last_year", 17),
        column("本文", "steps.text", 120),
        column("頁", "steps.page", 12),
    ),
    (Block(("steps",)),),
)
FRAMEWORKS = Sheet(
    "枠組み",
    "国の重点取組事項、総合計画など、計画と対応させるもの",
    (
        column("識別名", FRAMEWORK, 34, "半角英数字と「-」"),
        column("国・県", "frameworks.national", 16, "全ての自治体で共用する枠組みか"),
        column("名称", "frameworks.title", 60),
        column("版", "frameworks.version", 24),
        column("公表の時期", "frameworks.published", 28),
        column("資料", "frameworks.source", 60),
        column("出典の所在", "frameworks.source_url", 60, "http:// か https://"),
        column("確認日", "frameworks.verified_on", 24),
        column("要確認の事項", "frameworks.to_verify", 50),
    ),
    (Block(("frameworks",)),),
)
TERMS = Sheet(
    "枠組みの項目",
    "枠組みの中の項目",
    (
        column("枠組み", FRAMEWORK, 34, "枠組みの識別名", source=FRAMEWORK),
        column("コード", "terms.code", 34),
        column("名称", "terms.name", 90),
        column("説明", "terms.text", 110),
    ),
    (Block(("frameworks", "terms")),),
)
LINKS = Sheet(
    "枠組みとの対応",
    "分類・取組事項と枠組みの項目との対応。" + EITHER,
    (
        column("分類コード", CATEGORY, 22, EITHER, source=CATEGORY),
        column("取組コード", INITIATIVE, 22, EITHER, source=INITIATIVE),
        column("枠組み", "links.framework", 34, "枠組みの識別名", source=FRAMEWORK),
        column("項目コード", "links.term", 34),
        column("根拠", "links.origin", 36),
        column("備考", "links.note", 110),
    ),
    (Block(("categories", "links")), Block(("initiatives", "links"))),
)
DESCENT = Sheet(
    "前の計画とのつながり",
    "分類・取組事項が前の計画のどれに当たるか。" + EITHER,
    (
        column("分類コード", CATEGORY, 22, EITHER, source=CATEGORY),
        column("取組コード", INITIATIVE, 22, EITHER, source=INITIATIVE),
        column("前の計画", "predecessors.plan", 44, "取込み済みの計画の識別名"),
        column("前の段階", "predecessors.level", 22),
        column("前のコード", "predecessors.code", 24, "前の計画でのコード"),
        column("つながり", "predecessors.kind", 22),
        column("根拠", "predecessors.origin", 36),
        column("備考", "predecessors.note", 90),
    ),
    (Block(("categories", "predecessors")), Block(("initiatives", "predecessors"))),
)
ALL = (
    sheets.PLAN,
    sheets.CATEGORIES,
    sheets.INITIATIVES,
    sheets.RESPONSIBILITIES,
    sheets.BARS,
    GOALS,
    ITEMS,
    GLOSSARY,
    sheets.DEPARTMENTS,
    sheets.GRADES,
    STATEMENTS,
    sheets.POLICIES,
    REVISIONS,
    STEPS,
    FRAMEWORKS,
    TERMS,
    LINKS,
    DESCENT,
)
