"""The one door to a 提出: what still stops a report, and what it should be asked before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from progress import checking, checks, measuring
from progress.checking import Draft
from progress.checks import Finding
from progress.content import Content, Problem, problems
from progress.models import ProgressReport
from progress.severity import Severity


@dataclass(frozen=True)
class Readiness:
    """What keeps a report from being handed in, and everything the checks found in it."""

    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]

    def warnings(self, seen: Collection[str]) -> tuple[Finding, ...]:
        """The warnings, if one of them is of a check that the person has not been told of yet."""
        found = checks.of(self.findings, Severity.WARN)
        return found if any(finding.check not in seen for finding in found) else ()


def of(report: ProgressReport, today: date) -> Readiness:
    """Ask the form's own rules and the checks about a report as it is stored (a fixed number of queries)."""
    entered = measuring.entered_in(report.period, report.initiative)
    findings = checking.look_at_one(report.period, Draft.of(report), today)
    stops = [
        Problem(finding.field, finding.message, finding.indicator_id)
        for finding in checks.of(findings, Severity.STOP)
    ]
    return Readiness((*problems(Content.of(report), entered, today), *stops), findings)
