"""What must always hold, the database holds: every constraint has a test that breaks it."""

from django.apps import apps

from tests.architecture.sources import ROOMS, ROOT


def test_every_constraint_has_a_test_naming_it():
    tests = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    names = [
        constraint.name
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for constraint in model._meta.constraints
    ]

    assert [name for name in names if name not in tests] == []
