"""What stands on the pages of a 調査票: columns as data, the same for writing and for reading. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from fiscal import wareki
from fiscal.calendar import Quarter

KEY, VERSION = "key", "version"
SAME = "same"
MARK = "◆"


class Kind(StrEnum):
    """What people write in a column."""

    TICK = "tick"
    CHOICE = "choice"
    DAY = "day"
    NUMBER = "number"
    TEXT = "text"


class PageName(StrEnum):
    """The sheets on which people write."""

    PROGRESS = "progress"
    KPI = "kpi"
    ITEMS = "items"
    ANSWERS = "answers"


@dataclass(frozen=True)
class Column:
    """One column in millimetres: a fact the city hall knows, or (``kind``) a field to fill in.

    ``options`` names the list of words; ``help`` is what Excel says beside the cell.
    """

    name: str
    heading: str
    width: float
    kind: Kind | None = None
    options: str = ""
    help: str = ""

    @property
    def label(self) -> str:
        """The heading without its mark and line breaks."""
        return self.heading.removeprefix(MARK).replace("\n", "")


@dataclass(frozen=True)
class Page:
    """One sheet: its tab, its title, the row of its headings and its columns."""

    name: PageName
    tab: str
    title: str
    head_row: int
    columns: tuple[Column, ...]

    @property
    def fields(self) -> tuple[Column, ...]:
        """The columns to fill in."""
        return tuple(column for column in self.columns if column.kind is not None)

    def column(self, name: str) -> Column:
        """The column of a name."""
        return next(column for column in self.columns if column.name == name)


GUIDE, CODES = "記入要領", "④コード表"
GRADES, COURSES, OUTLOOKS, MEASURED, STATUSES, ABSENCES = (
    "進捗評価",
    "実施状況",
    "今後の方向性",
    "測定区分",
    "手続状況",
    "回答区分",
)
PERSONAL = "個人情報は書かないでください。"
LOCATED = (
    Column(KEY, "行キー", 13),
    Column(VERSION, "版", 7),
)


def pages(quarter: Quarter, initiative_word: str) -> tuple[Page, ...]:
    """All pages of a period: their headings name its months, and use the plan's own word for an initiative."""
    before = quarter.previous_round
    now, later = wareki.quarter_months(quarter), wareki.quarter_months(quarter.next_round)
    return (
        Page(
            PageName.PROGRESS,
            "①進捗",
            "① 取組の進捗",
            3,
            _progress((wareki.quarter_months(before), now, later), initiative_word),
        ),
        Page(PageName.KPI, "②指標", "② 指標の実績値", 3, _kpi(before, quarter)),
        Page(PageName.ITEMS, "③個別手続", "③ 個別手続の状況", 3, ITEMS),
        Page(
            PageName.ANSWERS, "各課への問い", "各課への問い", 3, _answers(before, initiative_word)
        ),
    )


def _progress(months: tuple[str, str, str], word: str) -> tuple[Column, ...]:
    before, now, later = months
    return (
        *LOCATED,
        Column("number", "番号", 13),
        Column("title", word, 32),
        Column("role", "課の役割", 15),
        Column("plan", "今期の工程・目標", 36),
        Column(
            SAME, "◆前回から\n変化なし", 14, Kind.TICK, help="前回と同じ内容のときだけ○を選びます。"
        ),
        Column("before_course", "前回\n実施状況", 14),
        Column("implementation", "◆実施状況", 15, Kind.CHOICE, COURSES, "一覧から選びます。"),
        Column(
            "completed_on",
            "◆完了日\n（完了のとき）",
            20,
            Kind.DAY,
            help="2026/9/30、R8.9.30 のどちらでも書けます。",
        ),
        Column("before_grade", "前回\n評価", 18),
        Column(
            "self_grade", "◆進捗評価", 20, Kind.CHOICE, GRADES, "計画と比べた進み方を選びます。"
        ),
        Column("before_result", f"前回の実績（{before}）", 40),
        Column("result", f"◆今期の実績（{now}）", 54, Kind.TEXT, help=PERSONAL),
        Column("reason", "◆理由\n（遅れ・対象外のとき）", 30, Kind.TEXT, help=PERSONAL),
        Column("recovery", "◆取り戻す見通し\n（遅れのとき）", 30, Kind.TEXT, help=PERSONAL),
        Column(
            "recovery_on",
            "◆取り戻す時期\n（遅れのとき）",
            20,
            Kind.DAY,
            help="2027/3/31、R9.3.31 のどちらでも書けます。",
        ),
        Column("issue", "◆課題", 30, Kind.TEXT, help=PERSONAL),
        Column("next_action", f"◆今後の取組（{later}）", 38, Kind.TEXT, help=PERSONAL),
        Column("future", "◆今後の\n方向性", 15, Kind.CHOICE, OUTLOOKS, "一覧から選びます。"),
        Column("request", "◆推進本部に\n求めること", 28, Kind.TEXT, help=PERSONAL),
    )


def _kpi(before: Quarter, now: Quarter) -> tuple[Column, ...]:
    ends = [f"{wareki.digits(quarter.months[1])}月末" for quarter in (before, now)]
    return (
        *LOCATED,
        Column("number", "取組の\n番号", 14),
        Column("name", "指標名", 42),
        Column("unit", "単位", 11),
        Column("direction", "向き", 11),
        Column("aggregation", "集計の型", 15),
        Column("baseline", "基準値", 18),
        Column("target", "目標値", 20),
        Column("path", "今回の\n目安", 16),
        Column("before", f"前回実績\n（{ends[0]}）", 20),
        Column("measured", "◆測定の区分", 26, Kind.CHOICE, MEASURED, "一覧から選びます。"),
        Column("value", f"◆今回実績\n（{ends[1]}）", 22, Kind.NUMBER, help="数だけを記入します。"),
        Column(
            "not_measured_reason",
            "◆測定なしの理由",
            38,
            Kind.TEXT,
            help="測定していないときに書きます。",
        ),
    )


def _answers(before: Quarter, word: str) -> tuple[Column, ...]:
    return (
        *LOCATED,
        Column("number", "番号", 13),
        Column("title", word, 38),
        Column("question", "問い", 44),
        Column("due", "回答期限", 23),
        Column("before_line", f"前回の回答（{wareki.quarter_months(before)}）", 44),
        Column("line", "◆今回の回答（一行）", 60, Kind.TEXT, help=f"一行で書きます。{PERSONAL}"),
        Column("wanted", "数の名前\n（単位）", 30),
        Column("before_figure", "前回の数", 19),
        Column("value", "◆今回の数", 20, Kind.NUMBER, help="数だけを記入します。"),
        Column(
            "absence",
            "◆区分\n（出せないとき）",
            28,
            Kind.CHOICE,
            ABSENCES,
            "一覧から選びます。選んだときは、数を空欄にします。",
        ),
    )


ITEMS = (
    *LOCATED,
    Column("number", "取組の\n番号", 14),
    Column("list", "一覧", 48),
    Column("row", "行", 9),
    Column("name", "名称", 66),
    Column("before", "前回の状況", 28),
    Column("status", "◆今回の状況", 26, Kind.CHOICE, STATUSES, "一覧から選びます。"),
    Column(
        "done_on",
        "◆完了日\n（完了のとき）",
        22,
        Kind.DAY,
        help="2026/9/30、R8.9.30 のどちらでも書けます。",
    ),
    Column("note", "◆備考", 38, Kind.TEXT),
)
