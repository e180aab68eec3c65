"""The administrator keeps people and their posts."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fiscal import clock
from organizations import access, people_actions
from organizations.account_days import closed_because, span_in_words
from organizations.desk import DeskRequest
from organizations.keeping_forms import (
    AccountForm,
    PersonForm,
    PostForm,
    account_initial,
    account_of,
    post_initial,
)
from organizations.models import Department, DepartmentQuerySet, Municipality
from organizations.people import people_of
from organizations.people_actions import PersonError, PostFacts
from organizations.roles import RULES

LONGEST_SEARCH = 60


@require_safe
def person_list(request: DeskRequest) -> HttpResponse:
    """利用者と職, by section."""
    city = access.get_administered_city(request.desk)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    people = people_of(city, clock.today(), words=words, number=request.GET.get("page", ""))
    return render(request, "organizations/people.html", {"people": people, "words": words})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_create(request: DeskRequest) -> HttpResponse:
    """A new person with the first post; the temporary password is shown once, on the page that answers."""
    city = access.get_administered_city(request.desk)
    form = PersonForm(request.POST or None, departments=_units(city))
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        account = {name: facts.pop(name) for name in ("username", "name")}
        try:
            with transaction.atomic():
                issued = people_actions.add_person(municipality=city, by=request.user, **account)
                people_actions.add_post(
                    person=issued.person, facts=PostFacts(**facts), by=request.user
                )
        except PersonError as error:
            form.add_error(error.field, str(error))
        else:
            return render(request, "organizations/issued.html", {"issued": [issued]})
    context = {"form": form, "rules": _rules()}
    return render(request, "organizations/person_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Everything about one person: name, posts, and whether they may sign in."""
    person = access.get_person(request.desk, pk)
    form = AccountForm(request.POST or None, initial=account_initial(person))
    if request.method == "POST" and form.is_valid():
        try:
            people_actions.change_person(person=person, by=request.user, **account_of(form))
        except PersonError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"{person}さんの登録を変更しました。")
            return redirect("organizations:person-edit", pk)
    posts = person.posts.select_related("department").order_by("valid_to", "valid_from", "pk")
    context = {
        "form": form,
        "person": person,
        "posts": posts,
        "closed": closed_because(person, clock.today()),
        "days": span_in_words(person),
    }
    return render(request, "organizations/person.html", context)


@require_POST
def person_switch(request: DeskRequest, pk: int) -> HttpResponse:
    """An account is switched off, or on again."""
    person = access.get_person(request.desk, pk)
    is_active = not person.is_active
    try:
        people_actions.switch_person(person=person, is_active=is_active, by=request.user)
    except PersonError as error:
        messages.error(request, str(error))
    else:
        done = "再開しました" if is_active else "停止しました"
        messages.success(request, f"{person}さんの利用を{done}。")
    return redirect("organizations:person-edit", pk)


@never_cache
@require_POST
def password_reset(request: DeskRequest, pk: int) -> HttpResponse:
    """A new temporary password, shown once."""
    person = access.get_person(request.desk, pk)
    try:
        issued = people_actions.reset_password(person=person, by=request.user)
    except PersonError as error:
        messages.error(request, str(error))
        return redirect("organizations:person-edit", pk)
    return render(request, "organizations/issued.html", {"issued": [issued]})


@require_http_methods(["GET", "HEAD", "POST"])
def post_create(request: DeskRequest, pk: int) -> HttpResponse:
    """One more post for a person (兼務, 異動)."""
    person = access.get_person(request.desk, pk)
    city = access.get_administered_city(request.desk)
    form = PostForm(request.POST or None, departments=_units(city))
    if request.method == "POST" and form.is_valid():
        try:
            people_actions.add_post(
                person=person, facts=PostFacts(**form.cleaned_data), by=request.user
            )
        except PersonError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"{person}さんの職を登録しました。")
            return redirect("organizations:person-edit", pk)
    context = {"form": form, "person": person, "rules": _rules()}
    return render(request, "organizations/post.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def post_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """A post is corrected, or ended by its last day."""
    post = access.get_post(request.desk, pk)
    own = Department.objects.filter(pk=post.department_id)
    departments = _units(access.get_administered_city(request.desk)) | own
    form = PostForm(request.POST or None, departments=departments, initial=post_initial(post))
    if request.method == "POST" and form.is_valid():
        try:
            people_actions.change_post(
                post=post, facts=PostFacts(**form.cleaned_data), by=request.user
            )
        except PersonError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"{post.user}さんの職を変更しました。")
            return redirect("organizations:person-edit", post.user_id)
    context = {"form": form, "person": post.user, "post": post, "rules": _rules()}
    return render(request, "organizations/post.html", context)


def _units(city: Municipality) -> DepartmentQuerySet:
    units = Department.objects.filter(municipality=city).units()
    return units.overlapping(clock.today(), None)


def _rules() -> list[tuple[str, str]]:
    return [(role.label, rule.description) for role, rule in RULES.items()]
