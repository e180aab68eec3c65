"""What happens to a posted entry page: save what can be saved and, if asked, hand it in, in one transaction."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from organizations.desk import Desk
from progress import actions, posting
from progress.access import Entry
from progress.checks import Finding
from progress.content import Problem
from progress.entry import EntrySheet
from progress.models import ProgressReport
from progress.posting import Posting
from progress.transition import IncompleteReport, WarnedReport


@dataclass(frozen=True)
class Kept:
    """What came of it: handed in, or why not yet, or what to read before. None of them: saved only.

    ``report`` is the row as it was saved; None: nothing was to be saved.
    """

    report: ProgressReport | None = None
    is_submitted: bool = False
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Finding, ...] = ()


@transaction.atomic
def keep(entry: Entry, sheet: EntrySheet, posted: Posting, by: Desk, comment: str = "") -> Kept:
    """Save, put aside what lost in a conflict, hand in; ``comment`` stands beside the 提出.

    Raises:
        PermissionDenied: no section reports for the initiative.
        StaleReport: somebody else has saved something else; nothing was written.
        WorkflowError: the workflow or the period does not allow it; nothing was written.
    """
    if entry.department is None:
        raise PermissionDenied
    is_valid = sheet.is_valid()
    if posted.unchosen is not None and entry.report:
        unchosen = EntrySheet(entry, posted.unchosen)
        unchosen.is_valid()
        actions.put_aside(report=entry.report, content=unchosen.content(), by=by)
    if posted.action == posting.LATER:
        return Kept()
    report = actions.save_draft(
        period=entry.period,
        initiative=entry.initiative,
        department=entry.department,
        content=sheet.content(),
        entered=sheet.entered(),
        version=sheet.version,
        by=by,
    )
    if posted.action != posting.SUBMIT or not is_valid:
        return Kept(report)
    try:
        words = comment or posted.word
        report = actions.submit(report=report, by=by, comment=words, seen=posted.seen)
    except IncompleteReport as missing:
        return Kept(report, problems=missing.problems)
    except WarnedReport as warned:
        return Kept(report, warnings=warned.findings)
    return Kept(report, is_submitted=True)
