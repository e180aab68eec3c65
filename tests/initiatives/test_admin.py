"""Master data in the admin: the office sees and changes its own city's plans."""

import pytest
from django.urls import reverse

from initiatives.models import Framework, Initiative, ItemList, Term
from tests import factories

MODELS = ("plan", "category", "initiative", "itemlist", "framework", "term", "gradescale")


@pytest.fixture
def filled(plan, initiative):
    """An initiative with one row of everything."""
    factories.bar(initiative=initiative)
    factories.milestone(initiative=initiative)
    ItemList.objects.create(initiative=initiative, order=1, title="手続の一覧")
    framework = Framework.objects.create(key="national", title="国の重点取組事項")
    term = Term.objects.create(framework=framework, code="1", order=1, name="フロントヤード改革")
    term.links.create(initiative=initiative, origin="reading")
    return initiative


def list_url(model) -> str:
    return reverse(f"admin:initiatives_{model}_changelist")


@pytest.mark.parametrize("model", MODELS)
def test_admin_lists_open_for_the_office(as_, filled, model):
    response = as_("secretary").get(list_url(model))

    assert response.status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_admin_lists_are_closed_to_sections(as_, filled, model):
    assert as_("clerk").get(list_url(model), follow=True).status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_admin_searches(as_, filled, model):
    assert as_("secretary").get(list_url(model), {"q": "窓口"}).status_code == 200


def test_initiative_page_shows_every_inline(as_, filled):
    url = reverse("admin:initiatives_initiative_change", args=[filled.pk])

    page = as_("secretary").get(url).content.decode()

    for prefix in ("responsibilities", "bars", "milestones", "item_lists", "term_links"):
        assert f'name="{prefix}-TOTAL_FORMS"' in page


def test_initiative_list_shows_the_own_city_only(as_, filled, outsider):
    elsewhere = factories.plan(municipality=outsider.municipality)
    factories.initiative(plan=elsewhere, title="よその取組")

    page = as_("secretary").get(list_url("initiative")).content.decode()

    assert filled.title in page
    assert "よその取組" not in page


def test_initiative_change_is_kept_in_the_history(as_, plan, secretary):
    row = factories.initiative(plan=plan)
    url = reverse("admin:initiatives_initiative_change", args=[row.pk])
    page = as_("secretary").get(url)
    form = page.context["adminform"].form
    data = {name: form.initial.get(name) or "" for name in form.fields}
    data |= {"aliases": "[]", "notes": "[]", "title": "直した題名"}
    for formset in page.context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}

    response = as_("secretary").post(url, data)

    assert response.status_code == 302
    assert Initiative.objects.get(pk=row.pk).title == "直した題名"
    last = row.history.first()
    assert (last.history_user, last.title) == (secretary, "直した題名")
