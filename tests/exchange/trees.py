"""A maker of portfolio trees: fictional initiatives, every number and text known to the test."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from exchange.workbook.source import Occasion, Promise, Source
from reports.mark import Mark
from reports.tree import (
    Bar,
    CategoryRow,
    Count,
    Head,
    Kpi,
    Line,
    Point,
    Portfolio,
    ScheduleRow,
    Submission,
)

DONE, AHEAD, ONTRACK = (
    Mark("done", "完了"),
    Mark("ahead", "計画以上"),
    Mark("ontrack", "計画どおり"),
)
SLIP, LATE, NA = Mark("slip", "やや遅れ"), Mark("late", "遅れ"), Mark("na", "評価対象外")
NONE = Mark("none", "未提出")
MARKS = (DONE, AHEAD, ONTRACK, SLIP, LATE, NA, NONE)
# One mark for each place of a round of ten, so that every mark and every kind of change occurs.
NOW = (ONTRACK, AHEAD, ONTRACK, SLIP, ONTRACK, LATE, ONTRACK, NA, NONE, DONE)
BEFORE = (ONTRACK, ONTRACK, SLIP, ONTRACK, ONTRACK, SLIP, ONTRACK, ONTRACK, ONTRACK, ONTRACK)
YEARS = range(2021, 2028)
OCCASION = Occasion("令和８年度 第２回 見本市ＤＸ推進本部", "資料１", "報告")
FINISHED = 3


def head(**fields) -> Head:
    values = {
        "municipality": "見本市",
        "plan_pk": 1,
        "plan_slug": "mihon",
        "plan_title": "見本市ＤＸ推進計画",
        "headquarters": "見本市ＤＸ推進本部",
        "secretariat": "ＤＸ推進課",
        "secretariat_extension": "0000",
        "is_demo": True,
        "period_pk": 1,
        "year": 2026,
        "quarter": 2,
        "as_of": date(2026, 9, 30),
        "due_on": date(2026, 10, 16),
        "made_at": datetime(2026, 10, 14, 5, 32, tzinfo=UTC),
        "is_final": False,
        "cycle_stages": ("計画 Plan", "実行 Do", "評価 Check", "改善 Act"),
        **fields,
    }
    return Head(**values)


def category_code(number: int, total: int) -> str:
    return f"A-{number * 5 // total + 1}" if number < total / 2 else f"B-{number * 5 // total + 1}"


def line(number: int, total: int, **fields) -> Line:
    now, before = NOW[number % 10], BEFORE[number % 10]
    handed_in, late = now is not NONE, now in (SLIP, LATE)
    code = category_code(number, total)
    values = {
        "pk": number + 1,
        "code": f"{code}-{number + 1}",
        "label": f"{code}-{number + 1}",
        "title": f"架空の取組事項その{number + 1}についての普及促進策の検討、実施",
        "category_code": code,
        "leads": () if number % 7 == 0 else ("市民課",),
        "related": ("人事課", "ＤＸ推進課") if number % 3 == 0 else (),
        "departments_printed": "資料に記載なし" if number % 7 == 0 else "記載あり",
        "reporter": "市民課",
        "mark": now,
        "previous": before,
        "state": "受理済" if handed_in else "下書き",
        "state_tone": "accepted" if handed_in else "draft",
        "implementation": ("完了" if now is DONE else "実施中") if handed_in else "",
        "reason": f"関係課との協議が{number + 1}か月遅れているため。" if late or now is NA else "",
        "recovery": f"令和９年３月末に回復する見込み（第{number + 1}案）。" if late else "",
        "result": f"出張申請会を{number + 1}回実施し、保有率は９月末で81.3％となった。更新時期を迎える方への案内はがきを送付した。"
        if handed_in
        else "",
        "issue": f"窓口の待ち時間が長い（{number + 1}番窓口）。" if handed_in else "",
        "next_action": f"11月から土曜窓口を月{number + 1}回に増やす。" if handed_in else "",
        "future": "継続" if handed_in else "",
        "request": f"条例改正の方向性を協議いただきたい（第{number + 1}号）。"
        if now is LATE
        else "",
        "delayed_periods": 3 if now is LATE else 1 if now is SLIP else 0,
        "goal": f"窓口{number + 1}の導入（令和９年度までに）",
        "report_pk": number + 1 if handed_in else None,
        **fields,
    }
    return Line(**values)


def counts(lines: list[Line]) -> tuple[Count, ...]:
    return tuple(
        Count(
            mark,
            sum(line.mark == mark for line in lines),
            sum(line.previous == mark for line in lines),
        )
        for mark in MARKS
    )


def categories(lines: list[Line], finished: int) -> tuple[CategoryRow, ...]:
    rows = []
    codes = sorted({line.category_code for line in lines})
    for area in sorted({code[0] for code in codes}):
        held = [line for line in lines if line.category_code[0] == area]
        early = finished if area == codes[0][0] else 0
        title = f"{area}分野の行財政運営"
        rows.append(CategoryRow(area, area, title, 1, counts(held), len(held), early, True))
        for code in (code for code in codes if code[0] == area):
            own = [line for line in held if line.category_code == code]
            title = f"{code}項目のデジタル技術やデータを活用した利便性向上"
            early = finished if code == codes[0] else 0
            rows.append(CategoryRow(code, code, title, 2, counts(own), len(own), early))
    return tuple(rows)


def kpi(number: int, of: Line, **fields) -> Kpi:
    values = [Decimal("77.6"), Decimal("78.2"), Decimal("78.9"), Decimal("79.6"), Decimal("80.2")]
    values += [Decimal("80.7"), Decimal("81.3")]
    quarters = [(2024, 4), (2025, 1), (2025, 2), (2025, 3), (2025, 4), (2026, 1), (2026, 2)]
    points = tuple(
        Point(
            year,
            quarter,
            year + quarter / 4,
            f"R{year - 2018} 第{quarter}",
            value,
            Decimal("76.9") + Decimal("0.675") * place,
            is_final=False,
            note="",
        )
        for place, ((year, quarter), value) in enumerate(zip(quarters, values, strict=True))
    )
    given = {
        "pk": number,
        "initiative_pk": of.pk,
        "initiative_label": of.label,
        "initiative_code": of.code,
        "reporter": of.reporter,
        "name": f"保有率（市）その{number}",
        "unit": "％",
        "decimals": 1,
        "direction": "増加",
        "aggregation": "時点値",
        "baseline": "74.2％（令和５年度）",
        "baseline_year": 2023,
        "baseline_value": Decimal("74.2"),
        "target_year": 2027,
        "target_value": Decimal("85.0"),
        "target": "85.0％",
        "value": Decimal("81.3"),
        "not_measured_reason": "",
        "change": Decimal("0.6"),
        "path": Decimal("80.95"),
        "progress": Decimal("1.0519"),
        "progress_formula": "（今期 81.3 − 基準 74.2）÷（目安 80.95 − 基準 74.2）＝ 7.1 ÷ 6.75 ＝ 105.2％",
        "suggested": ONTRACK,
        "mark": of.mark,
        "estimate": Decimal("85.2"),
        "estimate_method": "直近の４期の傾き",
        "sentence": "目安81.0％を0.3ポイント上回る。このままなら令和９年度末85.2％で、目標に届く（推計）。",
        "to_verify": "",
        "points": points,
        **fields,
    }
    return Kpi(**given)


def not_measured(number: int, of: Line) -> Kpi:
    return kpi(
        number,
        of,
        name="不便だと感じる市民の割合",
        direction="減少",
        value=None,
        not_measured_reason="調査の年ではない",
        absent="測定なし",
        change=None,
        path=None,
        progress=None,
        progress_formula="",
        suggested=None,
        estimate=None,
        sentence="今期は測定なし（調査の年ではない）。",
        points=(),
        baseline_value=Decimal("18.8"),
        target_value=Decimal("15.0"),
        target="15.0％",
    )


def yearly(number: int, of: Line) -> Kpi:
    def point(year: int, quarter: int, value: int, path: int) -> Point:
        label = f"R{year - 2018} 第{quarter}"
        at = year + quarter / 4
        return Point(year, quarter, at, label, Decimal(value), Decimal(path), True, "")

    return kpi(
        number,
        of,
        name="スマホ教室等利用者数",
        unit="人",
        decimals=0,
        aggregation="単年度",
        baseline_value=Decimal(82),
        target_value=Decimal(250),
        target="250人",
        value=Decimal(121),
        path=Decimal(104),
        points=(
            point(2024, 4, 118, 124),
            point(2025, 4, 168, 166),
            point(2026, 1, 49, 52),
            point(2026, 2, 121, 104),
        ),
    )


def schedule(number: int, of: Line) -> ScheduleRow:
    marks = (*((16 + place, ONTRACK) for place in range(4)), (20, of.previous), (21, of.mark))
    return ScheduleRow(
        pk=of.pk,
        code=of.code,
        label=of.label,
        title=of.title,
        category_code=of.category_code,
        reporter=of.reporter,
        bars=(
            Bar("先進事例の情報収集と利用サービスの検討", "study", "検討", 12, 15, True, 1),
            Bar("①庁内の意向把握②対象通知選定", "prepare", "準備", 16, 19, number % 2 == 0, 1),
            Bar("サービス導入・実施", "carry_out", "実施", 20, None, True, 1),
            *((Bar("並行する工程", "study", "検討", 18, 21, True, 2),) if number % 5 == 0 else ()),
        ),
        goal=of.goal,
        marks=marks,
        finished_year=None,
    )


def early_row(number: int, code: str) -> ScheduleRow:
    return ScheduleRow(
        pk=100_000 + number,
        code=f"{code}-{900 + number}",
        label=f"{code}-{900 + number}",
        title=f"策定前に完了した取組その{number}",
        category_code=code,
        reporter="総務課",
        bars=(Bar("①ツール導入検討②実証実験", "study", "検討", 0, 15, True, 1),),
        goal="令和６年度末までに完了",
        marks=(),
        finished_year=2024,
    )


def portfolio(lines: list[Line], kpis: tuple[Kpi, ...], finished: int = FINISHED) -> Portfolio:
    delays = tuple(
        sorted((x for x in lines if x.mark in (SLIP, LATE)), key=lambda x: x.mark != LATE)
    )
    changes = tuple(x for x in lines if x.mark != x.previous)
    requests = tuple(x for x in lines if x.request)
    missing = tuple(x for x in lines if x.mark is NONE)
    return Portfolio(
        head=head(),
        active=len(lines),
        finished=finished,
        counts=counts(lines),
        delayed_now=len(delays),
        delayed_before=sum(x.previous in (SLIP, LATE) for x in lines),
        lines=tuple(lines),
        delays=delays,
        delays_total=len(delays),
        changes=changes,
        changes_total=len(changes),
        submission=Submission(len(lines), len(lines) - len(missing), 0, 0, len(missing)),
        missing=missing,
        kpis=kpis,
        kpis_total=len(kpis),
        categories=categories(lines, finished),
        goals=(),
        goals_total=0,
        requests=requests,
        requests_total=len(requests),
        due_bars=(),
        due_bars_total=0,
        sentence=f"{len(lines)}の取組事項のうち、遅れ・やや遅れは{len(delays)}件。",
        finished_note=f"このほか、令和６年度までに完了した取組事項が{finished}件あります。",
    )


def source(count: int = 10, *, indicators: int = 3, **fields) -> Source:
    """A source of so many initiatives; the first carry an indicator each."""
    lines = [line(number, count) for number in range(count)]
    kinds = (kpi, not_measured, yearly)
    kpis = tuple(kinds[at % 3](at + 1, lines[at]) for at in range(min(indicators, count)))
    tree = portfolio(lines, kpis)
    rows = [schedule(number, one) for number, one in enumerate(lines)]
    rows += [
        early_row(number, one.category_code) for one in lines[:1] for number in range(FINISHED)
    ]
    situation = (
        "人口減少や高齢化が進む中、従来の手作業中心の窓口業務では、多様なニーズに対応することは困難です。"
        * 3
    )
    promises = {
        x.pk: Promise(situation, "●保有率の向上に努めます。", "継続", str(17 + x.pk % 20))
        for x in lines
    }
    return replace(Source(tree, tuple(rows), YEARS, OCCASION, promises), **fields)
