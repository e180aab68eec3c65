"""The files that show what reports say, as lists of names: never their bytes."""

from collections import defaultdict
from collections.abc import Iterable

from progress.models import Attachment
from progress.queries import never_empty

Files = tuple[Attachment, ...]


def of_reports(reports: Iterable[int]) -> dict[int, Files]:
    """Return the files of some reports, in the order they were attached (one query)."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    for row in Attachment.objects.filter(report__in=never_empty(reports)):
        found[row.report_id].append(row)
    return {report: tuple(rows) for report, rows in found.items()}


def of_report(report: int | None) -> Files:
    """Return the files of one report; one query, also where there is no report yet."""
    return tuple(Attachment.objects.filter(report=report or 0).select_related("by"))


def handed_in_for(initiative: int) -> dict[int, Files]:
    """Return the files of every report of an initiative that has been handed in (one query)."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    for row in Attachment.objects.handed_in().filter(report__initiative=initiative):
        found[row.report_id].append(row)
    return {report: tuple(rows) for report, rows in found.items()}
