"""A small plan whose every number can be counted by hand.

| 取組事項 | 分類 | R7 第４ | R8 第１ | R8 第２ |
|---|---|---|---|---|
| done | A-1 | 完了（受理） | – | – |
| slips | A-1 | 計画どおり | やや遅れ | やや遅れ → 確認評価 遅れ（受理） |
| falls | A-2 | 計画どおり | 計画どおり | やや遅れ（提出） |
| silent | A-2 | 計画どおり | やや遅れ | 計画どおりの下書き |
| asks | A-2 | 計画どおり | やや遅れ | 計画以上（確認）、見直し、求めること |
| ends | A-2 | 計画どおり | 計画どおり | 完了（提出） |
| early | A-2 | 計画の前に完了 | | |
"""

from dataclasses import dataclass
from datetime import date

from initiatives.models import Initiative, Plan
from organizations.models import Department
from progress.models import ReportingPeriod
from tests import factories

TODAY = date(2026, 10, 14)


@dataclass
class Story:
    """The plan with its periods and initiatives by name."""

    plan: Plan
    section: Department
    periods: list[ReportingPeriod]
    rows: dict[str, Initiative]

    @property
    def now(self) -> ReportingPeriod:
        return self.periods[-1]


COURSE = {
    "slips": ("ontrack", "slip", "slip"),
    "falls": ("ontrack", "ontrack", "slip"),
    "silent": ("ontrack", "slip", "ontrack"),
    "asks": ("ontrack", "slip", "ahead"),
    "ends": ("ontrack", "ontrack", "ontrack"),
}
LATEST = {
    "slips": {
        "reason": "調達の不調。",
        "recovery": "11月に再公告する。",
        "reviewed_grade": "late",
        "review_reason": "前期から進んでいない。",
    },
    "falls": {"state": "submitted", "reason": "機器の納入が遅れた。"},
    "silent": {"state": "draft"},
    "asks": {"state": "confirmed", "future": "revise", "request": "補正予算を求める。"},
    "ends": {"state": "submitted", "implementation": "done"},
}


def tell(plan: Plan, section: Department) -> Story:
    top = factories.category(plan=plan, code="A", label="A", title="市民サービス", order=1)
    first = factories.category(
        plan=plan, code="A-1", label="A-①", title="窓口", order=2, parent=top
    )
    second = factories.category(
        plan=plan, code="A-2", label="A-②", title="手続", order=3, parent=top
    )
    periods = [
        factories.period(plan=plan, year=year, quarter=quarter)
        for year, quarter in ((2025, 4), (2026, 1), (2026, 2))
    ]
    rows = {}
    places = ("done", first), ("slips", first), *((name, second) for name in list(COURSE)[1:])
    for order, (name, category) in enumerate(places, 1):
        rows[name] = factories.initiative(
            plan=plan,
            lead=section,
            category=category,
            code=f"{category.code}-{order}",
            number=order,
            order=order,
            title=f"取組 {name}",
        )
    rows["early"] = factories.initiative(
        plan=plan, category=second, code="A-2-9", number=9, order=9, completed_year=2024
    )
    story = Story(plan, section, periods, rows)
    report(story, "done", 0, implementation="done")
    for name, tones in COURSE.items():
        for place, tone in enumerate(tones):
            fields = dict(LATEST[name]) if place == len(periods) - 1 else {}
            if "reviewed_grade" in fields:
                fields["reviewed_grade"] = factories.grade(fields["reviewed_grade"])
            report(story, name, place, tone=tone, **fields)
    return story


def report(story: Story, name: str, place: int, **fields) -> None:
    factories.report(
        initiative=story.rows[name],
        period=story.periods[place],
        department=story.section,
        **fields,
    )
