"""確認が必要な値: what the checks find in the reports of one period, for the office."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from progress import checking
from progress.checking import Draft
from progress.checks import BY_ID, CHECKS, Check, Finding
from progress.content import Content
from progress.models import ProgressReport, ReportingPeriod
from progress.queries import expected_in
from progress.tasks import Chip, chip_of

PER_PAGE = 50
# What does not depend on a report having been handed in.
ALWAYS = frozenset({"C13", "C17"})


@dataclass(frozen=True)
class Line:
    """One finding with the report it is about; nothing handed in yet: no report."""

    number: str
    title: str
    section: str
    address: str
    chip: Chip
    check: Check
    finding: Finding


@dataclass(frozen=True)
class Kind:
    """One check in the list beside the page, with how often it found something."""

    check: Check | None
    count: int
    is_current: bool


@dataclass(frozen=True)
class FindingPage:
    """A page of findings, and the checks to choose from."""

    period: ReportingPeriod
    total: int
    kinds: tuple[Kind, ...]
    page: Page[Any]


def finding_page(
    period: ReportingPeriod, show: str, number: str | None, today: date
) -> FindingPage:
    """Read it (a fixed number of queries). An unknown check shows all."""
    lines = list(_lines(period, today))
    current = BY_ID.get(show)
    kept = [line for line in lines if current in {None, line.check}]
    return FindingPage(
        period=period,
        total=len(lines),
        kinds=tuple(_kinds(lines, current)),
        page=Paginator(kept, PER_PAGE).get_page(number),
    )


def _kinds(lines: list[Line], current: Check | None) -> Iterator[Kind]:
    yield Kind(None, len(lines), current is None)
    for check in CHECKS:
        count = sum(line.check is check for line in lines)
        if count or check is current:
            yield Kind(check, count, check is current)


def _lines(period: ReportingPeriod, today: date) -> Iterator[Line]:
    reports = list(
        ProgressReport.objects.filter(period=period)
        .handed_in()
        .select_related("initiative__category", "department", "self_grade", "reviewed_grade")
    )
    sent = {row.initiative_id: row for row in reports}
    expected = expected_in(period).select_related("category").order_by("order")
    owing = [row for row in expected if row.pk not in sent]
    drafts = [Draft.of(row) for row in reports] + [Draft(row.pk, Content()) for row in owing]
    found = checking.look_at(period, drafts, today)
    for initiative in sorted(
        [*(row.initiative for row in reports), *owing], key=lambda row: row.order
    ):
        report = sent.get(initiative.pk)
        for finding in _counted(found[initiative.pk], report):
            yield Line(
                number=initiative.printed_number,
                title=initiative.title,
                section=str(report.department) if report else "",
                address=initiative.get_absolute_url(),
                chip=chip_of(report),
                check=BY_ID[finding.check],
                finding=finding,
            )


def _counted(findings: Iterable[Finding], report: ProgressReport | None) -> Iterator[Finding]:
    return (finding for finding in findings if report or finding.check in ALWAYS)
