"""所属長の代理: who stands in for whom, naming one, ending one early."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fiscal import clock, wareki
from organizations import deputy_access, deputy_actions
from organizations.deputies import colleagues_of, deputies_of
from organizations.deputy_forms import DeputyForm
from organizations.desk import DeskRequest
from organizations.models import Department, DepartmentQuerySet, Post
from organizations.people_actions import PersonError


@require_safe
def deputy_list(request: DeskRequest) -> HttpResponse:
    """The deputies of the sections in which the person names them."""
    city = deputy_access.get_deputizing_city(request.desk)
    sections = deputy_access.deputized_departments(request.desk, city, clock.today())
    pks = list(sections.values_list("pk", flat=True))
    rows = deputies_of(pks, clock.today())
    return render(request, "organizations/deputies.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def deputy_create(request: DeskRequest) -> HttpResponse:
    """代理を置く."""
    city, today = deputy_access.get_deputizing_city(request.desk), clock.today()
    sections = deputy_access.deputized_departments(request.desk, city, today)
    section = _section(request.GET.get("section", ""), sections)
    form = DeputyForm(
        request.POST or None,
        city=city,
        departments=sections,
        initial={"department": section and section.pk, "valid_from": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            post = deputy_actions.name_deputy(by=request.user, **form.cleaned_data)
        except PersonError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _named(post))
            return redirect("organizations:deputy-list")
    context = {"form": form, "colleagues": colleagues_of(section, today)}
    return render(request, "organizations/deputy.html", context)


@require_POST
def deputy_end(request: DeskRequest, pk: int) -> HttpResponse:
    """A deputy is no longer needed."""
    post = deputy_access.get_deputy(request.desk, pk)
    try:
        messages.success(request, deputy_actions.end_deputy(post=post, by=request.user))
    except PersonError as error:
        messages.error(request, str(error))
    return redirect("organizations:deputy-list")


def _named(post: Post) -> str:
    days = "から".join(wareki.month_day(day) for day in (post.valid_from, post.valid_to) if day)
    return f"{days}まで、{post.user}さんが{post.department}の所属長の代理です。"


def _section(named: str, sections: DepartmentQuerySet) -> Department | None:
    """The section an address names, else the only one there is to choose."""
    rows = list(sections)
    chosen = [row for row in rows if str(row.pk) == named]
    return next(iter(chosen or (rows if len(rows) == 1 else [])), None)
