"""The admin: who comes in, whose rows they see, and that history cannot be rewritten."""

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from initiatives.models import Framework, Plan
from organizations.models import Department, Municipality, Post, User
from tests import factories
from tests.factories import PASSWORD

LIST_QUERIES = 11
ROOMS = {"administrator": 200, "secretary": 200, "anonymous": 302}
CAST = (
    "clerk",
    "head",
    "secretary",
    "executive",
    "viewer",
    "administrator",
    "neighbour",
    "outsider",
)


@pytest.fixture
def elsewhere(outsider: User) -> Municipality:
    """東松島市, with a department, a person and a plan of its own."""
    factories.plan(municipality=outsider.municipality, title="東松島市ＤＸ推進計画")
    return outsider.municipality


@pytest.fixture
def root(db) -> Client:
    """A superuser without municipality and post."""
    client = Client()
    user = User.objects.create_superuser(username="root", password=PASSWORD, name="全体 管理")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def change(row) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def management(prefix: str, total: int = 0, initial: int = 0) -> dict[str, int]:
    return {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial}


@pytest.mark.parametrize("name", [*CAST, "anonymous"])
def test_admin_index_opens_for_office_and_administrator(as_, name):
    response = as_(name).get("/admin/", follow=name != "anonymous")

    assert response.status_code == ROOMS.get(name, 403)


def test_admin_sends_strangers_to_the_one_sign_in(client, db):
    assert client.get("/admin/organizations/user/").url == (
        "/accounts/login/?next=/admin/organizations/user/"
    )


def test_admin_index_speaks_japanese_in_our_frame(as_):
    page = as_("administrator").get("/admin/").content.decode()

    assert "進捗管理 管理画面" in page
    assert "マイページへ戻る" in page
    assert "管理 治" in page


@pytest.mark.parametrize(
    ("name", "models"),
    [
        ("administrator", {"municipality", "department", "post", "user"}),
        ("secretary", {"municipality", "department"}),
    ],
)
def test_admin_index_lists_what_the_post_allows(as_, name, models):
    apps = {
        app["app_label"]: {model["object_name"].lower() for model in app["models"]}
        for app in as_(name).get("/admin/").context["app_list"]
    }

    assert apps["organizations"] == models
    assert ("initiatives" in apps) is (name == "secretary")
    assert not {"auth", "axes"} & apps.keys()


@pytest.mark.parametrize("model", ["municipality", "department", "post", "user"])
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_admin_pages_carry_nothing_inline(as_, clerk, model, page):
    response = as_("administrator").get(reverse(f"admin:organizations_{model}_{page}"))

    if (model, page) == ("municipality", "add"):
        assert response.status_code == 403
        return
    text = response.content.decode()
    assert response.status_code == 200
    assert "style=" not in text
    assert "onclick=" not in text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_admin_lists_only_the_own_city_hall(as_, elsewhere, department):
    client = as_("administrator")
    lists = {
        model: list(
            client.get(reverse(f"admin:organizations_{model}_changelist")).context["cl"].queryset
        )
        for model in ("municipality", "department", "user", "post")
    }

    assert [row.name for row in lists["municipality"]] == ["石巻市"]
    assert {row.name for row in lists["department"]} == {"市民課", "ＤＸ推進課"}
    assert {row.username for row in lists["user"]} == {"administrator"}
    assert {row.user.username for row in lists["post"]} == {"administrator"}


def test_admin_answers_404_for_another_citys_rows(as_, elsewhere):
    client = as_("administrator")
    rows = (
        elsewhere,
        Department.objects.get(municipality=elsewhere),
        Post.objects.get(department__municipality=elsewhere),
    )

    for row in rows:
        assert client.get(change(row)).status_code == 404
        assert client.post(change(row), {"name": "奪取"}).status_code == 404


def test_admin_history_of_another_citys_rows_is_closed(as_, elsewhere):
    client = as_("administrator")
    department = Department.objects.get(municipality=elsewhere)
    history = department.history.get()
    info = "admin:organizations_department"

    assert client.get(reverse(f"{info}_history", args=[department.pk])).status_code == 403
    assert (
        client.get(reverse(f"{info}_simple_history", args=[department.pk, history.pk])).status_code
        == 403
    )


def test_admin_offers_only_departments_of_the_own_city_hall(as_, elsewhere, department):
    form = as_("administrator").get("/admin/organizations/post/add/").context["adminform"].form

    assert {row.municipality.name for row in form.fields["department"].queryset} == {"石巻市"}
    assert {row.municipality.name for row in form.fields["user"].queryset} == {"石巻市"}


def test_admin_refuses_a_department_of_another_city_hall(as_, elsewhere, clerk):
    foreign = Department.objects.get(municipality=elsewhere)
    fields = {"user": clerk.pk, "department": foreign.pk, "role": "clerk", "title": ""}
    response = as_("administrator").post("/admin/organizations/post/add/", fields)

    assert response.context["adminform"].form.errors.keys() == {"department"}
    assert Post.objects.filter(user=clerk).count() == 1


def test_admin_shows_all_city_halls_to_a_superuser(root, elsewhere, municipality):
    response = root.get("/admin/organizations/municipality/")

    assert response.context["cl"].queryset.count() == 2
    assert root.get(change(elsewhere)).status_code == 200


def test_department_admin_changes_and_records_who(as_, administrator, department):
    fields = {
        "municipality": department.municipality_id,
        "code": "100",
        "name": "市民生活課",
        "kind": "unit",
        "order": 1,
        "extension": "",
        **management("posts"),
    }
    response = as_("administrator").post(change(department), fields)
    record = department.history.first()

    assert response.status_code == 302
    assert (record.name, record.history_user, record.history_change_reason) == (
        "市民生活課",
        administrator,
        "管理画面での修正",
    )


def test_department_admin_is_for_reading_by_the_office(as_, department):
    client = as_("secretary")

    assert client.get(change(department)).status_code == 200
    assert client.post(change(department), {"name": "別名"}).status_code == 403
    assert client.get("/admin/organizations/user/").status_code == 403


def test_history_is_read_in_japanese(as_, administrator, department):
    department.name = "市民生活課"
    department._history_user = administrator
    department._change_reason = "機構改革"
    department.save()
    url = reverse("admin:organizations_department_history", args=[department.pk])
    page = as_("administrator").get(url).content.decode()

    assert "変更の履歴：市民生活課" in page
    assert "機構改革" in page
    assert "市民課 → 市民生活課" in page
    assert "令和８年" in page or "令和" in page
    assert "style=" not in page


def test_history_cannot_be_written_by_a_post(as_, department):
    first = department.history.get()
    department.name = "市民生活課"
    department.save()
    url = reverse("admin:organizations_department_simple_history", args=[department.pk, first.pk])

    for name in ("secretary", "administrator"):
        client = as_(name)
        assert client.get(url).status_code == 200
        assert client.post(url, {"name": "市民課"}).status_code == 405
    assert Department.objects.get(pk=department.pk).name == "市民生活課"


def test_user_admin_makes_a_person(as_, municipality):
    fields = {
        "username": "000123",
        "name": "新任 花子",
        "municipality": municipality.pk,
        "password1": "another-long-password",
        "password2": "another-long-password",
        **management("posts"),
    }
    response = as_("administrator").post("/admin/organizations/user/add/", fields)
    user = User.objects.get(username="000123")

    assert response.status_code == 302
    assert (user.name, user.municipality) == ("新任 花子", municipality)
    assert user.check_password("another-long-password")


def test_user_admin_gives_a_second_post(as_, clerk, office):
    post = clerk.posts.get()
    fields = {
        "username": clerk.username,
        "name": clerk.name,
        "email": "",
        "municipality": clerk.municipality_id,
        "is_active": "on",
        **management("posts", total=2, initial=1),
        "posts-0-id": post.pk,
        "posts-0-user": clerk.pk,
        "posts-0-department": post.department_id,
        "posts-0-role": "clerk",
        "posts-1-user": clerk.pk,
        "posts-1-department": office.pk,
        "posts-1-role": "viewer",
        "posts-1-valid_from": "2026-10-01",
    }
    response = as_("administrator").post(change(clerk), fields)

    assert response.status_code == 302
    assert sorted(clerk.posts.values_list("role", flat=True)) == ["clerk", "viewer"]
    assert clerk.posts.get(role="viewer").history.get().history_change_reason == "管理画面での修正"


def test_user_admin_does_not_make_superusers(as_, clerk):
    client = as_("administrator")
    fields = {
        "username": clerk.username,
        "name": clerk.name,
        "municipality": clerk.municipality_id,
        "is_active": "on",
        "is_superuser": "on",
        "is_staff": "on",
        **management("posts"),
    }
    client.post(change(clerk), fields)

    clerk.refresh_from_db()
    assert (clerk.is_superuser, clerk.is_staff) == (False, False)


def test_user_admin_does_not_touch_superusers(as_, municipality):
    above = User.objects.create_superuser(
        username="root", password=PASSWORD, name="全体 管理", municipality=municipality
    )
    client = as_("administrator")

    assert client.get(change(above)).status_code == 200
    assert client.post(change(above), {"name": "奪取"}).status_code == 403
    assert client.post(f"/admin/organizations/user/{above.pk}/password/", {}).status_code == 403


def test_user_admin_sets_a_new_password(as_, clerk):
    new = "another-long-password"
    url = f"/admin/organizations/user/{clerk.pk}/password/"
    fields = {"password1": new, "password2": new, "usable_password": "true", "set-password": "1"}
    response = as_("administrator").post(url, fields)

    clerk.refresh_from_db()
    assert response.status_code == 302
    assert clerk.check_password(new)


def test_user_admin_never_deletes(as_, clerk):
    assert (
        as_("administrator").get(f"/admin/organizations/user/{clerk.pk}/delete/").status_code == 403
    )


def test_user_admin_unlocks(as_, client, clerk):
    for _ in range(5):
        client.post("/accounts/login/", {"username": "clerk", "password": "wrong"})
    fields = {"action": "unlock", "_selected_action": [clerk.pk]}
    response = as_("administrator").post("/admin/organizations/user/", fields, follow=True)

    assert "1人のログインの制限を解除しました。" in response.content.decode()
    assert AccessAttempt.objects.count() == 0
    right = client.post("/accounts/login/", {"username": "clerk", "password": PASSWORD})
    assert right.status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_user_admin_queries_do_not_grow(
    as_, administrator, department, count, django_assert_num_queries
):
    for _ in range(count):
        factories.person(department, "clerk")
    client = as_("administrator")
    client.get("/admin/organizations/user/")

    with django_assert_num_queries(LIST_QUERIES):
        client.get("/admin/organizations/user/")


def test_admin_of_plans_limits_municipality_and_starts_with_the_own(as_, elsewhere, plan):
    client = as_("secretary")
    form = client.get("/admin/initiatives/plan/add/").context["adminform"].form

    assert form.initial["municipality"] == plan.municipality_id
    assert list(form.fields["municipality"].queryset) == [plan.municipality]
    assert client.get(change(Plan.objects.get(title="東松島市ＤＸ推進計画"))).status_code == 404


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password_change/"])
def test_admin_has_no_second_page_for_sign_in_and_password(as_, path):
    response = as_("administrator").get(path)

    assert (
        response.url
        == {"/admin/login/": "/admin/", "/admin/password_change/": "/accounts/password/"}[path]
    )


def test_admin_logout_signs_out(as_):
    client = as_("administrator")
    response = client.post("/admin/logout/", follow=True)

    assert response.redirect_chain == [("/accounts/logout/", 307), ("/accounts/login/", 302)]


def test_admin_shows_national_frameworks_for_reading(as_, plan):
    national = Framework.objects.create(key="nation", title="国の重点取組事項")
    own = Framework.objects.create(key="own", title="総合計画", municipality=plan.municipality)
    client = as_("secretary")

    assert [client.get(change(row)).status_code for row in (national, own)] == [200, 200]
    assert client.post(change(national), {"title": "奪取"}).status_code == 403
    assert client.get("/admin/initiatives/framework/").context["cl"].queryset.count() == 2


def test_admin_shows_grade_scales_for_reading(as_, plan):
    client = as_("secretary")

    assert client.get(change(plan.grade_scale)).status_code == 200
    assert client.post(change(plan.grade_scale), {"name": "別名"}).status_code == 403
    assert client.get("/admin/initiatives/gradescale/add/").status_code == 403


def test_admin_names_the_controls_of_inline_rows(as_, clerk):
    page = as_("administrator").get(change(clerk)).content.decode()

    assert all(
        f'aria-label="{label}"' in page for label in ("所属", "役割", "発令日", "この行を削除")
    )
