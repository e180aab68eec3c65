"""The administrator keeps the city hall itself and its sections."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fiscal import clock, wareki
from organizations import access, city_actions, department_actions
from organizations.department_actions import DepartmentError, DepartmentFacts
from organizations.desk import DeskRequest
from organizations.keeping_forms import (
    CityForm,
    DepartmentForm,
    SecretariatForm,
    city_initial,
    department_initial,
)
from organizations.models import Department, DepartmentQuerySet, Municipality

LARGEST_ORDER = 9_999


@require_http_methods(["GET", "HEAD", "POST"])
def municipality_edit(request: DeskRequest) -> HttpResponse:
    """自治体: register the first one, or correct the own one."""
    access.require_administrator(request.desk)
    city = access.city_of(request.desk)
    form = CityForm(request.POST or None, initial=city_initial(city))
    if request.method == "POST" and form.is_valid():
        try:
            row = city_actions.save_city(municipality=city, by=request.user, **form.cleaned_data)
        except city_actions.CityError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, f"{row.prefecture}{row.name}を登録しました。")
            return redirect("setup-show")
    return render(request, "organizations/city.html", {"form": form, "city": city})


@require_safe
def department_list(request: DeskRequest) -> HttpResponse:
    """課: the sections of today, those that are gone, and the groups the plans speak of."""
    city = access.get_administered_city(request.desk)
    today = clock.today()
    rows = list(city.departments.select_related("parent"))
    units = [row for row in rows if row.kind == Department.Kind.UNIT]
    context = {
        "present": [row for row in units if row.valid_to is None or row.valid_to >= today],
        "gone": [row for row in units if row.valid_to and row.valid_to < today],
        "groups": [row for row in rows if row.kind == Department.Kind.GROUP],
        "city": city,
    }
    return render(request, "organizations/departments.html", context)


@require_POST
def department_sort(request: DeskRequest) -> HttpResponse:
    """The numbers typed beside the sections become their order."""
    city = access.get_administered_city(request.desk)
    rows = list(city.departments.all())
    typed = {row.pk: request.POST.get(f"order-{row.pk}", "").strip() for row in rows}
    order = {pk: _number(text) for pk, text in typed.items() if text}
    if any(number is None for number in order.values()):
        messages.error(request, f"並びは０から{LARGEST_ORDER:,}までの数字で入力してください。")
        return redirect("organizations:department-list")
    sound = {pk: number for pk, number in order.items() if number is not None}
    count = department_actions.sort_departments(departments=rows, order=sound, by=request.user)
    said = f"{wareki.digits(count)}課の並びを変えました。" if count else "並びは変わっていません。"
    messages.success(request, said)
    return redirect("organizations:department-list")


@require_http_methods(["GET", "HEAD", "POST"])
def department_create(request: DeskRequest) -> HttpResponse:
    """A new section."""
    city = access.get_administered_city(request.desk)
    form = DepartmentForm(request.POST or None, parents=_units(city))
    if request.method == "POST" and form.is_valid():
        try:
            row = department_actions.add_department(
                municipality=city, facts=DepartmentFacts(**form.cleaned_data), by=request.user
            )
        except DepartmentError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"{row}を登録しました。")
            return redirect("organizations:department-list")
    return render(request, "organizations/department.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def department_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """A section is corrected."""
    department = access.get_administered_department(request.desk, pk)
    parents = _units(department.municipality).exclude(pk=pk)
    form = DepartmentForm(
        request.POST or None, parents=parents, initial=department_initial(department)
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = department_actions.change_department(
                department=department, facts=DepartmentFacts(**form.cleaned_data), by=request.user
            )
        except DepartmentError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"{row}を変更しました。")
            return redirect("organizations:department-list")
    context = {"form": form, "department": department}
    return render(request, "organizations/department.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def secretariat_edit(request: DeskRequest) -> HttpResponse:
    """Which section is the 事務局."""
    city = access.get_administered_city(request.desk)
    units = _units(city)
    now = units.filter(is_secretariat=True).first()
    form = SecretariatForm(
        request.POST or None, departments=units, initial={"department": now and now.pk}
    )
    if request.method == "POST" and form.is_valid():
        department = form.cleaned_data["department"]
        city_actions.choose_secretariat(department=department, by=request.user)
        messages.success(request, f"事務局は{department}です。")
        return redirect(reverse("setup-show"))
    return render(request, "organizations/secretariat.html", {"form": form, "city": city})


def _units(city: Municipality) -> DepartmentQuerySet:
    units = Department.objects.filter(municipality=city).units()
    return units.overlapping(clock.today(), None)


def _number(text: str) -> int | None:
    sound = text.isdecimal() and len(text) <= len(str(LARGEST_ORDER))
    return int(text) if sound else None
