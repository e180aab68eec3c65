"""A made-up city of any size: n initiatives with 28 quarters of reports behind them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from fiscal.calendar import Quarter, quarters_between
from initiatives.models import Category, Initiative, Milestone, Plan, Responsibility, ScheduleBar
from kpis.models import Indicator, Measurement, Target
from organizations.models import Department, User
from progress.models import ProgressReport, ReportEvent, ReportingPeriod
from tests import factories

LAST = Quarter(2026, 2)
TONES = (
    "ontrack",
    "ontrack",
    "ontrack",
    "slip",
    "ontrack",
    "late",
    "ahead",
    "ontrack",
    "na",
    "ontrack",
)


@dataclass(frozen=True)
class City:
    """What a measurement needs to find its way."""

    plan: Plan
    period: ReportingPeriod
    initiative: Initiative
    indicator: Indicator
    office: User
    clerk: User
    head: User


def build(code: str, initiatives: int, periods: int = 28) -> City:
    """Make a city whose plan has so many initiatives; every fourth has a KPI, every third a 目標事項."""
    city = factories.municipality(code=code, area_code=code[:5], name=f"{code}市")
    sections = [
        factories.department(municipality=city, name=f"第{n}課")
        for n in range(max(1, min(25, initiatives)))
    ]
    desk = factories.department(municipality=city, name="ＤＸ推進課", is_secretariat=True)
    plan = factories.plan(municipality=city, slug=f"plan-{code}")
    quarters = quarters_between(LAST.shift(1 - periods), LAST)
    ReportingPeriod.objects.bulk_create([_period(plan, quarter) for quarter in quarters])
    rows = _initiatives(plan, sections, initiatives)
    clerk = factories.person(sections[0], "clerk", username=f"clerk{code}")
    _reports(plan, rows, sections, clerk)
    _indicators(rows, quarters)
    return City(
        plan=plan,
        period=plan.periods.get(year=LAST.year, quarter=LAST.number),
        initiative=rows[0],
        indicator=Indicator.objects.filter(initiative__plan=plan).first()
        or factories.indicator(initiative=rows[0]),
        office=factories.person(desk, "secretariat", username=f"office{code}"),
        clerk=clerk,
        head=factories.person(sections[0], "head", username=f"head{code}"),
    )


def _period(plan: Plan, quarter: Quarter) -> ReportingPeriod:
    start = quarter.shift(1).start
    return ReportingPeriod(
        plan=plan,
        year=quarter.year,
        quarter=quarter.number,
        as_of=quarter.end,
        opens_on=start,
        due_on=start.replace(day=16),
        closes_on=start.replace(day=24),
    )


def _initiatives(plan: Plan, sections: list[Department], count: int) -> list[Initiative]:
    categories = [
        Category.objects.create(
            plan=plan, code=f"A-{n}", label=f"A-{n}", title=f"分類その{n}", order=n
        )
        for n in range(1, 11)
    ]
    rows = Initiative.objects.bulk_create(
        [
            Initiative(
                plan=plan,
                category=categories[n % 10],
                code=f"A-{n % 10 + 1}-{n}",
                number=n // 10 + 1,
                order=n,
                title=f"取組事項その{n}の名称は計画書ではこのくらいの長さになる",
                origin="continued",
                situation="現状と課題の文。" * 12,
                direction="●取組の方向性の文。" * 6,
                page=str(n),
            )
            for n in range(count)
        ]
    )
    Responsibility.objects.bulk_create(
        [
            Responsibility(initiative=row, department=sections[n % len(sections)], role="lead")
            for n, row in enumerate(rows)
        ]
    )
    ScheduleBar.objects.bulk_create(
        [
            ScheduleBar(
                initiative=row,
                order=k,
                text="検討・準備・実施",
                kind="carry_out",
                start_year=2025 + k,
                end_year=2025 + k,
            )
            for row in rows
            for k in range(3)
        ]
    )
    Milestone.objects.bulk_create(
        [
            Milestone(initiative=row, text="導入の完了", due="within_year", due_year=2026 + n % 2)
            for n, row in enumerate(rows)
            if n % 3 == 0
        ]
    )
    return rows


def _reports(plan: Plan, rows: list[Initiative], sections: list[Department], clerk: User) -> None:
    grades = {grade.tone: grade for grade in plan.grade_scale.grades.all()}
    moment = timezone.make_aware(datetime(2026, 10, 5, 10, 0))  # noqa: DTZ001
    newest = (LAST.year, LAST.number)
    reports = [
        ProgressReport(
            period=period,
            initiative=row,
            department=sections[n % len(sections)],
            state=("submitted", "confirmed", "accepted", "draft")[n % 4]
            if (period.year, period.quarter) == newest
            else "accepted",
            implementation="doing",
            self_grade=grades[TONES[(n + k // 3) % len(TONES)]],
            reason="遅れた理由の文。",
            recovery="見通しの文。",
            result=f"第{k}期の実績の文。このくらいの長さになるのがふつうである。" * 2,
            issue="課題の文。",
            next_action="今後の取組の文。",
            saved_at=moment,
            saved_by=clerk,
        )
        for k, period in enumerate(plan.periods.all())
        for n, row in enumerate(rows)
    ]
    ProgressReport.objects.bulk_create(reports, batch_size=2000)
    handed_in = (
        ProgressReport.objects.filter(period__plan=plan)
        .exclude(state="draft")
        .values_list("pk", flat=True)
    )
    ReportEvent.objects.bulk_create(
        [
            ReportEvent(
                report_id=pk,
                action="submit",
                by=clerk,
                source="draft",
                target="submitted",
                at=moment,
            )
            for pk in handed_in
        ],
        batch_size=5000,
    )


def _indicators(rows: list[Initiative], quarters: list[Quarter]) -> None:
    indicators = Indicator.objects.bulk_create(
        [
            Indicator(
                initiative=row,
                code=f"{row.code}-1",
                name="保有率（市）",
                unit="％",
                decimals=1,
                direction="up",
                aggregation="point",
                baseline_year=2019,
                baseline_value=Decimal("40.0"),
            )
            for n, row in enumerate(rows)
            if n % 4 == 0
        ]
    )
    Target.objects.bulk_create(
        [Target(indicator=row, year=2027, value=Decimal(85)) for row in indicators]
    )
    Measurement.objects.bulk_create(
        [
            Measurement(
                indicator=row,
                year=quarter.year,
                quarter=quarter.number,
                as_of=quarter.end,
                value=Decimal(40) + Decimal(n),
                finality="final",
            )
            for row in indicators
            for n, quarter in enumerate(quarters)
        ],
        batch_size=5000,
    )


def day() -> date:
    """The day all measurements stand on."""
    return date(2026, 10, 14)
