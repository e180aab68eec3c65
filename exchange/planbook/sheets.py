"""The sheets of the plan workbook, heading by heading."""

from exchange.planbook.layout import SURE_OR_NOT, Block, Sheet, column
from initiatives.models import Plan

GUIDE, CODES = "記入要領", "コード表"
CATEGORY, INITIATIVE = "categories.code", "initiatives.code"
DEPARTMENT, FRAMEWORK = "departments.name", "frameworks.key"
ITEM_LIST = "item_lists.title"
EITHER = "分類コードと取組コードは、どちらか一方だけを書く"

PLAN = Sheet(
    "計画",
    "計画名、期間、報告周期など。１項目１行",
    (
        column("様式の版", "format", 0, "この様式の版。変えない"),
        column("全国地方公共団体コード", "municipality.code", 0, "６桁（検査数字を含む）"),
        column("標準地域コード", "municipality.area_code", 0, "５桁"),
        column("自治体名", "municipality.name", 0),
        column("都道府県名", "municipality.prefecture", 0),
        column(
            "計画の識別名", "plan.slug", 0, "半角英数字と「-」。画面の所在になる。例：mihon-dx-plan"
        ),
        column("計画名", "plan.title", 0),
        column("種別", "plan.kind", 0),
        column("開始年度", "plan.first_year", 0),
        column("終了年度", "plan.last_year", 0),
        column("工程表の開始年度", "plan.schedule_first_year", 0, "計画より前から示すときだけ"),
        column("策定の時期", "plan.adopted", 0, "分かるところまで。2025、2025-03、2025-03-31"),
        column("策定の時期の表記", "plan.adopted_printed", 0, "計画書の表記（原文）"),
        column("前の計画の識別名", "plan.predecessor", 0, "取込み済みの計画があるとき"),
        column("前の計画の表記", "plan.predecessor_printed", 0, "計画書の表記（原文）"),
        column("評価サイクル", "plan.cycle", 0),
        column("報告周期", "plan.frequency", 0),
        column(
            "所属長の確認", "plan.needs_confirmation", 0, "課の報告を所属長が確認してから提出するか"
        ),
        column("分類の段階の名", "plan.level_names", 0, "１行に１つ。例：分野、項目"),
        column("取組事項の呼び名", "plan.initiative_word", 0, "計画書での呼び名。例：実施事項"),
        column("現状の見出し", "plan.situation_word", 0, "計画書での見出し"),
        column("方向性の見出し", "plan.direction_word", 0, "計画書での見出し"),
        column(
            "資料に記載のないもの",
            "plan.not_stated",
            0,
            "計画書が全く載せていないもの。１行に１つ",
            choices=Plan.Missing,
        ),
        column("推進本部名", "plan.headquarters", 0),
        column("資料", "plan.source", 0, "計画書の名と頁数など"),
        column("読み取りの注記", "plan.notes", 0, "１行に１つ"),
        column("原文の誤記", "plan.misprints", 0, "１行に１つ。例：スケージュール → スケジュール"),
        column("評価尺度の識別名", "grade_scale.key", 0, "登録済みの尺度は識別名と版だけでよい"),
        column(
            "評価尺度の版", "grade_scale.version", 0, "使われている尺度を変えるときは１つ上げる"
        ),
        column("評価尺度の名称", "grade_scale.name", 0),
    ),
    is_form=True,
)
GRADES = Sheet(
    "評価尺度",
    "進捗評価の語。よい方から順に書く",
    (
        column("評価の語", "grades.word", 26),
        column("記号", "grades.letter", 14, "例：Ａ"),
        column("印", "grades.tone", 12, "◎計画以上 ○計画どおり △やや遅れ ×遅れ －対象外に当たる印"),
        column(
            "参考評価の下限",
            "grades.lower_bound",
            24,
            "進み具合（％）がこの値以上のとき、この語を示す",
        ),
        column("遅れに数える", "grades.is_delay", 22),
        column("集計から除く", "grades.is_excluded", 22),
        column("理由を求める", "grades.needs_reason", 22),
        column("意味", "grades.definition", 90),
    ),
    (Block(("grade_scale", "grades")),),
)
DEPARTMENTS = Sheet(
    "課",
    "担当・個別項目に書く課と、「各課」などの課の集合",
    (
        column("名称", DEPARTMENT, 60),
        column("種別", "departments.kind", 22),
        column("事務局", "departments.is_secretariat", 16, "１つだけ"),
        column("全ての課を指す", "departments.covers_all", 24, "課の集合だけ"),
        column("構成する課", "departments.members", 50, "課の集合だけ。１行に１つ"),
        column("設置日", "departments.valid_from", 24),
        column("廃止日", "departments.valid_to", 24),
        column("引継ぎ先", "departments.successors", 40, "廃止した課の事務を継いだ課。１行に１つ"),
    ),
    (Block(("departments",)),),
)
CATEGORIES = Sheet(
    "分類",
    "上位コードで段階を表す。上位の分類を先に書く。段階の数は自由",
    (
        column("コード", CATEGORY, 16),
        column("表示", "categories.label", 16, "計画書の表記。例：A-①"),
        column("上位コード", "categories.parent", 18, source=CATEGORY),
        column("名称", "categories.title", 72),
        column("工程表での名称", "categories.short_title", 50, "名称と違うとき"),
        column("取組の背景", "categories.background", 190),
        column("頁", "categories.page", 12),
    ),
    (Block(("categories",)),),
)
POLICIES = Sheet(
    "取組方針",
    "分類の下に取組方針（ア、イ、ウなど）を載せる計画だけ",
    (
        column("分類コード", CATEGORY, 20, source=CATEGORY),
        column("コード", "policies.code", 20, "計画の中で重ならないもの"),
        column("見出し", "policies.heading", 60, "群の見出し（原文）"),
        column("表示", "policies.label", 12, "例：ア"),
        column("担当課の表記", "policies.departments_printed", 50, "計画書の表記（原文）"),
        column("担当課", "policies.departments", 40, "課の名称。１行に１つ", source=DEPARTMENT),
        column("本文", "policies.text", 110),
        column("各項", "policies.points", 110, "①②③など。１行に１つ"),
        column("頁", "policies.page", 12),
        column("備考", "policies.note", 50),
    ),
    (Block(("categories", "policies")),),
)
INITIATIVES = Sheet(
    "取組事項",
    "順は印刷・画面の並びになる",
    (
        column("コード", INITIATIVE, 18),
        column("分類コード", "initiatives.category", 18, source=CATEGORY),
        column("番号", "initiatives.number", 12, "分類の中の番号"),
        column("取組事項名", "initiatives.title", 60),
        column("別名", "initiatives.aliases", 38, "検索で見つかる。１行に１つ"),
        column("新規・継続", "initiatives.origin", 16),
        column("現状・課題", "initiatives.situation", 150),
        column("取組の方向性", "initiatives.direction", 90),
        column(
            "完了年度", "initiatives.completed_year", 17, "計画書が完了済みとして載せているとき"
        ),
        column(
            "担当課の記載",
            "initiatives.departments_printed",
            26,
            "記載あり以外のときは、担当を書かない",
        ),
        column(
            "再掲の元",
            "initiatives.repeat_of",
            18,
            "再掲のとき、元の取組のコード",
            source=INITIATIVE,
        ),
        column("計画に加わった日", "initiatives.valid_from", 28, "改定で加わったとき"),
        column("計画から外れる前の日", "initiatives.valid_to", 32, "改定で外れたとき"),
        column("頁", "initiatives.page", 12),
        column("読み取りの注記", "initiatives.notes", 48, "１行に１つ"),
    ),
    (Block(("initiatives",)),),
    freeze="E2",
)
RESPONSIBILITIES = Sheet(
    "担当",
    "計画書の担当課。課の集合（各課など）も１行。役割は主担当・関係",
    (
        column("取組コード", INITIATIVE, 22, source=INITIATIVE),
        column("担当名", "responsibilities.department", 60, source=DEPARTMENT),
        column("役割", "responsibilities.role", 18),
        column(
            "確度", "responsibilities.certain", 13, "○ 計画書から確か、△ 推定", words=SURE_OR_NOT
        ),
        column("開始日", "responsibilities.valid_from", 26),
        column("終了日", "responsibilities.valid_to", 26),
        column("備考", "responsibilities.note", 100),
    ),
    (Block(("initiatives", "responsibilities")),),
)
BARS = Sheet(
    "工程",
    "同じ「行」の工程は横に並ぶ",
    (
        column("取組コード", INITIATIVE, 22, source=INITIATIVE),
        column("表", "bars.table", 34, "全体の工程表と取組事項の工程表が別のとき"),
        column("行", "bars.row", 10),
        column("工程の文言", "bars.text", 86, "計画書の文言（原文）"),
        column("種別", "bars.kind", 14),
        column("開始年度", "bars.start_year", 17, "資料から読み取れないときは空欄"),
        column("開始四半期", "bars.start_quarter", 21, "年度だけのときは空欄"),
        column("終了年度", "bars.end_year", 17, "資料から読み取れないときは空欄"),
        column("終了四半期", "bars.end_quarter", 21, "年度だけのときは空欄"),
        column("確度", "bars.certain", 13, "○ 年度の区切りが確か、△ 推定", words=SURE_OR_NOT),
        column("実施者", "bars.actor", 30),
        column("備考", "bars.note", 60),
    ),
    (Block(("initiatives", "bars")),),
    freeze="E2",
)
