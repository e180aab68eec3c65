"""The 事務局の見立て of initiatives, read: what holds in a period, and what it is compared with."""

from collections import defaultdict

from fiscal.calendar import Quarter
from initiatives.models import Initiative
from progress.judgement import Judged, Judgement, Level, judgement_at
from progress.models import Confidence, ConfidenceQuerySet, ProgressReport, ReportingPeriod
from progress.strip import DONE, Mark
from progress.workflow import HANDED_IN


def standing(rows: ConfidenceQuerySet, now: Quarter) -> dict[int, Judgement]:
    """Return what holds in a quarter, by initiative: each judgement counts until the next one (one query)."""
    found: dict[int, list[Judged]] = defaultdict(list)
    told = rows.filter(period__year__lte=now.year).order_by()
    for initiative, year, quarter, span, level, reason in told.values_list(
        "initiative_id", "period__year", "period__quarter", "period__span", "level", "reason"
    ):
        judged = Judged(Quarter(year, quarter, span), Level(level), reason)
        found[initiative].append(judged)
    stands = ((pk, judgement_at(judged, now)) for pk, judged in found.items())
    return {pk: judgement for pk, judgement in stands if judgement is not None}


def of_initiative(initiative: int, now: Quarter) -> Judgement | None:
    """What holds of one initiative in a quarter (one query)."""
    return standing(Confidence.objects.filter(initiative=initiative), now).get(initiative)


def written(period: ReportingPeriod, initiative: Initiative) -> Confidence | None:
    """The judgement of this very period, if there is one (one query)."""
    rows = Confidence.objects.filter(period=period, initiative=initiative)
    return rows.select_related("by").first()


def course(initiative: Initiative) -> list[Confidence]:
    """Every judgement on an initiative, newest first (one query)."""
    rows = Confidence.objects.filter(initiative=initiative).select_related("by", "period")
    return list(rows.order_by("-period__year", "-period__quarter"))


def own_mark(report: ProgressReport | None) -> Mark | None:
    """What the section itself says of the work: 完了 or its own grade, whatever the office made of it.

    None until the report is handed in. The report must have been read with ``self_grade``.
    """
    if report is None or report.state not in HANDED_IN or report.self_grade is None:
        return None
    if report.implementation == ProgressReport.Implementation.DONE:
        return DONE
    return Mark(report.self_grade.tone, report.self_grade.word)
