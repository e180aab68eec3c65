"""事務局の見立て as pages show it: beside the section's own word, with the form that changes it."""

from collections.abc import Iterable
from dataclasses import dataclass

from fiscal.calendar import Quarter
from progress import confidence
from progress.judgement import Judgement, Level, diverges
from progress.models import Confidence, ProgressReport, ReportingPeriod
from progress.queries import never_empty
from progress.strip import Mark


@dataclass(frozen=True)
class Choice:
    """One level a form offers."""

    level: Level
    is_chosen: bool


@dataclass(frozen=True)
class Prospect:
    """What the office thinks of an initiative; ``differs`` says where the section thinks otherwise.

    ``written`` is the judgement of the period itself; what is carried forward belongs to an earlier one.
    """

    judgement: Judgement | None
    differs: str
    written: Confidence | None = None

    @property
    def version(self) -> int:
        """What a form has read of this period's judgement."""
        return self.written.version if self.written else 0

    @property
    def reason(self) -> str:
        """The reason a form starts with: only what was written in the period itself."""
        return self.written.reason if self.written else ""

    @property
    def choices(self) -> list[Choice]:
        """The levels a form offers, that of the period chosen."""
        chosen = self.written.level if self.written else ""
        return [Choice(level, level == chosen) for level in Level]


def beside(
    judgement: Judgement | None, own: Mark | None, written: Confidence | None = None
) -> Prospect:
    """Put a judgement beside the section's own mark."""
    differs = ""
    if judgement and own and diverges(judgement.level, own.tone):
        differs = f"担当課の評価「{own.word}」と分かれています。"
    return Prospect(judgement, differs, written)


def of_report(
    initiative: int, report: ProgressReport | None, now: Quarter, written: Confidence | None = None
) -> Prospect:
    """The prospect of one initiative beside its report, which was read with its grade (one query)."""
    judgement = confidence.of_initiative(initiative, now)
    return beside(judgement, confidence.own_mark(report), written)


def of_reports(reports: Iterable[ProgressReport], period: ReportingPeriod) -> dict[int, Prospect]:
    """The prospects of the initiatives of a period's reports, by report (two queries)."""
    told = list(reports)
    rows = Confidence.objects.filter(initiative__in=never_empty(row.initiative_id for row in told))
    judgements = confidence.standing(rows, period.as_quarter)
    written = {row.initiative_id: row for row in rows.filter(period=period).order_by()}
    return {
        row.pk: beside(
            judgements.get(row.initiative_id),
            confidence.own_mark(row),
            written.get(row.initiative_id),
        )
        for row in told
    }
