"""Dull makers of rows: one function per model, every field with a plain default."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from exchange.models import IssuedSheet, PlanUpload, SheetUpload
from exchange.planfile import dumping
from exchange.revision import document
from fiscal import clock
from fiscal.calendar import Quarter
from initiatives.models import (
    Category,
    CategoryPolicy,
    GlossaryTerm,
    Grade,
    GradeScale,
    Initiative,
    InitiativeItem,
    ItemList,
    Milestone,
    Plan,
    PlanAmendment,
    Responsibility,
    ScheduleBar,
    Succession,
)
from kpis.models import Indicator, Measurement, Target
from meetings.models import Body, Meeting, Proposal
from organizations.models import Department, Municipality, Post, Reorganization, User
from organizations.reorganization_actions import Facts, save_draft
from organizations.reorganization_rules import Line, names_in
from progress.models import (
    AnnualReview,
    AnnualRound,
    Attachment,
    CheckSetting,
    Confidence,
    Extension,
    Improvement,
    Notice,
    NoticeRecipient,
    ProgressReport,
    Remark,
    ReminderSetting,
    ReportEvent,
    ReportingPeriod,
    SectionAnswer,
    SectionQuestion,
)
from progress.workflow import State
from tests.progress import files

_number = count(1)
PASSWORD = "a-long-enough-password"


def municipality(**fields) -> Municipality:
    return Municipality.objects.get_or_create(
        code=fields.pop("code", "042021"),
        defaults={"area_code": "04202", "name": "石巻市", "prefecture": "宮城県", **fields},
    )[0]


def department(*, municipality: Municipality, name: str = "", **fields) -> Department:
    """A section, the last of its city hall."""
    return Department.objects.create(
        municipality=municipality,
        name=name or f"第{next(_number)}課",
        order=municipality.departments.count() + 1,
        **fields,
    )


def person(department: Department, role: str, *, username: str = "", **fields) -> User:
    user = User.objects.create_user(
        username=username or f"user{next(_number)}",
        password=PASSWORD,
        name=fields.pop("name", "試験 太郎"),
        municipality=department.municipality,
        **fields,
    )
    Post.objects.create(user=user, department=department, role=role)
    return user


def deputy(department: Department, user: User, start: date, end: date) -> Post:
    """A post of 代理: for the head of a section, from one day to another."""
    return Post.objects.create(
        user=user,
        department=department,
        role="head",
        is_deputy=True,
        valid_from=start,
        valid_to=end,
    )


def scale() -> GradeScale:
    """The default five words."""
    scale, new = GradeScale.objects.get_or_create(
        key="standard", version=1, defaults={"name": "標準５区分"}
    )
    if new:
        rows = (
            ("計画以上", "ahead", "110", False, False, False),
            ("計画どおり", "ontrack", "80", False, False, False),
            ("やや遅れ", "slip", "50", True, False, True),
            ("遅れ", "late", None, True, False, True),
            ("評価対象外", "na", None, False, True, True),
        )
        for order, (word, tone, bound, delay, excluded, reason) in enumerate(rows, 1):
            Grade.objects.create(
                scale=scale,
                order=order,
                word=word,
                tone=tone,
                lower_bound=bound and Decimal(bound),
                is_delay=delay,
                is_excluded=excluded,
                needs_reason=reason,
            )
    return scale


def grade(tone: str) -> Grade:
    return scale().grades.get(tone=tone)


def plan(*, municipality: Municipality, **fields) -> Plan:
    return Plan.objects.create(
        municipality=municipality,
        slug=fields.pop("slug", f"plan-{next(_number)}"),
        title=fields.pop("title", "石巻市ＤＸ推進計画"),
        first_year=2025,
        last_year=2027,
        grade_scale=scale(),
        level_names=["分野", "項目"],
        headquarters="石巻市ＤＸ推進本部",
        **fields,
    )


def category(*, plan: Plan, code: str = "A-1", **fields) -> Category:
    return Category.objects.get_or_create(
        plan=plan,
        code=code,
        defaults={
            "label": "A-①",
            "title": "市民サービスの利便性向上",
            "order": next(_number),
            **fields,
        },
    )[0]


def policy(*, category: Category, **fields) -> CategoryPolicy:
    number = next(_number)
    values = {
        "code": f"A-1-{number}",
        "label": "ア",
        "departments_printed": "ICT総合推進課・行政経営課",
        "text": "業務プロセスを見直し、市民サービスの利便性向上に取り組めます。",
        "order": number,
        **fields,
    }
    return CategoryPolicy.objects.create(category=category, **values)


def term(*, plan: Plan, **fields) -> GlossaryTerm:
    values = {"term": "ＩＣＴ", "definition": "情報通信技術のこと。", **fields}
    return GlossaryTerm.objects.create(plan=plan, order=next(_number) % 30000, **values)


def succession(**fields) -> Succession:
    """A line of descent: ``category`` or ``initiative`` from ``from_category``, ``from_policy`` or ``from_initiative``."""
    return Succession.objects.create(**{"kind": "renamed", "origin": "document", **fields})


def initiative(*, plan: Plan, lead: Department | None = None, **fields) -> Initiative:
    number = next(_number)
    row = Initiative.objects.create(
        plan=plan,
        category=fields.pop("category", None) or category(plan=plan),
        code=fields.pop("code", f"A-1-{number}"),
        number=fields.pop("number", number % 30000),
        order=fields.pop("order", number),
        title=fields.pop("title", f"取組事項その{number}"),
        origin="continued",
        situation="現状の文。",
        direction="●方向性の文。",
        **fields,
    )
    if lead is not None:
        Responsibility.objects.create(initiative=row, department=lead, role="lead")
    return row


def bar(*, initiative: Initiative, **fields) -> ScheduleBar:
    values = {
        "text": "検討・実施",
        "kind": "carry_out",
        "start_year": 2025,
        "end_year": 2027,
        **fields,
    }
    return ScheduleBar.objects.create(initiative=initiative, order=next(_number), **values)


def milestone(*, initiative: Initiative, **fields) -> Milestone:
    values = {"text": "導入", "due": "within_year", "due_year": 2026, **fields}
    return Milestone.objects.create(initiative=initiative, order=next(_number) % 30000, **values)


def item_list(*, initiative: Initiative | None = None, **fields) -> ItemList:
    number = next(_number)
    values = {"title": f"一覧その{number}", "order": number % 30000, **fields}
    return ItemList.objects.create(initiative=initiative, **values)


def item(*, item_list: ItemList, **fields) -> InitiativeItem:
    number = next(_number)
    values = {
        "number": number % 30000,
        "name": f"手続その{number}",
        "status": "candidate",
        **fields,
    }
    return InitiativeItem.objects.create(list=item_list, **values)


def indicator(*, initiative: Initiative, target: str | None = "85.0", **fields) -> Indicator:
    values = {
        "code": f"kpi-{next(_number)}",
        "name": "保有率（市）",
        "unit": "％",
        "decimals": 1,
        "direction": "up",
        "aggregation": "point",
        "baseline_year": 2023,
        "baseline_value": Decimal("74.2"),
        "minimum": Decimal(0),
        "maximum": Decimal(100),
        **fields,
    }
    row = Indicator.objects.create(initiative=initiative, **values)
    if target is not None:
        Target.objects.create(indicator=row, year=2027, value=Decimal(target))
    return row


def measurement(
    *,
    indicator: Indicator,
    year: int = 2026,
    quarter: int = 1,
    value: str | None = "79.2",
    **fields,
):
    return Measurement.objects.create(
        indicator=indicator,
        year=year,
        quarter=quarter,
        as_of=fields.pop("as_of", date(2026, 6, 30)),
        value=value and Decimal(value),
        **_why(value, fields),
        **fields,
    )


def _why(value: str | None, fields: dict) -> dict[str, str]:
    """Why there is no value: 調査の年ではない, unless the test says otherwise."""
    absence = fields.pop("absence", "" if value else "skipped")
    usual = "調査の年ではない" if absence == "skipped" else ""
    reason = fields.pop("not_measured_reason", usual)
    return {"absence": absence, "not_measured_reason": reason}


def period(*, plan: Plan, year: int = 2026, quarter: int = 2, **fields) -> ReportingPeriod:
    end = Quarter(year, quarter).end
    day = date.fromordinal(end.toordinal() + 1)
    return ReportingPeriod.objects.create(
        plan=plan,
        year=year,
        quarter=quarter,
        as_of=fields.pop("as_of", end),
        opens_on=fields.pop("opens_on", day),
        due_on=fields.pop("due_on", date.fromordinal(end.toordinal() + 16)),
        closes_on=fields.pop("closes_on", date.fromordinal(end.toordinal() + 31)),
        **fields,
    )


def reorganization(
    *, municipality: Municipality, by: User, rows: tuple[tuple[str, str, str], ...], **fields
) -> Reorganization:
    """A draft; each row is a kind, the names of the old sections and of the new ones."""
    facts = Facts(
        fields.pop("title", "令和９年度 機構改革"), fields.pop("in_force_on", date(2027, 4, 1))
    )
    lines = [Line(kind, names_in(old), names_in(new)) for kind, old, new in rows]
    draft = Reorganization(municipality=municipality)
    return save_draft(reorganization=draft, facts=facts, lines=lines, by=by)


def report(
    *, initiative: Initiative, period: ReportingPeriod, department: Department, **fields
) -> ProgressReport:
    values = {
        "state": State.ACCEPTED,
        "implementation": "doing",
        "self_grade": grade(fields.pop("tone", "ontrack")),
        "result": "今期の実績の文。",
        "next_action": "今後の取組の文。",
        **fields,
    }
    return ProgressReport.objects.create(
        initiative=initiative, period=period, department=department, **values
    )


def event(
    *, report: ProgressReport, by: User, action: str = "submit", at: date | None = None, **fields
):
    """One deed, at noon of a day."""
    day = at or date(2026, 10, 5)
    return ReportEvent.objects.create(
        report=report,
        by=by,
        action=action,
        source=fields.pop("source", "draft"),
        target=fields.pop("target", "submitted"),
        at=datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Asia/Tokyo")),
        **fields,
    )


def notice(
    *,
    period: ReportingPeriod | None = None,
    department: Department,
    to: tuple[User, ...] = (),
    **fields,
):
    """提出のお願い to the people of a section."""
    values = {
        "kind": "request",
        "route": "clerk",
        "day": date(2026, 10, 13),
        "subject": "進捗報告の提出のお願い",
        "text": "市民課　担当者 様\n提出をお願いします。",
        "at": clock.now(),
        **fields,
    }
    row = Notice.objects.create(period=period, department=department, **values)
    for user in to:
        NoticeRecipient.objects.create(notice=row, user=user)
    return row


def check_setting(*, plan: Plan, **fields) -> CheckSetting:
    """A check the office has decided on: no note that the words are those of last time."""
    values = {"check_id": "C12", "severity": "off", **fields}
    return CheckSetting.objects.create(plan=plan, **values)


def extension(*, period: ReportingPeriod, department: Department, by: User, **fields) -> Extension:
    """A later day for one section, four days after the usual one."""
    values = {
        "due_on": date.fromordinal(period.due_on.toordinal() + 4),
        "reason": "システムの更新のため",
        "at": clock.now(),
        **fields,
    }
    return Extension.objects.create(period=period, department=department, by=by, **values)


def confidence(
    *, period: ReportingPeriod, initiative: Initiative, by: User, **fields
) -> Confidence:
    """中, without a reason."""
    values = {"level": "middle", "at": clock.now(), **fields}
    return Confidence.objects.create(period=period, initiative=initiative, by=by, **values)


def reminder_setting(*, plan: Plan, **fields) -> ReminderSetting:
    """The days an office has set: three working days before the deadline, and on the day."""
    values = {"before": "3", "on_due": True, "after": "", **fields}
    return ReminderSetting.objects.create(plan=plan, **values)


def attachment(*, report: ProgressReport, by: User, **fields) -> Attachment:
    """A small PDF."""
    content = fields.pop("content", None) or files.pdf()
    values = {
        "name": "資料.pdf",
        "kind": "pdf",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "at": clock.now(),
        **fields,
    }
    return Attachment.objects.create(report=report, by=by, content=content, **values)


def remark(*, initiative: Initiative, by: User, **fields) -> Remark:
    values = {
        "occasion": "令和８年度 第１回 石巻市ＤＸ推進本部",
        "made_on": date(2026, 7, 30),
        "text": "土日の開催を検討すること。",
        **fields,
    }
    return Remark.objects.create(initiative=initiative, by=by, **values)


def improvement(*, department: Department, by: User, **fields) -> Improvement:
    """One that the office has published; ``state="draft"`` for one still being written."""
    values = {
        "title": f"業務改善その{next(_number)}",
        "made_on": date(2026, 9, 1),
        "before": "改善前の文。",
        "done": "改善の内容の文。",
        "effect": "効果の文。",
        "state": "listed",
        **fields,
    }
    return Improvement.objects.create(
        municipality=department.municipality, department=department, by=by, **values
    )


def annual_round(*, plan: Plan, year: int = 2025, **fields) -> AnnualRound:
    """The 年度評価 of R7, open on the day of the tests."""
    values = {
        "as_of": date(year + 1, 3, 31),
        "opens_on": date(2026, 10, 1),
        "due_on": date(2026, 10, 20),
        "closes_on": date(2026, 10, 30),
        **fields,
    }
    return AnnualRound.objects.create(plan=plan, year=year, **values)


def annual_review(
    *, annual: AnnualRound, initiative: Initiative, department: Department, **fields
) -> AnnualReview:
    """One that has been handed in, with the four stages of a PDCA plan in ``texts``."""
    texts = fields.pop("texts", {"plan": "計画", "do": "実行", "check": "評価", "act": "改善"})
    values = {"state": State.ACCEPTED, "outlook": "continue", **fields}
    review = AnnualReview.objects.create(
        round=annual, initiative=initiative, department=department, **values
    )
    for order, (key, text) in enumerate(texts.items(), 1):
        review.stages.create(key=key, order=order, text=text)
    return review


def meeting(*, municipality: Municipality, **fields) -> Meeting:
    body = Body.objects.get_or_create(
        municipality=municipality, name=fields.pop("body", "石巻市ＤＸ推進本部")
    )[0]
    values = {"year": 2026, "number": next(_number), "held_on": date(2026, 10, 28), **fields}
    return Meeting.objects.create(body=body, **values)


def plan_upload(*, plan: Plan, by: User, **fields) -> PlanUpload:
    """A plan file waiting to be taken in; it says what the plan says already."""
    values = {
        "municipality": plan.municipality,
        "at": clock.now(),
        "name": "plan.yaml",
        "content": dumping.dump_yaml(plan).encode(),
        "preview": {"title": plan.title, "slug": plan.slug, "kinds": []},
        "digest": "0" * 64,
        **fields,
    }
    return PlanUpload.objects.create(by=by, **values)


def amendment(*, plan: Plan, **fields) -> PlanAmendment:
    """A 改定案 that says what the plan says already."""
    base = document.tree_of(plan)
    values = {
        "title": "令和８年11月改定",
        "reason": "国の方針の改定による。",
        "in_force_on": date(2026, 11, 1),
        "base": base,
        "document": base,
        **fields,
    }
    return PlanAmendment.objects.create(plan=plan, **values)


def proposal(*, meeting: Meeting, **fields) -> Proposal:
    """A proposal handed in; ``state="draft"`` for one that is still being written."""
    values = {
        "subject": f"推進計画の改定について（その{next(_number)}）",
        "department_printed": "復興政策部ＤＸ推進課",
        "submitted_on": date(2026, 10, 14),
        "state": "submitted",
        "content": "１　趣旨\n　　計画を改定する。",
        **fields,
    }
    return Proposal.objects.create(meeting=meeting, **values)


def issued_sheet(*, period: ReportingPeriod, department: Department, by: User, **fields):
    values = {
        "number": f"CS-R8Q2-042021-0310-{next(_number)}",
        "issued_at": datetime(2026, 10, 1, 9, tzinfo=ZoneInfo("Asia/Tokyo")),
        **fields,
    }
    return IssuedSheet.objects.create(period=period, department=department, issued_by=by, **values)


def sheet_upload(*, period: ReportingPeriod, department: Department, by: User, **fields):
    """A file that came in two weeks before the day of the tests."""
    sheet = issued_sheet(period=period, department=department, by=by)
    values = {
        "at": datetime(2026, 10, 1, 12, tzinfo=ZoneInfo("Asia/Tokyo")),
        "name": "調査票.xlsx",
        "preview": {"rows": [], "changed": 0, "clashes": 0, "blocked": 0, "same": 0},
        **fields,
    }
    return SheetUpload.objects.create(sheet=sheet, by=by, **values)


def question(*, initiative: Initiative, first: ReportingPeriod, **fields) -> SectionQuestion:
    departments = fields.pop("departments", ())
    row = SectionQuestion.objects.create(
        initiative=initiative,
        first=first,
        **{"text": "この期に行ったこと", "asks": "chosen" if departments else "duty", **fields},
    )
    row.departments.set(departments)
    return row


def answer(
    *,
    question: SectionQuestion,
    period: ReportingPeriod,
    department: Department,
    by: User,
    **fields,
) -> SectionAnswer:
    return SectionAnswer.objects.create(
        question=question,
        period=period,
        department=department,
        saved_by=by,
        saved_at=clock.now(),
        **{"line": "電子申請の受付を始めた。", **fields},
    )
