"""Taking in a returned 調査票: the trial and the deed are the same code, the trial leaves nothing behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from exchange.models import IssuedSheet
from exchange.planbook.drafts import Findings
from exchange.sheets import checking, comparing, reading
from exchange.sheets.checking import Deeds, ItemDeed, ReportDeed
from exchange.sheets.columns import Page
from exchange.sheets.comparing import Row, State
from exchange.sheets.lines import Line
from exchange.sheets.reading import SheetFileError
from exchange.sheets.section import SectionSheet
from initiatives import item_actions
from organizations.desk import Desk
from progress import actions, answer_actions, checks
from progress.checking import Draft, look_at_one
from progress.checks import Finding
from progress.content import Problem
from progress.models import ProgressReport
from progress.severity import Severity
from progress.transition import IncompleteReport, StaleReport
from progress.workflow import WorkflowError

MINE, THEIRS = "mine", "theirs"
Choices = Mapping[str, str]


@dataclass
class Taken:
    """What a file changes: the pages it has, its rows, what is to be written, what a 提出 needs, what the checks say."""

    sheet: SectionSheet
    pages: tuple[Page, ...]
    rows: list[Row]
    deeds: Deeds
    same: int = 0
    missing: dict[int, tuple[Problem, ...]] = field(default_factory=dict)
    findings: dict[int, tuple[Finding, ...]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    is_stale: bool = False

    def fields(self, row: Row) -> dict[str, str]:
        """The fields of a row that will stand differently, as they will."""
        after = self.deeds.after.get(row.key, row.merged)
        return {name: text for name, text in after.items() if text != row.theirs.get(name, "")}

    def why_blocked(self, row: Row) -> str:
        """Why a row cannot be written; nothing when it can."""
        return row.blocked or self.refused.get(row.key, "")


@dataclass(frozen=True)
class Done:
    """What was written: reports, how many of them were handed in, rows of lists, and answers to questions."""

    reports: int
    handed_in: int
    items: int
    answers: int = 0


def compare(raw: bytes, *, issued: IssuedSheet, name: str, today: date) -> Taken:
    """Read a file and hold it against what was handed out and what stands now.

    Raises:
        SheetFileError: with every problem found, each with its sheet, row and column.
    """
    sheet = SectionSheet.read(issued.period, issued.department, today)
    lines = [Line.of_issue(row) for row in issued.rows]
    findings = Findings()
    with reading.opened(raw, name) as book:
        pages = sheet.pages_for(lines)
        answers = reading.answers_in(book, pages, lines, sheet.words, findings)
    copied = checking.copies(answers, sheet, findings)
    rows = comparing.rows(answers, checking.by_key(sheet.lines), copied)
    deeds = checking.deeds(rows, sheet, findings)
    if findings.problems:
        raise SheetFileError(name, findings.problems)
    taken = Taken(sheet, pages, rows, deeds)
    taken.rows = [row for row in rows if taken.fields(row)]
    taken.same = len(lines) - len(taken.rows)
    taken.deeds.keep({row.key for row in taken.rows})
    return taken


@transaction.atomic
def attempt(taken: Taken, *, reason: str, by: Desk) -> Taken:
    """Write every report, hand it in, take it back again, and note what was refused or is still missing.

    ``is_stale`` says that somebody saved between the comparison and the trial.
    """
    for deed in taken.deeds.reports:
        point = transaction.savepoint()
        try:
            report = _save(deed, taken, {}, reason, by)
            found = look_at_one(report.period, Draft.of(report), taken.sheet.reporting.today)
            taken.findings[deed.initiative.pk] = checks.of(found, Severity.WARN, Severity.NOTE)
            actions.submit(report=report, by=by)
        except IncompleteReport as incomplete:
            taken.missing[deed.initiative.pk] = incomplete.problems
        except (StaleReport, WorkflowError) as refusal:
            taken.is_stale |= isinstance(refusal, StaleReport)
            taken.refused.update({row.key: str(refusal) for row in deed.rows})
        finally:
            transaction.savepoint_rollback(point)
    return taken


@transaction.atomic
def perform(
    taken: Taken, *, choices: Choices, hands_in: bool, reason: str, comment: str, by: Desk
) -> Done:
    """Write what the file changes, each clash as it was chosen; all of it or nothing.

    Raises:
        StaleReport, StaleItemsError, StaleAnswers: somebody has written since the comparison.
        WorkflowError, AnswerError: a report or an answer may not be written.
    """
    # First: a report that is handed in closes the answers it sums up.
    answers = _answer(taken, choices, reason, by)
    written = handed_in = 0
    for deed in taken.deeds.reports:
        if any(taken.why_blocked(row) for row in deed.rows):
            continue
        _put_aside(deed, choices, by)
        if not any(_is_taken(row, choices) for row in deed.rows):
            continue
        report = _save(deed, taken, choices, reason, by)
        written += 1
        handed_in += hands_in and _hand_in(report, comment, by)
    chosen = [deed for deed in taken.deeds.items if _is_taken(deed.row, choices)]
    items = sum(_change(deed, reason, by) for deed in chosen)
    return Done(written, handed_in, items, answers)


def _answer(taken: Taken, choices: Choices, reason: str, by: Desk) -> int:
    reporting = taken.sheet.reporting
    given = [deed.given for deed in taken.deeds.answers if _is_taken(deed.row, choices)]
    if not given:
        return 0
    return answer_actions.save_answers(
        period=reporting.period,
        department=reporting.section,
        given=given,
        today=reporting.today,
        by=by.user,
        reason=reason,
    )


def _is_taken(row: Row, choices: Choices) -> bool:
    return row.state is State.CHANGED or choices.get(row.key, MINE) == MINE


def _save(
    deed: ReportDeed, taken: Taken, choices: Choices, reason: str, by: Desk
) -> ProgressReport:
    reporting = taken.sheet.reporting
    is_mine = deed.row is not None and _is_taken(deed.row, choices)
    stored = reporting.content(deed.initiative.pk)
    return actions.save_draft(
        period=reporting.period,
        initiative=deed.initiative,
        department=reporting.section,
        content=deed.content if is_mine and deed.content else stored,
        entered=[entered for row, entered in deed.values if _is_taken(row, choices)],
        version=deed.version,
        by=by,
        reason=reason,
    )


def _hand_in(report: ProgressReport, comment: str, by: Desk) -> bool:
    try:
        with transaction.atomic():
            actions.submit(report=report, by=by, comment=comment)
    except IncompleteReport:
        return False
    return True


def _put_aside(deed: ReportDeed, choices: Choices, by: Desk) -> None:
    """Leave the words of the file that were not chosen in the report's history."""
    if deed.row is None or deed.report is None or deed.content is None:
        return
    if not _is_taken(deed.row, choices):
        actions.put_aside(report=deed.report, content=deed.content, by=by)


def _change(deed: ItemDeed, reason: str, by: Desk) -> int:
    item_list = deed.item.list
    return item_actions.change_items(
        item_list=item_list,
        keys=[deed.item.pk],
        change=deed.change,
        seen=item_actions.version_of(item_list),
        reason=reason,
        by=by.user,
    )
