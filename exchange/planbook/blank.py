"""The tree of a plan that is still to be written: what the office need not type again."""

from typing import Any

from django.db.models import Q

from exchange.planbook import layout
from exchange.planfile import records
from exchange.planfile.tree import Group
from initiatives.models import Framework, GradeScale
from initiatives.scale_presets import BY_KEY
from organizations.models import Department, Municipality

USUAL_SCALE = "standard"


def tree(municipality: Municipality) -> Group:
    """Return the 自治体, its 課, the usual 評価尺度 and the 枠組み that are known already."""
    return {
        "format": records.VERSION,
        "municipality": _facts("municipality", municipality),
        "grade_scale": _scale(),
        "departments": _departments(municipality),
        "frameworks": _frameworks(municipality),
    }


def _facts(name: str, row: Any, **further: Any) -> Group:
    fields = (one for one in layout.RECORDS[name].fields if one.record is None)
    values = {one.key: getattr(row, one.key, None) for one in fields} | further
    return {key: value for key, value in values.items() if value not in (None, "", [], False)}


def _scale() -> Group:
    """Return the usual scale if it is registered, else the last that is, else the usual one as it ships."""
    held = min(
        GradeScale.objects.all(),
        key=lambda scale: (scale.key != USUAL_SCALE, -scale.pk),
        default=None,
    )
    if held is not None:
        grades = [_facts("grades", row) for row in held.grades.all()]
        return {**_facts("grade_scale", held), "grades": grades}
    preset = BY_KEY[USUAL_SCALE]
    grades = [_facts("grades", grade) for grade in preset.grades]
    return {**_facts("grade_scale", preset), "grades": grades}


def _departments(municipality: Municipality) -> list[Group]:
    here = Q(valid_to=None) | Q(groups__valid_to=None, groups__isnull=False)
    rows = Department.objects.filter(here, municipality=municipality).distinct()
    return [
        _facts(
            "departments",
            row,
            members=[member.name for member in row.members.all()],
            # What has been handed on stays with the office; here are the sections to choose from.
            successors=[],
        )
        for row in rows.prefetch_related("members")
    ]


def _frameworks(municipality: Municipality) -> list[Group]:
    rows = Framework.objects.filter(Q(municipality=municipality) | Q(municipality=None))
    return [
        _facts(
            "frameworks",
            row,
            national=row.municipality_id is None,
            terms=[_facts("terms", term) for term in row.terms.all()],
        )
        for row in rows.prefetch_related("terms")
    ]
