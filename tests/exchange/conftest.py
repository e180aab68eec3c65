"""The real plan with the demo year on top."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from initiatives.models import Plan

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
PLANS = (FIXTURES / "ishinomaki-dx-policy.yaml", FIXTURES / "ishinomaki-dx-plan.yaml")
STORY = FIXTURES / "ishinomaki-demo-year.yaml"


def load_demo() -> str:
    """Load the demo year and return what the command says."""
    out = StringIO()
    call_command("loaddemo", STORY, stdout=out)
    return out.getvalue()


@pytest.fixture
def demo(db) -> Plan:
    call_command("loadplan", *map(str, PLANS), stdout=StringIO())
    load_demo()
    return Plan.objects.get(slug="ishinomaki-dx-plan")
