"""変更の履歴 of a 年度評価: who changed which words, and who may read it when."""

import pytest
from django.urls import reverse

from initiatives.models import PlanStatement
from progress.models import AnnualReview
from tests import factories


@pytest.fixture
def annual(plan):
    for order, (key, title) in enumerate((("do", "実行（Do）"), ("act", "改善（Act）")), 1):
        PlanStatement.objects.create(
            plan=plan, kind="stage", key=key, title=title, text="視点。", order=order
        )
    return factories.annual_round(plan=plan)


@pytest.fixture
def review(as_, annual, initiative, period):
    address = reverse("progress:annualreview-edit", args=[annual.pk, initiative.pk])
    first = {"stage-do": "１回開いた。", "outlook": "continue", "version": "0"}
    as_("clerk").post(address, first)
    as_("secretary")
    row = AnnualReview.objects.get()
    second = {"stage-do": "２回開いた。", "stage-act": "広げる。", "outlook": "expand"}
    words = {**second, "next_year": "会場を増やす。", "version": row.version, "action": "submit"}
    as_("clerk").post(address, words)
    row.refresh_from_db()
    return row


def told(page) -> list[tuple[str, str, list[str]]]:
    return [
        (change.what, change.by, [field.label for field in change.fields])
        for change in page.context["page"]
    ]


def test_history_tells_every_stage_under_its_own_name(as_, review, clerk):
    page = as_("viewer").get(reverse("progress:annualreview-history", args=[review.pk]))

    assert review.state == "submitted"
    rows = told(page)
    assert {by for _, by, _ in rows} == {str(clerk)}
    assert ("実行（Do）", str(clerk), ["本文"]) in rows
    assert ("改善（Act）", str(clerk), ["本文"]) in rows
    assert any("今後の方向性" in fields for what, _, fields in rows if what == "年度評価")
    fields = [field for change in page.context["page"] for field in change.fields]
    words = {"".join(piece.text for piece in field.difference.after) for field in fields}
    assert {"２回開いた。", "広げる。", "会場を増やす。"} <= words
    assert [event.action for event in page.context["events"]] == ["submit"]


def test_history_of_a_draft_is_for_those_who_work_on_it(as_, review, head, secretary):
    review.state = "draft"
    review.save()
    address = reverse("progress:annualreview-history", args=[review.pk])

    codes = {name: as_(name).get(address).status_code for name in ("clerk", "secretary", "viewer")}

    assert codes == {"clerk": 200, "secretary": 200, "viewer": 403}


def test_history_is_reached_from_the_sheet_and_the_initiative(as_, initiative, review):
    address = reverse("progress:annualreview-history", args=[review.pk])

    assert address in as_("clerk").get(review.get_absolute_url()).text
    assert address in as_("viewer").get(initiative.get_absolute_url()).text


@pytest.mark.parametrize("count", [1, 3])
def test_history_queries_do_not_grow(as_, review, django_assert_num_queries, count):
    for number in range(count):
        stage = review.stages.first()
        stage.text = f"{number}"
        stage.save()
    client, address = as_("viewer"), reverse("progress:annualreview-history", args=[review.pk])
    client.get(address)

    with django_assert_num_queries(12):
        client.get(address)
