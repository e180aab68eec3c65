"""What the frame of every page shows: the plan, the quarter, the person, the menu."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from fiscal import clock, wareki
from fiscal.calendar import QUARTERLY, Quarter, quarters_between
from initiatives import running
from initiatives.models import Plan
from organizations.admin_site import may_enter
from organizations.desk import Desk
from organizations.roles import Permission
from progress import todo
from progress.models import ReportingPeriod

APP_NAME = "ＤＸ推進計画"
YEAR_WIDTH, TICK_STEP, TICK_WIDTH = 58, 13, 11
# A plan of many years is drawn smaller, so that it fits a phone.
LONG_PLAN, LONG_SCALE = 5, (30, 7, 5)


@dataclass(frozen=True)
class MenuItem:
    """One entry of the main menu."""

    name: str
    url: str
    is_current: bool
    count: int = 0


def frame(request: HttpRequest) -> dict[str, object]:
    """Give every template ``frame``; a signed-out person sees a bare one."""
    desk: Desk | None = getattr(request, "desk", None)
    today = clock.today()
    if desk is None:
        return {"frame": door(today)}
    if not desk.posts:
        return {"frame": bare(desk)}
    plan = current_plan(request, desk, today)
    if plan is None:
        return {"frame": {**bare(desk), "menu": menu(request, desk, None, None, today)}}
    period = current_period(plan, today)
    return {
        "frame": {
            **of_plan(plan, period, today),
            "person": person(desk),
            "menu": menu(request, desk, plan, period, today),
            "plan": plan,
            "period": period,
        }
    }


def of_plan(plan: Plan, period: ReportingPeriod | None, today: date) -> dict[str, object]:
    """What the frame says about a plan, whoever looks."""
    quarter = period.as_quarter if period else Quarter.round_of(today, plan.frequency)
    return {
        "title": f"{plan.title} 進捗管理",
        "name": plan.title,
        "home": reverse("progress:mypage-show"),
        "is_demo": plan.municipality.is_demo,
        "fixed_day": fixed_day(),
        "where": wareki.quarter(quarter),
        "span": wareki.fiscal_years(plan.first_year, plan.last_year),
        "ruler": ruler(plan, quarter),
        "footer": f"{plan.title}（{wareki.fiscal_year(plan.first_year)}～{wareki.fiscal_year(plan.last_year)}）",
        "contact": contact(plan),
    }


def door(today: date) -> dict[str, object]:
    """The frame before the sign-in: of the running plan, where the server is one city hall's own."""
    cities = list(Plan.objects.order_by().values_list("municipality", flat=True).distinct()[:2])
    if len(cities) != 1:
        return bare(None)
    plan = running.leading(Plan.objects.select_related("municipality"), None, today)
    if plan is None:
        return bare(None)
    period = current_period(plan, today)
    is_open = period is not None and period.is_open_on(today)
    due = wareki.month_day_weekday(period.due_on) if period and is_open else ""
    return {**of_plan(plan, period, today), "due": due, "menu": []}


def bare(desk: Desk | None) -> dict[str, object]:
    """The frame without a plan; who may manage finds the way to it even before holding a post."""
    rows = [("マイページ", "progress:mypage-show")] if desk else []
    if desk and may_enter(desk):
        rows += [("設定", "setup-show"), ("管理", "admin:index")]
    return {
        "title": f"{APP_NAME} 進捗管理",
        "name": APP_NAME,
        "home": "/",
        "person": person(desk) if desk else "",
        "menu": [MenuItem(name, reverse(url), is_current=False) for name, url in rows],
        "footer": f"{APP_NAME} 進捗管理",
        "contact": "事務局",
    }


def fixed_day() -> str:
    """The day the demo stands on, or nothing."""
    day: date | None = settings.TODAY
    return wareki.full_date(day) if day else ""


def current_plan(request: HttpRequest, desk: Desk, today: date) -> Plan | None:
    """The 計画 of the address, else the one to work on (``initiatives.running``)."""
    plans = Plan.objects.visible_to(desk.user).select_related("municipality")
    match = request.resolver_match
    return running.leading(plans, match.kwargs.get("slug") if match else None, today)


def current_period(plan: Plan, today: date) -> ReportingPeriod | None:
    """The newest period that has opened."""
    return plan.periods.begun_by(today).order_by("-year", "-quarter").first()


def person(desk: Desk) -> str:
    """市民課　見本 花子（担当者）."""
    if not desk.posts:
        return str(desk.user)
    post = desk.posts[0]
    roles = "・".join(dict.fromkeys(p.role_in_words for p in desk.posts))
    return f"{post.title or post.department}　{desk.user}（{roles}）"


def contact(plan: Plan) -> str:
    """ＤＸ推進課（内線 0000）."""
    office = plan.municipality.departments.filter(
        is_secretariat=True, valid_to__isnull=True
    ).first()
    if office is None:
        return "事務局"
    return f"{office}（内線 {office.extension}）" if office.extension else str(office)


def menu(
    request: HttpRequest, desk: Desk, plan: Plan | None, period: ReportingPeriod | None, today: date
) -> list[MenuItem]:
    """The entries this person may open."""
    read: int | None = getattr(request, "waiting", None)
    own = todo.count_own(desk, today) if read is None else read
    rows = [("マイページ", reverse("progress:mypage-show"), own)]
    if plan and desk.may(Permission.OPEN_PERIOD):
        rows.append(("報告期", reverse("progress:period-list", args=[plan.slug]), 0))
    if plan and period and desk.may(Permission.REVIEW):
        waiting = todo.count_for_review(desk, today)
        rows.append(("審査", reverse("progress:review-list", args=[period.pk]), waiting))
    if plan:
        rows += [
            ("ダッシュボード", reverse("reports:dashboard-show", args=[plan.slug]), 0),
            ("計画", reverse("reports:plan-show", args=[plan.slug]), 0),
            ("計画の一覧", reverse("reports:plan-list"), 0),
            ("工程表", reverse("reports:schedule-show", args=[plan.slug]), 0),
            ("ＫＰＩ", reverse("kpis:indicator-list", args=[plan.slug]), 0),
            ("会議", reverse("meetings:meeting-list"), 0),
        ]
        if desk.may_somewhere(Permission.EXPORT):
            rows.append(("資料の出力", reverse("exchange:download-list", args=[plan.slug]), 0))
    if may_enter(desk):
        rows += [("設定", reverse("setup-show"), 0), ("管理", reverse("admin:index"), 0)]
    return [MenuItem(name, url, request.path == url, count) for name, url, count in rows]


def ruler(plan: Plan, now: Quarter) -> dict[str, object]:
    """The plan's quarters as ticks (geometry of the header's small drawing)."""
    ticks = quarters_between(Quarter(plan.first_year, 1), Quarter(plan.last_year, 4))
    is_long = plan.last_year - plan.first_year >= LONG_PLAN
    year_width, step, width = LONG_SCALE if is_long else (YEAR_WIDTH, TICK_STEP, TICK_WIDTH)
    years = [
        {
            "x": row * year_width,
            "name": wareki.fiscal_year_short(year),
            "ticks": [
                _tick(row * year_width + step * (q.number - 1), width, q, now)
                for q in ticks
                if q.year == year
            ],
        }
        for row, year in enumerate(range(plan.first_year, plan.last_year + 1))
    ]
    return {
        "width": len(years) * year_width - (0 if is_long else 8),
        "years": years,
        "label": f"計画期間 {wareki.fiscal_years(plan.first_year, plan.last_year)}{_position(ticks, now)}",
    }


def _position(ticks: list[Quarter], now: Quarter) -> str:
    if now not in ticks:
        return ""
    if now.span != QUARTERLY:
        return f"、いま{wareki.quarter(now)}"
    return f"の{len(ticks)}四半期のうち、いま{wareki.digits(ticks.index(now) + 1)}番目"


def _tick(x: int, width: int, quarter: Quarter, now: Quarter) -> dict[str, object]:
    if quarter.index < now.first.index:
        return {"tone": "past", "x": x, "y": 3, "width": width, "height": 7}
    if quarter <= now:
        return {"tone": "now", "x": x, "y": 0, "width": width, "height": 10}
    return {"tone": "next", "x": x + 0.5, "y": 3.5, "width": width - 1, "height": 6}
