"""All plans of the seeds in one database: what they share is the same in each file, and none disturbs another."""

import pytest

from exchange.planfile import dumping
from initiatives.models import Framework, GradeScale, Plan
from organizations.models import Municipality
from tests.exchange import planfiles

# An earlier plan is loaded before the one that follows it.
SLUGS = (
    "ishinomaki-dx-policy",
    "ishinomaki-dx-plan",
    "higashimatsushima-dx-plan",
    "iwanuma-digital-plan",
)


@pytest.fixture
def four(db) -> list[bytes]:
    files = [(planfiles.ROOT / "fixtures" / f"{slug}.yaml").read_bytes() for slug in SLUGS]
    for raw in files:
        planfiles.load(raw)
    return files


def test_four_plans_of_three_cities_share_one_scale_and_the_national_terms(four):
    assert {plan.slug for plan in Plan.objects.all()} == set(SLUGS)
    assert {row.name for row in Municipality.objects.all()} == {"石巻市", "東松島市", "岩沼市"}
    assert [row.key for row in GradeScale.objects.all()] == ["standard"]
    assert Framework.objects.filter(key="juten-1").count() == 1


def test_four_plans_loaded_again_change_nothing(four):
    assert [planfiles.load(raw).is_unchanged for raw in four] == [True] * len(four)


def test_four_plans_dumped_change_nothing(four):
    dumps = [dumping.dump_yaml(Plan.objects.get(slug=slug)) for slug in SLUGS]

    assert [planfiles.load(text).is_unchanged for text in dumps] == [True] * len(SLUGS)
