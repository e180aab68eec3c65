"""Imports and relations point down."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps

from tests.architecture.sources import ROOMS, ROOT, modules, name

HEIGHT = {room: len(ROOMS) - index for index, room in enumerate(ROOMS)}


def test_imports_point_down():
    command = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout


def test_relations_point_down():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in HEIGHT
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model._meta.app_label in HEIGHT
        if HEIGHT[field.related_model._meta.app_label] > HEIGHT[model._meta.app_label]
    ]

    assert upward == []


def test_views_get_rows_only_through_doors():
    found = [
        f"{name(path)}: {word}"
        for path in modules()
        if "views" in path.stem
        for word in (".objects.get(", "get_object_or_404")
        if word in path.read_text(encoding="utf-8")
    ]

    assert found == []


def test_clock_is_read_in_one_place():
    found = [
        f"{name(path)}: {word}"
        for path in modules()
        if name(path) != "fiscal/clock.py"
        for word in (
            "date.today(",
            "datetime.now(",
            "timezone.now(",
            "timezone.localdate(",
            "time.time(",
        )
        if word in path.read_text(encoding="utf-8")
    ]

    assert found == []


def test_every_model_keeps_its_history():
    """The events are themselves records that nobody edits; Django's own and historical tables are not ours."""
    plain = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in HEIGHT
        and not model.__name__.startswith("Historical")
        and not model._meta.auto_created
        and not hasattr(model, "history")
    ]

    assert plain == ["progress.ReportEvent", "progress.AnnualReviewEvent"]
