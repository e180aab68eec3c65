"""The administrator keeps the city hall, its sections, people and posts in the browser."""

from datetime import date

import pytest
from django.test import Client

from organizations import city_actions, department_actions, people_actions
from organizations.department_actions import DepartmentError, DepartmentFacts
from organizations.models import Department, Municipality, Post, User
from organizations.people_actions import PersonError, PostFacts
from tests import factories

CITY, OFFICE = "/organizations/city/", "/organizations/secretariat/"
SECTIONS, PEOPLE = "/organizations/departments/", "/organizations/people/"
NEW_PASSWORD = "watashi-no-kotoba-8"


@pytest.fixture
def root(db) -> Client:
    """The first administrator of an empty database."""
    person = User.objects.create_superuser(username="root", password=factories.PASSWORD)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("code", ["042021", "０４２０２１"])
def test_municipality_edit_registers_the_first_city(root, code):
    response = root.post(CITY, {"code": code, "name": "石巻市", "prefecture": ""})

    city = Municipality.objects.get()
    assert (city.code, city.area_code, city.prefecture) == ("042021", "04202", "宮城県")
    assert (response.url, User.objects.get().municipality) == ("/setup/", city)
    assert city.history.get().history_change_reason == "自治体の登録"


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        (
            {"code": "042020", "name": "石巻市"},
            {"code": ["全国地方公共団体コードの検査数字（６桁目）が合いません。"]},
        ),
        (
            {"code": "42021", "name": "石巻市"},
            {"code": ["全国地方公共団体コードは半角数字６桁で入力してください。"]},
        ),
        ({"code": "990019", "name": "見本市"}, {"prefecture": ["コードから分かりません。入力してください。"]}),
        ({"code": "042021", "name": ""}, {"name": ["入力してください。"]}),
    ],
)  # fmt: skip
def test_municipality_edit_says_what_is_wrong(root, fields, errors):
    assert root.post(CITY, fields).context["form"].errors == errors
    assert not Municipality.objects.exists()


def test_municipality_edit_corrects_the_own_city(as_, administrator, municipality):
    as_("administrator").post(CITY, {"code": "042021", "name": "新石巻市", "prefecture": "宮城県"})

    municipality.refresh_from_db()
    assert municipality.name == "新石巻市"


def test_municipality_edit_refuses_the_code_of_another_city(as_, outsider):
    page = as_("administrator").post(CITY, {"code": "042145", "name": "石巻市"})

    assert page.context["form"].errors["code"] == ["このコードの自治体は既に登録されています。"]


def test_superuser_of_no_city_among_several_keeps_none(root, municipality, outsider):
    assert root.get(SECTIONS).status_code == 404
    assert root.get("/start/").url == "/"


def test_department_create_puts_the_section_last(as_, municipality, office):
    upper = factories.department(municipality=municipality, name="市民部")
    fields = {"name": "住民課", "parent": upper.pk, "code": "0210", "extension": "2345"}

    response = as_("administrator").post(f"{SECTIONS}new/", fields)

    row = Department.objects.get(name="住民課")
    assert response.url == SECTIONS
    assert (row.parent, row.code, row.extension) == (upper, "0210", "2345")
    assert row.order == upper.order + 1


def test_department_create_refuses_a_twin_and_a_span_backwards(as_, department, office):
    client = as_("administrator")

    twin = client.post(f"{SECTIONS}new/", {"name": "市民課"})
    span = {"name": "住民課", "valid_from": "2026-04-01", "valid_to": "2026-03-31"}
    backwards = client.post(f"{SECTIONS}new/", span)

    assert twin.context["form"].errors["name"] == ["同じ名称の課が、同じ時期に既にあります。"]
    assert backwards.context["form"].errors["valid_to"] == ["廃止日は設置日以後にしてください。"]


def test_name_is_free_again_after_the_section_is_gone(municipality, department, administrator):
    department.valid_to = date(2026, 3, 31)
    department.save()

    facts = DepartmentFacts(name="市民課", valid_from=date(2026, 4, 1))
    row = department_actions.add_department(
        municipality=municipality, facts=facts, by=administrator
    )

    assert Department.objects.filter(name="市民課").count() == 2
    assert row.history.get().history_user == administrator


def test_department_edit_refuses_a_circle(as_, municipality, department, administrator):
    below = factories.department(municipality=municipality, name="窓口係", parent=department)

    fields = {"name": "市民課", "parent": below.pk}
    page = as_("administrator").post(f"{SECTIONS}{department.pk}/", fields)

    assert page.context["form"].errors["parent"] == ["上位の部をたどると、この課自身に戻ります。"]


def test_department_edit_refuses_the_code_of_another(municipality, department, administrator):
    factories.department(municipality=municipality, name="税務課", code="0300")

    with pytest.raises(DepartmentError) as refusal:
        department_actions.change_department(
            department=department,
            facts=DepartmentFacts(name="市民課", code="0300"),
            by=administrator,
        )

    assert refusal.value.field == "code"


def test_department_sort_moves_only_what_changed(as_, department, office, administrator):
    fields = {f"order-{department.pk}": "7", f"order-{office.pk}": str(office.order)}

    page = as_("administrator").post(f"{SECTIONS}sort/", fields, follow=True)

    department.refresh_from_db()
    assert (department.order, office.history.count()) == (7, 1)
    assert "１課の並びを変えました。" in page.text


@pytest.mark.parametrize("typed", ["-1", "abc", "²", "99999"])
def test_department_sort_refuses_what_is_no_place(as_, department, administrator, typed):
    order = department.order

    page = as_("administrator").post(
        f"{SECTIONS}sort/", {f"order-{department.pk}": typed}, follow=True
    )

    department.refresh_from_db()
    assert "並びは０から9,999までの数字で入力してください。" in page.text
    assert department.order == order


def test_secretariat_edit_moves_the_office(as_, department, office, administrator):
    response = as_("administrator").post(OFFICE, {"department": department.pk})

    department.refresh_from_db()
    office.refresh_from_db()
    assert response.url == "/setup/"
    assert (department.is_secretariat, office.is_secretariat) == (True, False)


def test_secretariat_chosen_again_changes_nothing(office, administrator):
    city_actions.choose_secretariat(department=office, by=administrator)

    assert office.history.count() == 1


def person_fields(section: Department, **fields: object) -> dict[str, object]:
    return {
        "username": "s1001",
        "name": "見本 次郎",
        "department": section.pk,
        "role": "clerk",
        **fields,
    }


def test_person_create_shows_the_password_once_and_asks_for_a_new_one(as_, department, office):
    client = as_("administrator")

    page = client.post(f"{PEOPLE}new/", person_fields(department, title="主査"))

    issued = page.context["issued"][0]
    person = User.objects.get(username="s1001")
    assert issued.password in page.text
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert issued.password not in client.get(f"{PEOPLE}{person.pk}/").text
    assert person.posts.get().title == "主査"

    newcomer = Client()
    newcomer.post("/accounts/login/", {"username": "s1001", "password": issued.password})
    assert newcomer.get("/").url == "/accounts/password/"
    assert "仮のパスワードでログインしています。" in newcomer.get("/accounts/password/").text
    typed = {"old_password": issued.password, "new_password1": NEW_PASSWORD}
    newcomer.post("/accounts/password/", {**typed, "new_password2": NEW_PASSWORD})
    assert newcomer.get("/").status_code == 200
    person.refresh_from_db()
    assert (person.password_is_temporary, person.check_password(NEW_PASSWORD)) == (False, True)


def test_temporary_password_cannot_be_kept(department, municipality, administrator):
    issued = people_actions.add_person(
        municipality=municipality, username="s1001", name="見本 次郎", by=administrator
    )
    client = Client()
    client.post("/accounts/login/", {"username": "s1001", "password": issued.password})

    typed = dict.fromkeys(("old_password", "new_password1", "new_password2"), issued.password)
    page = client.post("/accounts/password/", typed)

    assert (
        "いまのパスワードと違うものにしてください。" in page.context["form"].errors["new_password1"]
    )


def test_temporary_password_opens_nothing_but_the_way_out(clerk, administrator):
    issued = people_actions.reset_password(person=clerk, by=administrator)
    client = Client()
    client.post("/accounts/login/", {"username": "clerk", "password": issued.password})

    answers = [client.get("/help/"), client.post("/scales/add/"), client.get("/admin/")]

    assert {answer.url for answer in answers} == {"/accounts/password/"}
    assert client.post("/accounts/logout/").url == "/accounts/login/"


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"username": "clerk"}, "username", "この職員番号は既に使われています。"),
        ({"username": "ｃｌｅｒｋ"}, "username", "この職員番号は既に使われています。"),
        ({"role": "mayor"}, "role", "一覧から選んでください。"),
        ({"department": "9999"}, "department", "一覧から選んでください。"),
        ({"valid_from": "2026-04-01", "valid_to": "2026-03-31"}, "valid_to", "終了日は発令日以後にしてください。"),
    ],
)  # fmt: skip
def test_person_create_says_what_is_wrong(as_, clerk, department, fields, field, message):
    client = as_("administrator")
    before = User.objects.count()

    page = client.post(f"{PEOPLE}new/", person_fields(department, **fields))

    assert page.context["form"].errors[field] == [message]
    assert User.objects.count() == before


def test_person_edit_changes_name_and_address(as_, clerk):
    response = as_("administrator").post(
        f"{PEOPLE}{clerk.pk}/", {"name": "改名 花子", "email": "hanako@example.jp"}
    )

    clerk.refresh_from_db()
    assert response.url == f"{PEOPLE}{clerk.pk}/"
    assert (clerk.name, clerk.email) == ("改名 花子", "hanako@example.jp")


def test_superuser_is_changed_only_by_superusers(as_, administrator, municipality):
    above = User.objects.create_superuser(
        username="root", password=factories.PASSWORD, municipality=municipality
    )
    paths = (f"{PEOPLE}{above.pk}/", f"{PEOPLE}{above.pk}/posts/new/")

    assert [as_("administrator").get(path).status_code for path in paths] == [403, 403]


def test_person_switch_ends_and_returns_the_account(as_, clerk):
    client, signed_in = as_("administrator"), as_("clerk")

    client.post(f"{PEOPLE}{clerk.pk}/switch/")
    assert signed_in.get("/").status_code == 302
    assert "利用を停止した人" in client.get(PEOPLE).text
    client.post(f"{PEOPLE}{clerk.pk}/switch/")

    clerk.refresh_from_db()
    reasons = clerk.history.values_list("history_change_reason", flat=True)
    assert (clerk.is_active, list(reasons[:2])) == (True, ["利用の再開", "利用の停止"])


def test_nobody_switches_off_or_resets_themselves(as_, administrator):
    client = as_("administrator")

    switched = client.post(f"{PEOPLE}{administrator.pk}/switch/", follow=True)
    reset = client.post(f"{PEOPLE}{administrator.pk}/password/", follow=True)

    assert "自分の利用は停止できません。" in switched.text
    assert "自分のパスワードは「パスワード」の画面で変更してください。" in reset.text
    administrator.refresh_from_db()
    assert administrator.is_active


def test_password_reset_replaces_the_password(as_, clerk):
    page = as_("administrator").post(f"{PEOPLE}{clerk.pk}/password/")

    clerk.refresh_from_db()
    assert clerk.check_password(page.context["issued"][0].password)
    assert clerk.password_is_temporary


def test_temporary_password_is_hashed_fully_at_the_first_sign_in(settings, clerk, administrator):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]

    issued = people_actions.reset_password(person=clerk, by=administrator)

    assert clerk.password.split("$")[:2] == ["pbkdf2_sha256", "10000"]
    Client().post("/accounts/login/", {"username": "clerk", "password": issued.password})
    clerk.refresh_from_db()
    assert int(clerk.password.split("$")[1]) > 500_000


def test_post_create_and_edit_give_and_end_a_post(as_, clerk, office):
    client = as_("administrator")
    fields = {"department": office.pk, "role": "viewer", "valid_from": "2026-10-01"}

    client.post(f"{PEOPLE}{clerk.pk}/posts/new/", fields)
    post = Post.objects.get(user=clerk, department=office)
    client.post(f"/organizations/posts/{post.pk}/", {**fields, "valid_to": "2027-03-31"})

    post.refresh_from_db()
    assert (post.valid_from, post.valid_to) == (date(2026, 10, 1), date(2027, 3, 31))
    assert post.history.count() == 2


def test_same_post_in_the_same_time_is_refused(as_, clerk, department, administrator):
    page = as_("administrator").post(
        f"{PEOPLE}{clerk.pk}/posts/new/", {"department": department.pk, "role": "clerk"}
    )

    said = "同じ所属と役割の職が、同じ時期に既にあります。"
    assert page.context["form"].errors["valid_from"] == [said]
    with pytest.raises(PersonError):
        people_actions.add_post(
            person=clerk,
            facts=PostFacts(department, "clerk", valid_from=date(2027, 4, 1)),
            by=administrator,
        )


def test_post_edit_says_what_is_wrong(as_, clerk, department):
    other = Post.objects.create(user=clerk, department=department, role="head")

    page = as_("administrator").post(
        f"/organizations/posts/{other.pk}/", {"department": department.pk, "role": "clerk"}
    )

    assert page.context["form"].errors.keys() == {"valid_from"}


def test_person_list_groups_by_section_and_finds(as_, clerk, head, secretary, municipality):
    User.objects.create_user(username="loose", name="職無 人", municipality=municipality)
    Post.objects.filter(user=head).update(valid_to=date(2027, 3, 31))
    Post.objects.filter(user=secretary).update(valid_from=date(2026, 11, 1))
    client = as_("administrator")

    people = client.get(PEOPLE).context["people"]

    listed = {
        group.name: [(str(row.person), row.role, row.when) for row in group.rows]
        for group in people.groups
    }
    assert listed == {
        "市民課": [("見本 花子", "担当者", ""), ("例田 一郎", "所属長", "令和９年３月31日まで")],
        "ＤＸ推進課": [
            ("事務 局子", "事務局", "令和８年11月１日から"),
            ("管理 治", "システム管理者", ""),
        ],
        "職がない利用者": [("職無 人", "", "")],
    }
    found = client.get(f"{PEOPLE}?q=例田").context["people"]
    assert [(group.name, len(group.rows)) for group in found.groups] == [("市民課", 1)]
    assert "「居ない人」に当たる利用者はいません。" in client.get(f"{PEOPLE}?q=居ない人").text


def test_person_list_shows_fifty_at_a_time(as_, administrator, department):
    for _ in range(60):
        factories.person(department, "viewer")
    client = as_("administrator")

    pages = [client.get(f"{PEOPLE}?page={number}").context["people"] for number in (1, 2, "x")]

    assert [sum(len(group.rows) for group in page.groups) for page in pages] == [50, 11, 50]
    assert {page.total for page in pages} == {61}


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_number_of_questions(
    count, as_, administrator, municipality, django_assert_num_queries
):
    for _ in range(count):
        upper = factories.department(municipality=municipality)
        factories.person(factories.department(municipality=municipality, parent=upper), "clerk")
    client = as_("administrator")
    client.get("/")

    with django_assert_num_queries(8):
        client.get(PEOPLE)
    with django_assert_num_queries(7):
        client.get(SECTIONS)
