"""Doing the same deed to several reports at once, in one transaction; what is refused says why."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from organizations.desk import Desk
from progress import actions
from progress.models import AnnualReview, ProgressReport
from progress.naming import number_of
from progress.workflow import WorkflowError

Versions = Mapping[int, int]


@dataclass(frozen=True)
class Outcome:
    """What came of it: the reports or reviews done, and for the others their number and the reason."""

    done: tuple[ProgressReport | AnnualReview, ...]
    refused: tuple[tuple[str, str], ...]


def accept_many(*, reports: Iterable[ProgressReport], versions: Versions, by: Desk) -> Outcome:
    """受理 of every report that still is as it was read; the others stay as they are."""
    return _each(
        reports,
        versions,
        lambda report, version: actions.accept(report=report, version=version, by=by),
    )


def confirm_many(
    *, reports: Iterable[ProgressReport], versions: Versions, by: Desk, comment: str = ""
) -> Outcome:
    """確認 of every report that still is as it was read, with a word; the others stay as they are."""
    return _each(
        reports,
        versions,
        lambda report, version: actions.confirm(
            report=report, version=version, by=by, comment=comment
        ),
    )


@transaction.atomic
def _each(
    reports: Iterable[ProgressReport],
    versions: Versions,
    deed: Callable[[ProgressReport, int], ProgressReport],
) -> Outcome:
    done: list[ProgressReport] = []
    refused: list[tuple[str, str]] = []
    for report in reports:
        try:
            with transaction.atomic():
                done.append(deed(report, versions[report.pk]))
        except WorkflowError as error:
            refused.append((number_of(report.initiative), str(error)))
    return Outcome(tuple(done), tuple(refused))
