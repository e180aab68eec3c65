"""What is unfinished on the day of a hand-over: reports given back, owed or on their way, remarks, improvements. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from fiscal import wareki
from progress.deadline import Deadline
from progress.improvement_workflow import EDITABLE
from progress.models import ProgressReport
from progress.naming import number_of
from progress.workflow import Action, State
from reports.handover_facts import Facts
from reports.handover_tree import Open

RETURNED, OWED, WAITING = "差戻し", "未提出", "確認・受理待ち"
UNANSWERED = "未回答"
REMARK, IMPROVEMENT = "指摘事項", "業務改善報告"


def open_of(facts: Facts, mine: frozenset[int], person: int | None) -> Iterator[Open]:
    """Return the unfinished of some initiatives, the most pressing kind first."""
    reports = [row for row in facts.unaccepted if row.initiative_id in mine]
    back = [row for row in reports if row.state == State.RETURNED]
    yield from (_report(facts, row, RETURNED, _said(facts, row)) for row in back)
    yield from _owed(facts, mine, {(row.initiative_id, row.period_id) for row in back})
    if person is None:
        yield from _questions(facts)
    for row in reports:
        if row.state in {State.SUBMITTED, State.CONFIRMED}:
            waiting = _report(facts, row, WAITING, "")
            yield replace(waiting, what=f"{waiting.what}（{row.workflow_state.label}）")
    yield from _remarks(facts, mine if person is not None else None)
    yield from _improvements(facts, person)


def _owed(facts: Facts, mine: frozenset[int], back: set[tuple[int, int]]) -> Iterator[Open]:
    for initiative in facts.owed:
        period = facts.periods[initiative.period_pk]  # type: ignore[attr-defined]
        if initiative.pk in mine and (initiative.pk, period.pk) not in back:
            yield Open(
                kind=OWED,
                **_named(facts, initiative.pk),
                what=f"{period}の進捗報告",
                said="",
                deadline=_until(facts, facts.due(period)),
            )


def _questions(facts: Facts) -> Iterator[Open]:
    """The pages of 各課への問い with something left to answer; they are the section's, nobody's own."""
    for task in facts.questions:
        yield Open(
            kind=UNANSWERED,
            number=task.number,
            title=task.title,
            url=task.url,
            what=task.what,
            said="",
            deadline=task.deadline,
        )


def _report(facts: Facts, report: ProgressReport, kind: str, said: str) -> Open:
    return Open(
        kind=kind,
        **_named(facts, report.initiative_id),
        what=f"{report.period}の進捗報告",
        said=said,
        deadline=_until(facts, facts.due(report.period)),
    )


def _remarks(facts: Facts, only: frozenset[int] | None) -> Iterator[Open]:
    for remark in facts.remarks:
        initiative = remark.initiative
        if only is None or initiative.pk in only:
            yield Open(
                kind=REMARK,
                number=number_of(initiative),
                title=initiative.title,
                url=initiative.get_absolute_url(),
                what=f"{remark.occasion}（{wareki.full_date(remark.made_on)}）",
                said=remark.text,
                deadline=_until(facts, remark.due_on),
            )


def _improvements(facts: Facts, person: int | None) -> Iterator[Open]:
    for row in facts.improvements:
        if person is None or row.by_id == person:
            yield Open(
                kind=IMPROVEMENT,
                number="",
                title=row.title,
                url=row.get_absolute_url(),
                what=row.workflow_state.label,
                said=row.return_reason if row.workflow_state in EDITABLE else "",
                deadline=None,
            )


def _named(facts: Facts, pk: int) -> dict[str, str]:
    initiative = facts.initiatives[pk]
    return {
        "number": number_of(initiative),
        "title": initiative.title,
        "url": initiative.get_absolute_url(),
    }


def _until(facts: Facts, day: date | None) -> Deadline | None:
    return Deadline.of(day, facts.today) if day else None


def _said(facts: Facts, report: ProgressReport) -> str:
    """The reason with which a report was last given back."""
    deeds = {Action.RETURN, Action.REOPEN}
    said = [e.comment for e in facts.events if e.report_id == report.pk and e.action in deeds]
    return said[-1] if said else ""
