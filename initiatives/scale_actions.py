"""Deeds on grade scales: a shipped one is taken over. A scale in the database is never changed by a preset."""

from dataclasses import asdict

from django.db import transaction

from initiatives.models import Grade, GradeScale
from initiatives.scale_presets import ScalePreset
from organizations.models import User
from organizations.signature import sign

REASON = "評価尺度のひな形"


@transaction.atomic
def add_preset(*, preset: ScalePreset, by: User | None) -> tuple[GradeScale, bool]:
    """Take over a shipped scale; return it, and whether it is new here."""
    found = GradeScale.objects.filter(key=preset.key, version=preset.version).first()
    if found is not None:
        return found, False
    scale = GradeScale(key=preset.key, version=preset.version, name=preset.name)
    sign(scale, by=by, reason=REASON)
    scale.save()
    for order, facts in enumerate(preset.grades, 1):
        grade = Grade(scale=scale, order=order, **asdict(facts))
        sign(grade, by=by, reason=REASON)
        grade.save()
    return scale, True
