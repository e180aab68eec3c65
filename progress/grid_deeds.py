"""Carrying out what 一括入力 sends.

Every row is a transaction of its own: the reports of a section have nothing to do with each other, so what one of them
still lacks, or somebody else's quicker hand, must not take back the others.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto

from organizations.desk import Desk
from organizations.models import Department
from organizations.roles import Permission
from progress import actions, posting
from progress.access import Entry, reporting_desk
from progress.checks import Finding
from progress.content import Problem
from progress.entry import EntrySheet
from progress.grid_posting import CURRENT, Data, GridPosting, sent
from progress.grid_wishes import Verb, wished
from progress.keeping import keep
from progress.posting import Posting
from progress.section_entries import SectionEntries
from progress.transition import StaleReport
from progress.workflow import WorkflowError

NO_PREVIOUS = "前期の報告がありません。内容を入力してください。"
TYPED = "前期と違う内容が入力されているため、下書きに保存しました。このまま出すときは「提出する」を押してください。"


class Kind(Enum):
    """What came of a row."""

    SHOWN = auto()
    SAVED = auto()
    SUBMITTED = auto()
    WITHDRAWN = auto()
    INCOMPLETE = auto()
    WARNED = auto()
    STALE = auto()
    REFUSED = auto()


@dataclass(frozen=True)
class Outcome:
    """What came of a row, with what was typed there and why it went no further."""

    kind: Kind
    data: Data
    problems: tuple[Problem, ...] = ()
    message: str = ""
    warnings: tuple[Finding, ...] = ()

    @property
    def asked(self) -> str:
        """The checks whose warnings the person has been shown, these included."""
        known = {*self.data.get(posting.SEEN, "").split(), *(row.check for row in self.warnings)}
        return " ".join(sorted(known))


def on_behalf(by: Desk, section: Department) -> str:
    """What stands beside the 提出 where the office types for a section; nothing at the section's own desk."""
    if by.may(Permission.ENTER, section):
        return ""
    return f"一括入力による報告。入力者：{by.user}（代行入力）、報告者：{section}"


def carry_out(owed: SectionEntries, posted: GridPosting, by: Desk) -> dict[int, Outcome]:
    """Do what was asked, row by row; rows that nothing was asked of are not among the outcomes."""
    desk, comment = reporting_desk(by, owed.section), on_behalf(by, owed.section)
    outcomes = {}
    for entry in owed.entries:
        pk = entry.initiative.pk
        data = posted.rows.get(pk)
        if data is None:
            continue
        sheet = EntrySheet(entry, data, measured=owed.measured)
        came = sent(entry, sheet, data, owed)
        verb = wished(posted.wish, pk, came)
        if verb is not None:
            row = _Row(entry, sheet, data, desk, comment, came.is_typed)
            outcomes[pk] = _attempt(row, verb)
    return outcomes


@dataclass(frozen=True)
class _Row:
    """One report as it was sent, and the desk it is written at."""

    entry: Entry
    sheet: EntrySheet
    data: Data
    desk: Desk
    comment: str
    is_typed: bool

    def keep(self, action: str, *, asks: bool = True) -> Outcome:
        """Save and, if asked, hand in, as the entry page does; ``asks``: warnings are shown once before."""
        seen = frozenset(self.data.get(posting.SEEN, "").split()) if asks else None
        posted = Posting(action, dict(self.data), seen=seen)
        words = " ".join(filter(None, (posted.word, self.comment)))
        kept = keep(self.entry, self.sheet, posted, self.desk, words)
        if kept.is_submitted:
            return Outcome(Kind.SUBMITTED, self.data)
        if kept.warnings:
            return Outcome(Kind.WARNED, self.data, warnings=kept.warnings)
        is_whole = not kept.problems and self.sheet.is_valid()
        return Outcome(Kind.SAVED if is_whole else Kind.INCOMPLETE, self.data, kept.problems)


def _attempt(row: _Row, verb: Verb) -> Outcome:
    try:
        return _DEEDS[verb](row)
    except StaleReport as stale:
        saved_by = stale.current.saved_by
        who = f"{saved_by}さん" if saved_by else "ほかの人"
        return Outcome(Kind.STALE, row.data, message=f"{who}が先に保存しました。")
    except WorkflowError as refusal:
        return Outcome(Kind.REFUSED, row.data, message=str(refusal))


def _save(row: _Row) -> Outcome:
    return row.keep(posting.SAVE)


def _submit(row: _Row) -> Outcome:
    return row.keep(posting.SUBMIT)


def _same(row: _Row) -> Outcome:
    """前期から変化なし: the last words as the form shows them, with the KPI values that were typed beside."""
    if row.entry.previous is None:
        raise WorkflowError(NO_PREVIOUS)
    last = actions.carried_over(row.entry.previous, row.entry.period.plan.grade_scale)
    if row.sheet.is_valid() and row.sheet.content() != last:
        return Outcome(row.keep(posting.SAVE).kind, row.data, message=TYPED)
    # As on マイページ, nobody is asked about words that were handed in before; about values typed now, yes.
    return row.keep(posting.SUBMIT, asks=row.is_typed)


def _withdraw(row: _Row) -> Outcome:
    report = row.entry.report
    if report is None:
        raise WorkflowError("まだ提出していません。")
    actions.withdraw(report=report, by=row.desk, version=row.sheet.version)
    return Outcome(Kind.WITHDRAWN, row.data)


def _mine(row: _Row) -> Outcome:
    """Of two inputs my own: it is saved over the one that was shown beside it."""
    data = {**row.data, "version": row.data.get(CURRENT, "")}
    sheet = EntrySheet(row.entry, data)
    return replace(row, sheet=sheet, data=data).keep(posting.SAVE)


def _theirs(row: _Row) -> Outcome:
    """Of two inputs the other's: mine is left in the history."""
    later = Posting(posting.LATER, dict(row.data), dict(row.data))
    keep(row.entry, row.sheet, later, row.desk)
    return Outcome(Kind.SHOWN, {})


_DEEDS = {
    Verb.SAVE: _save,
    Verb.SUBMIT: _submit,
    Verb.SAME: _same,
    Verb.WITHDRAW: _withdraw,
    Verb.MINE: _mine,
    Verb.THEIRS: _theirs,
}
