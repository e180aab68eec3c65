"""Deeds of drafting a 機構改革. Carrying it out is the business of the rooms that own what moves."""

from dataclasses import dataclass
from datetime import date

from django.db import models, transaction

from organizations.models import (
    Department,
    Reorganization,
    ReorganizationStep,
    ReorganizationTarget,
    User,
)
from organizations.reorganization_rules import Line, fold
from organizations.sections import Sections
from organizations.signature import sign


class ReorganizationError(Exception):
    """A reorganisation that cannot be changed or carried out; the message is Japanese and meant for the person."""


@dataclass(frozen=True)
class Facts:
    """What the office says about a reorganisation."""

    title: str
    in_force_on: date
    note: str = ""


@transaction.atomic
def save_draft(
    *,
    reorganization: Reorganization,
    facts: Facts,
    lines: list[Line],
    by: User,
    version: int | None = None,
) -> Reorganization:
    """Write a draft: a new one, or over an earlier one. Lines that stay the same keep their choices.

    Raises:
        ReorganizationError: it is in force already, somebody else saved first, or a line cannot be carried out.
    """
    if reorganization.pk is not None:
        reorganization = lock(reorganization)
        if version is not None and version != reorganization.version:
            raise ReorganizationError(
                "ほかの人が先に保存しました。画面を開き直し、内容を確かめてから入力してください。"
            )
        reorganization.version += 1
    sections = Sections.read(reorganization.municipality_id, facts.in_force_on)
    for problem in sections.problems(lines, reorganization.municipality_id):
        raise ReorganizationError(problem.message)
    reorganization.title, reorganization.note = facts.title, facts.note
    reorganization.in_force_on, reorganization.saved_by = facts.in_force_on, by
    _save(reorganization, by, "機構改革の案の保存")
    _write_steps(reorganization, sections, lines, by)
    return reorganization


@transaction.atomic
def discard(*, reorganization: Reorganization, by: User) -> None:
    """Throw a draft away; its history stays.

    Raises:
        ReorganizationError: it is in force already.
    """
    row = lock(reorganization)
    sign(row, by=by, reason="機構改革の案の取りやめ")
    row.delete()


def lock(reorganization: Reorganization) -> Reorganization:
    """Return the draft, locked until the transaction ends.

    Raises:
        ReorganizationError: it is in force already.
    """
    row = Reorganization.objects.select_for_update().get(pk=reorganization.pk)
    if not row.is_draft:
        raise ReorganizationError(f"「{row}」は施行済みです。")
    return row


def _write_steps(
    reorganization: Reorganization, sections: Sections, lines: list[Line], by: User
) -> None:
    kept = {_key(step): step for step in _steps(reorganization)}
    for order, line in enumerate(lines, 1):
        sources = [sections.closable[fold(name)] for name in line.sources]
        targets = [(name, sections.target(lines, name)) for name in line.targets]
        step = kept.pop(_key_of(line, sources, targets), None)
        if step is not None:
            if step.order != order:
                step.order = order
                _save(step, by, "機構改革の行の並び")
            continue
        step = ReorganizationStep(reorganization=reorganization, order=order, kind=line.kind)
        _save(step, by, "機構改革の行")
        step.sources.set(sources)
        for place, (name, department) in enumerate(targets, 1):
            target = ReorganizationTarget(step=step, order=place, name=name, department=department)
            _save(target, by, "機構改革の行")
    for step in kept.values():
        sign(step, by=by, reason="機構改革の行の削除")
        step.delete()


Key = tuple[str, frozenset[int], tuple[tuple[str, int | None], ...]]


def _steps(reorganization: Reorganization) -> models.QuerySet[ReorganizationStep]:
    return reorganization.steps.prefetch_related("sources", "targets")


def _key(step: ReorganizationStep) -> Key:
    targets = [(row.name, row.department) for row in step.targets.all()]
    return _key_of(step, list(step.sources.all()), targets)


def _key_of(
    line: Line | ReorganizationStep,
    sources: list[Department],
    targets: list[tuple[str, Department | None]],
) -> Key:
    return (
        line.kind,
        frozenset(row.pk for row in sources),
        tuple((name, department.pk if department else None) for name, department in targets),
    )


def _save(row: models.Model, by: User, reason: str) -> None:
    sign(row, by=by, reason=reason)
    row.save()
