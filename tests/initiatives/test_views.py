"""History and assignment as pages, opened by everybody."""

from datetime import date

import pytest
from django.urls import reverse

from initiatives.models import Responsibility
from tests import factories
from tests.conftest import CAST

HISTORY_QUERIES = 15
READS = {"outsider": 404, "anonymous": 302}
ASSIGNS = {"secretary": 200, "outsider": 404, "anonymous": 302}
TODAY = date(2026, 10, 14)


def history_url(initiative) -> str:
    return reverse("initiatives:initiative-history", args=[initiative.pk])


def assign_url(initiative) -> str:
    return reverse("initiatives:responsibility-assign", args=[initiative.pk])


def revoke_url(initiative, row) -> str:
    return reverse("initiatives:responsibility-revoke", args=[initiative.pk, row.pk])


def text(response) -> str:
    return response.content.decode()


def posted(department, **fields) -> dict[str, object]:
    return {"department": department.pk, "valid_from": "2026-10-14", **fields}


@pytest.mark.parametrize("name", CAST)
def test_initiative_history_opens_for_the_city_hall(as_, initiative, name):
    assert as_(name).get(history_url(initiative)).status_code == READS.get(name, 200)


@pytest.mark.parametrize("name", CAST)
def test_responsibility_assign_opens_for_the_office(as_, initiative, name):
    assert as_(name).get(assign_url(initiative)).status_code == ASSIGNS.get(name, 403)


@pytest.mark.parametrize("name", CAST)
def test_responsibility_revoke_is_for_the_office(as_, initiative, department, name):
    row = initiative.responsibilities.create(
        department=department, role="lead", origin="office", valid_from=TODAY
    )

    status = as_(name).post(revoke_url(initiative, row)).status_code

    expected = {"secretary": 302, "outsider": 404, "anonymous": 401}
    assert status == expected.get(name, 403)
    assert Responsibility.objects.filter(pk=row.pk).exists() is (name != "secretary")


def test_pages_refuse_wrong_methods(as_, initiative, department):
    row = initiative.responsibilities.get()
    client = as_("secretary")

    assert client.post(history_url(initiative)).status_code == 405
    assert client.delete(assign_url(initiative)).status_code == 405
    assert client.get(revoke_url(initiative, row)).status_code == 405


def test_initiative_history_shows_who_what_and_why(as_, initiative, secretary):
    initiative.title = "新しい題名"
    initiative._history_user, initiative._change_reason = secretary, "計画の改訂"
    initiative.save()

    page = text(as_("viewer").get(history_url(initiative)))

    assert "<ins>新しい題名</ins>" in page
    assert "事務 局子" in page
    assert "計画の改訂" in page


@pytest.mark.parametrize("count", [1, 3])
def test_initiative_history_asks_the_same_number_of_queries(
    as_, initiative, count, django_assert_num_queries
):
    for _ in range(count):
        factories.bar(initiative=initiative)
    client = as_("viewer")
    client.get(history_url(initiative))

    with django_assert_num_queries(HISTORY_QUERIES):
        client.get(history_url(initiative))


def test_responsibility_assign_assigns(as_, plan, department, secretary):
    row = factories.initiative(plan=plan, departments_printed="no")

    response = as_("secretary").post(
        assign_url(row), posted(department, note="調整会議による"), follow=True
    )

    assert response.redirect_chain == [(assign_url(row), 302)]
    made = row.responsibilities.get()
    assert (made.department, made.origin, made.valid_from, made.note) == (
        department,
        "office",
        TODAY,
        "調整会議による",
    )
    assert "市民課を報告する課に割り当てました。" in text(response)
    assert "資料に記載なし" in text(response)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"department": ""}, "報告する課を選んでください。"),
        ({"department": "999999"}, "一覧にある課から選んでください。"),
        ({"valid_from": ""}, "開始日を入力してください。"),
        ({"valid_from": "10月"}, "日付は 2026-10-16 のように入力してください。"),
        ({"valid_to": "2026-10-01"}, "終了日は開始日以後にしてください。"),
        ({"note": "あ" * 101}, "100"),
    ],
)
def test_responsibility_assign_says_what_is_wrong(as_, initiative, department, fields, message):
    response = as_("secretary").post(assign_url(initiative), {**posted(department), **fields})

    assert response.status_code == 200
    assert message in text(response)
    assert not initiative.responsibilities.filter(origin="office").exists()


def test_responsibility_assign_keeps_what_was_typed_when_the_span_is_taken(
    as_, initiative, department, office
):
    initiative.responsibilities.create(
        department=office, role="lead", origin="office", valid_from=date(2026, 11, 1)
    )

    page = text(as_("secretary").post(assign_url(initiative), posted(department, note="理由の文")))

    assert "令和８年11月１日からＤＸ推進課に割り当てています。" in page
    assert 'value="理由の文"' in page


def test_responsibility_assign_offers_only_sections_that_exist(
    as_, initiative, municipality, outsider
):
    factories.department(municipality=municipality, name="廃止課", valid_to=date(2026, 3, 31))
    factories.department(municipality=municipality, name="各課", kind="group")

    form = as_("secretary").get(assign_url(initiative)).context["form"]

    assert [row.name for row in form.fields["department"].queryset] == ["市民課", "ＤＸ推進課"]
