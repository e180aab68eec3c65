"""Looking at a page of the round changes nothing, and every form works without a script."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)


@pytest.fixture
def pages(initiative, plan, period, department, secretary, clerk):
    submitted = factories.initiative(plan=plan, lead=department)
    for state, row in (("submitted", submitted), ("confirmed", factories.initiative(plan=plan))):
        factories.report(initiative=row, period=period, department=department, state=state)
    remark = factories.remark(initiative=initiative, by=secretary)
    return {
        ("clerk", reverse("progress:mypage-show")),
        ("secretary", reverse("progress:mypage-show")),
        ("secretary", reverse("progress:review-list", args=[period.pk])),
        ("secretary", reverse("progress:missing-list", args=[period.pk])),
        ("secretary", reverse("progress:period-list", args=[plan.slug])),
        ("secretary", reverse("progress:period-create", args=[plan.slug])),
        ("secretary", reverse("progress:period-edit", args=[period.pk])),
        ("secretary", reverse("progress:remark-create", args=[initiative.pk])),
        ("head", reverse("progress:confirmation-list")),
        ("clerk", reverse("progress:remark-answer", args=[remark.pk])),
    }


def test_reading_writes_nothing(as_, pages, head):
    for name, address in pages:
        client = as_(name)
        client.get(address)  # the first visit of a session notes when it was
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert [q["sql"] for q in queries if WRITES.match(q["sql"])] == []


def test_pages_load_no_script(as_, pages, head):
    for name, address in pages:
        assert "<script" not in as_(name).get(address).content.decode()
