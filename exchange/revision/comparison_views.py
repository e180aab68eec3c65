"""新旧対照表 as a page and as a paper."""

import logging
from datetime import timedelta

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from exchange.access import get_exportable_plan
from exchange.revision import access, editions, paper
from exchange.revision.comparison_forms import ComparisonForm
from fiscal import clock
from initiatives.models import Plan, PlanAmendment
from organizations.desk import DeskRequest
from organizations.roles import Permission

logger = logging.getLogger(__name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def comparison_show(request: DeskRequest, slug: str) -> HttpResponse:
    """What the plan says differently on two days."""
    plan = access.get_plan(request.desk, slug)
    made = editions.revisions(plan)
    query = _query(request.GET, made)
    form = _form(plan, query)
    chosen = form.cleaned_data if form.is_valid() else None
    context = {
        "plan": plan,
        "form": form,
        "chosen": chosen,
        "table": editions.between(plan, **chosen) if chosen else None,
        "heads": paper.columns_of(chosen["first"], chosen["last"]) if chosen else (),
        "may_export": request.desk.may_somewhere(Permission.EXPORT),
        "revisions": [(row, *editions.eve_and_day(row)) for row in made],
        "printed": editions.printed_revisions(plan),
        "query": query.urlencode(),
        "may_revise": access.may_revise(request.desk),
    }
    return render(request, "exchange/comparison.html", context)


@require_safe
def comparison_download(request: DeskRequest, slug: str) -> HttpResponse:
    """The same table as an Excel paper; who took it out is logged."""
    plan = get_exportable_plan(request.desk, slug)
    form = _form(plan, _query(request.GET, editions.revisions(plan)))
    if not form.is_valid():
        raise Http404
    chosen = form.cleaned_data
    table = editions.between(plan, **chosen)
    head = paper.head_of(plan, today=clock.today(), **chosen)
    logger.info("comparison taken out: plan=%s user=%s", plan.slug, request.user.pk)
    return paper_response(paper.render(head, table), f"{plan.title}_新旧対照表.xlsx")


def paper_response(content: bytes, name: str) -> HttpResponse:
    """Return a workbook as a download that nobody else may keep."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def _query(sent: QueryDict, made: list[PlanAmendment]) -> QueryDict:
    """Return what an address asks for; without days, what the last revision changed."""
    query = sent.copy()
    if "from" not in query and "to" not in query:
        today = clock.today()
        last = next((row.in_force_on for row in made if row.in_force_on <= today), None)
        query["from"] = ((last or today) - timedelta(days=1)).isoformat()
        query["to"] = today.isoformat()
    return query


def _form(plan: Plan, query: QueryDict) -> ComparisonForm:
    initiatives = plan.initiatives.order_by("order").values_list("code", "title")
    return ComparisonForm(query, initiatives=initiatives, word=plan.initiative_word)
