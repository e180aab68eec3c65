"""Pages of the plan itself: the plan, its 工程表 and the 個票."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fiscal import clock, wareki
from initiatives import access
from initiatives.models import Plan
from organizations.desk import DeskRequest
from progress.models import ReportingPeriod
from reports import (
    gantt,
    glossary,
    lacks,
    overview,
    plan_chapters,
    plan_course,
    plan_page,
    plan_policies,
    plan_tree,
    schedule_choice,
    schedule_columns,
    schedule_page,
)
from reports import sheet as sheets
from reports.access import begun_periods, choose_period
from reports.plan_forms import PlanFilter

PAGE = 50
CHOICES = {
    schedule_choice.Choice.ALL: "すべて",
    schedule_choice.Choice.ACTIVE: "計画期間中",
    schedule_choice.Choice.LATE: "遅れ・やや遅れ",
    schedule_choice.Choice.DUE: "今年度に目標事項があるもの",
}


@require_safe
def plan_show(request: DeskRequest, slug: str) -> HttpResponse:
    """The plan as its document shows it."""
    plan = access.get_plan(request.desk, slug)
    period = choose_period(begun_periods(plan), "")
    contents = plan_page.read(plan, period)
    form, found = _narrow(request, contents)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "reports/plan.html",
        {
            "plan": plan,
            "period": period,
            "form": form,
            "narrowed": bool(request.GET),
            "page": page,
            "may_take_in": access.may_edit_plans(request.desk),
            **_told(contents),
            **_arranged(contents, list(page.object_list)),
        },
    )


def _told(contents: plan_page.Contents) -> dict[str, object]:
    """What the plan says around its 取組事項."""
    plan = contents.plan
    opening, chapters = plan_chapters.read(plan)
    return {
        "opening": opening,
        "chapters": chapters,
        "appendices": plan_chapters.appendices(plan),
        "course": plan_course.read(plan),
        "glossary": glossary.read(plan),
        "policies": plan_policies.read(plan, contents.categories),
        "lacks": lacks.of(plan),
    }


def _arranged(contents: plan_page.Contents, shown: list[int]) -> dict[str, object]:
    """The map of the whole plan, and the tables of what is shown."""
    contents = plan_page.with_goals(contents, shown)
    return {
        "total": len(contents.counted),
        "repeated": len(contents.items) - len(contents.counted),
        "finished": sum(bool(item.finished) for item in contents.counted),
        "key": plan_page.key_of(contents),
        "map": plan_tree.arrange(contents, contents.order),
        "parts": plan_tree.arrange(contents, shown),
        "overview": overview.read(contents, shown),
    }


@require_safe
def chapter_list(request: DeskRequest, slug: str) -> HttpResponse:
    """What the plan says beside its 取組事項: statements, frameworks, glossary, notes of reading."""
    plan = access.get_plan(request.desk, slug)
    _, chapters = plan_chapters.read(plan)
    return render(
        request,
        "reports/chapters.html",
        {
            "plan": plan,
            "words": glossary.read(plan),
            "course": plan_course.read(plan),
            "chapters": chapters,
            "frameworks": plan_chapters.frameworks_of(plan),
            "glossary": plan.glossary.order_by("order", "pk"),
        },
    )


def _narrow(request: DeskRequest, contents: plan_page.Contents) -> tuple[PlanFilter, list[int]]:
    """Return the filter and the 取組事項 it finds; a filter that makes no sense hides nothing."""
    form = PlanFilter(
        request.GET,
        categories=[(row.pk, str(row)) for row in contents.categories],
        departments=list(contents.section_names.items()),
    )
    if not form.is_valid():
        return form, contents.order
    wanted = form.cleaned_data
    return form, plan_page.find(contents, wanted["q"], wanted["category"], wanted["department"])


@require_safe
def schedule_show(request: DeskRequest, slug: str) -> HttpResponse:
    """工程表."""
    plan = access.get_plan(request.desk, slug)
    today = clock.today()
    period = choose_period(begun_periods(plan), "")
    choice = schedule_choice.choice_of(request.GET.get("show", ""))
    keys = schedule_choice.pick(plan, period, choice)
    page = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "reports/schedule.html",
        {
            "plan": plan,
            "period": period,
            "today": today,
            "page": page,
            "choices": [(key, word, key == choice) for key, word in CHOICES.items()],
            "lacks": lacks.of(plan),
            "steps": plan_course.steps(plan),
            **_drawn(plan, period, today, list(page.object_list)),
        },
    )


def _drawn(
    plan: Plan, period: ReportingPeriod | None, today: date, keys: list[int]
) -> dict[str, object]:
    """The table of the 工程表 and the figure of the same rows."""
    columns = schedule_columns.Columns(plan)
    groups = schedule_page.build(plan, period, today, keys)
    return {
        "columns": columns,
        "span": wareki.fiscal_years(plan.schedule_years[0], plan.last_year),
        "years": schedule_columns.years(columns, period),
        "line": schedule_columns.today_line(columns, today),
        "groups": groups,
        "figure": gantt.figure(groups, origin=columns.origin, length=columns.end, today=today),
    }


@require_safe
def initiative_show(request: DeskRequest, pk: int) -> HttpResponse:
    """個票."""
    initiative = access.get_initiative(request.desk, pk)
    today = clock.today()
    sheet = sheets.read(initiative, begun_periods(initiative.plan), today)
    return render(
        request,
        "reports/initiative.html",
        {"sheet": sheet, "ways": sheets.ways(request.desk, sheet, today), "plan": initiative.plan},
    )
