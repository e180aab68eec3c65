"""The pages that are measured: name, who looks, address."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse

from exchange.revision import actions
from initiatives.models import Initiative, Plan, PlanAmendment
from kpis.models import Indicator
from organizations.models import Department, User
from progress.models import ProgressReport, ReportingPeriod
from tests.bench import city


def faces() -> list[tuple[str, str, str]]:
    """Every page of the demo year: name, who looks, address."""
    plan = Plan.objects.get(slug="ishinomaki-dx-plan")
    period = ReportingPeriod.objects.get(plan=plan, year=2026, quarter=2)
    card = Initiative.objects.get(plan=plan, code="A-4-1")
    online = Initiative.objects.get(plan=plan, code="A-2-1")
    kpi = Indicator.objects.get(initiative=card)
    report = ProgressReport.objects.get(period=period, initiative=card)
    annual = plan.annual_rounds.get()
    return [
        ("マイページ（担当者）", "clerk", reverse("progress:mypage-show")),
        ("マイページ（所属長）", "head", reverse("progress:mypage-show")),
        ("マイページ（事務局）", "office", reverse("progress:mypage-show")),
        ("入力", "clerk", reverse("progress:entry-edit", args=[period.pk, card.pk])),
        (
            "一括入力（12件）",
            "office",
            reverse("progress:section-edit", args=[period.pk, office_section()]),
        ),
        ("確認", "head-soumu", reverse("progress:confirmation-list")),
        ("審査", "office", reverse("progress:review-list", args=[period.pk])),
        (
            "事務局の見立て",
            "office",
            reverse("progress:confidence-judge", args=[period.pk, card.pk]),
        ),
        ("未提出", "office", reverse("progress:missing-list", args=[period.pk])),
        ("報告期", "office", reverse("progress:period-list", args=[plan.slug])),
        ("報告期の状況", "office", reverse("progress:round-show", args=[period.pk])),
        ("自動の督促", "office", reverse("progress:reminder-edit", args=[plan.slug])),
        ("提出前の点検", "office", reverse("progress:check-edit", args=[plan.slug])),
        ("確認が必要な値", "office", reverse("progress:finding-list", args=[period.pk])),
        ("担当のいない仕事", "office", reverse("progress:unowned-list")),
        ("所属長の代理", "office", reverse("organizations:deputy-list")),
        ("代理を置く", "office", reverse("organizations:deputy-create")),
        ("ダッシュボード", "executive", reverse("reports:dashboard-show", args=[plan.slug])),
        ("計画", "viewer", reverse("reports:plan-show", args=[plan.slug])),
        ("個票 A-4-1", "viewer", reverse("reports:initiative-show", args=[card.pk])),
        (
            "個票 A-2-1（個別項目 83件）",
            "viewer",
            reverse("reports:initiative-show", args=[online.pk]),
        ),
        (
            "個別項目の一覧（57件）",
            "office",
            reverse("initiatives:itemlist-show", args=[online.item_lists.order_by("order")[0].pk]),
        ),
        ("工程表", "viewer", reverse("reports:schedule-show", args=[plan.slug])),
        ("評価の推移", "viewer", reverse("reports:trend-show", args=[plan.slug])),
        ("ＫＰＩ一覧", "viewer", reverse("kpis:indicator-list", args=[plan.slug])),
        ("ＫＰＩ", "viewer", reverse("kpis:indicator-show", args=[kpi.pk])),
        ("取組事項の履歴", "viewer", reverse("initiatives:initiative-history", args=[card.pk])),
        ("報告の履歴", "viewer", reverse("progress:report-history", args=[report.pk])),
        ("添付ファイル", "clerk", reverse("progress:attachment-create", args=[report.pk])),
        ("年度評価", "office", annual.get_absolute_url()),
        (
            "年度評価 A-4-1",
            "clerk",
            reverse("progress:annualreview-edit", args=[annual.pk, card.pk]),
        ),
        ("年度評価の一覧", "office", reverse("progress:annualround-list", args=[plan.slug])),
        (
            "来年度の計画に反映するもの",
            "office",
            reverse("progress:annualchange-list", args=[annual.pk]),
        ),
        ("業務改善報告", "clerk", reverse("progress:improvement-list")),
        ("引継ぎ資料", "office", reverse("reports:handover-show", args=[report.department_id])),
        ("会議", "office", reverse("meetings:meeting-list")),
        ("資料の出力", "office", reverse("exchange:download-list", args=[plan.slug])),
        ("各課の調査票", "office", reverse("exchange:sheet-list", args=[period.pk])),
        (
            "課の調査票",
            "clerk",
            reverse("exchange:sheet-show", args=[period.pk, report.department_id]),
        ),
        ("関連計画から見た取組", "viewer", reverse("reports:crosswalk-show", args=[plan.slug])),
        ("計画の一覧", "viewer", reverse("reports:plan-list")),
        *questions(plan, period, report.department_id),
        *revision(plan),
        *every_plan(),
    ]


def questions(plan: Plan, period: ReportingPeriod, section: int) -> list[tuple[str, str, str]]:
    """The pages of 各課への問い: what a section answers, and one question through the sections."""
    asking = Initiative.objects.get(plan=plan, code="B-1-1")
    question = asking.questions.get()
    silent = plan.initiatives.filter(questions__isnull=True, completed_year__isnull=True)[0]
    return [
        (
            "各課への問いに答える",
            "clerk",
            reverse("progress:answer-edit", args=[period.pk, section]),
        ),
        ("各課の回答（32課）", "office", reverse("progress:answer-list", args=[asking.pk])),
        (
            "各課の回答のまとめ",
            "clerk-dx",
            reverse("progress:answer-summarise", args=[period.pk, asking.pk]),
        ),
        ("各課に聞く", "office", reverse("progress:question-create", args=[silent.pk])),
        ("各課への問いを直す", "office", reverse("progress:question-edit", args=[question.pk])),
    ]


def office_section() -> int:
    """The section of the demo that reports on most initiatives."""
    return Department.objects.get(name="ＤＸ推進課", municipality__name="石巻市").pk


def revision(plan: Plan) -> list[tuple[str, str, str]]:
    """The pages of a 改定案 that is still a draft: the table of what has changed, and the form of one 取組事項."""
    office = User.objects.get(username="office")
    told = {"title": "第１次改定", "reason": "法令の改正", "in_force_on": date(2027, 4, 1)}
    draft = PlanAmendment.objects.filter(plan=plan, state=PlanAmendment.State.DRAFT).first()
    draft = draft or actions.start(plan=plan, by=office, **told)
    form = reverse("exchange:initiative-revise", args=[draft.pk, "A-4-1"])
    return [
        ("新旧対照表", "viewer", reverse("exchange:comparison-show", args=[plan.slug])),
        ("改定案の取組事項", "office", form),
        ("改定案", "office", reverse("exchange:amendment-show", args=[draft.pk])),
    ]


def every_plan() -> list[tuple[str, str, str]]:
    """The pages that every plan has, seen by somebody of its own city."""
    readers = {
        "ishinomaki-dx-policy": "viewer",
        "higashimatsushima-dx-plan": "higashimatsushima",
        "iwanuma-digital-plan": "iwanuma",
    }
    pages = {
        "計画": "reports:plan-show",
        "ほかの章": "reports:chapter-list",
        "工程表": "reports:schedule-show",
        "関連計画から見た取組": "reports:crosswalk-show",
    }
    return [
        (f"{word} {slug}", reader, reverse(name, args=[slug]))
        for slug, reader in readers.items()
        for word, name in pages.items()
    ]


def section_of(built: city.City) -> int:
    """The section of a city's clerk."""
    return built.clerk.posts.get().department_id


def city_pages() -> list[tuple[str, Callable[[city.City], str], Callable[[city.City], User]]]:
    """Pages that show many initiatives."""
    return [
        (
            "ダッシュボード",
            lambda c: reverse("reports:dashboard-show", args=[c.plan.slug]),
            lambda c: c.office,
        ),
        ("審査", lambda c: reverse("progress:review-list", args=[c.period.pk]), lambda c: c.office),
        (
            "未提出",
            lambda c: reverse("progress:missing-list", args=[c.period.pk]),
            lambda c: c.office,
        ),
        (
            "報告期の状況",
            lambda c: reverse("progress:round-show", args=[c.period.pk]),
            lambda c: c.office,
        ),
        ("マイページ（事務局）", lambda _: reverse("progress:mypage-show"), lambda c: c.office),
        ("計画", lambda c: reverse("reports:plan-show", args=[c.plan.slug]), lambda c: c.office),
        (
            "工程表",
            lambda c: reverse("reports:schedule-show", args=[c.plan.slug]),
            lambda c: c.office,
        ),
        (
            "ＫＰＩ一覧",
            lambda c: reverse("kpis:indicator-list", args=[c.plan.slug]),
            lambda c: c.office,
        ),
        (
            "評価の推移",
            lambda c: reverse("reports:trend-show", args=[c.plan.slug]),
            lambda c: c.office,
        ),
        (
            "個票",
            lambda c: reverse("reports:initiative-show", args=[c.initiative.pk]),
            lambda c: c.office,
        ),
        (
            "入力",
            lambda c: reverse("progress:entry-edit", args=[c.period.pk, c.initiative.pk]),
            lambda c: c.clerk,
        ),
        (
            "一括入力",
            lambda c: reverse("progress:section-edit", args=[c.period.pk, section_of(c)]),
            lambda c: c.clerk,
        ),
        ("確認", lambda _: reverse("progress:confirmation-list"), lambda c: c.head),
    ]
