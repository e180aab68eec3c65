"""Rows that a plan file must not remove, because people's work hangs on them."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q

from initiatives.models import (
    Grade,
    Initiative,
    Milestone,
    PlanRevision,
    Responsibility,
    Term,
    TermLink,
)
from kpis.models import Indicator
from progress.models import ProgressReport

# The key of each row that must stay, with the reason.
Objections = dict[Any, str]

_WORK_ON_INITIATIVE = (
    Q(reports__isnull=False)
    | Q(remarks__isnull=False)
    | Q(responsibilities__origin=Responsibility.Origin.OFFICE)
    | Q(indicators__measurements__isnull=False)
    | Q(milestones__achieved_on__isnull=False)
)


def _initiatives(pks: list[Any]) -> Objections:
    kept = Initiative.objects.filter(_WORK_ON_INITIATIVE, pk__in=pks).distinct()
    return {
        row.pk: f"取組事項「{row.code}」は、進捗報告・指摘事項・実績値・達成日・事務局の割当ての"
        "どれかがあるため、削除できません。"
        for row in kept
    }


def _indicators(pks: list[Any]) -> Objections:
    kept = Indicator.objects.filter(measurements__isnull=False, pk__in=pks).distinct()
    return {row.pk: f"指標「{row.code}」は、実績値があるため、削除できません。" for row in kept}


def _milestones(pks: list[Any]) -> Objections:
    kept = Milestone.objects.filter(achieved_on__isnull=False, pk__in=pks)
    return {row.pk: f"目標事項「{row.text}」は、達成日があるため、削除できません。" for row in kept}


def _terms(pks: list[Any]) -> Objections:
    kept = Term.objects.filter(pk__in=TermLink.objects.filter(term__in=pks).values("term"))
    return {
        row.pk: f"枠組みの項目「{row.code}」は、他の計画が使っているため、削除できません。"
        for row in kept
    }


def _grades(pks: list[Any]) -> Objections:
    reports = ProgressReport.objects.filter(Q(self_grade__in=pks) | Q(reviewed_grade__in=pks))
    pairs = reports.values_list("self_grade", "reviewed_grade")
    used = {pk for pair in pairs for pk in pair} & set(pks)
    return {
        row.pk: f"評価の語「{row.word}」は、進捗報告が使っているため、削除できません。"
        "grade_scale の version を１つ上げてください。"
        for row in Grade.objects.filter(pk__in=used)
    }


def _revisions(pks: list[Any]) -> Objections:
    made = PlanRevision.objects.filter(amendment__isnull=False, pk__in=pks)
    return {
        row.pk: f"改定「{row}」が施行されています。このファイルは改定前のものなので、取り込めません。"
        "いまの計画を書き出して、それを直してください。"
        for row in made
    }


_GUARDS: dict[type[Model], Callable[[list[Any]], Objections]] = {
    Grade: _grades,
    Initiative: _initiatives,
    Indicator: _indicators,
    Milestone: _milestones,
    PlanRevision: _revisions,
    Term: _terms,
}


def objections(model: type[Model], rows: list[Model]) -> Objections:
    """Return which of these rows must stay, and why; empty when all may go."""
    guard = _GUARDS.get(model)
    return guard([row.pk for row in rows]) if guard and rows else {}
