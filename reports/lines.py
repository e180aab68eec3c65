"""The words of initiatives in a period: who answers for them, what was reported, what they aim at."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from initiatives.duties import Sections, sections_on
from initiatives.models import Initiative
from initiatives.numbering import printed_number
from kpis.goals import goal_texts
from progress.models import ProgressReport, ReportingPeriod
from progress.queries import never_empty
from progress.workflow import HANDED_IN, State
from reports.standing import Stand
from reports.tree import Line

# A report nobody has begun looks like a draft, and says so.
NOT_BEGUN, NOT_BEGUN_TONE = "未入力", "draft"


def read_initiatives(initiatives: Collection[int]) -> list[Initiative]:
    """Read initiatives with their category, in the plan's order (one query)."""
    rows = Initiative.objects.filter(pk__in=never_empty(initiatives)).select_related("category")
    return list(rows.order_by("order", "pk"))


def read_lines(
    period: ReportingPeriod,
    initiatives: Iterable[Initiative],
    stands: Mapping[int, Stand],
    *,
    reporters: Mapping[int, str],
    streaks: Mapping[int, int],
    on: date,
    is_whole: bool,
) -> dict[int, Line]:
    """Return the lines of initiatives by key, in their order (one query).

    ``is_whole`` adds the printed sections, as they are called on a day, and the aims with three more.
    """
    rows = list(initiatives)
    wanted = never_empty(row.pk for row in rows)
    reports = {
        report.initiative_id: report
        for report in ProgressReport.objects.filter(period=period, initiative__in=wanted)
        .select_related("department")
        .order_by()
    }
    sections = sections_on(wanted, on) if is_whole else {}
    goals = goal_texts(wanted) if is_whole else {}
    return {
        row.pk: _line(
            row,
            stands[row.pk],
            reports.get(row.pk),
            sections=sections.get(row.pk, Sections()),
            goal=goals.get(row.pk, ""),
            reporter=reporters.get(row.pk, ""),
            streak=streaks.get(row.pk, 0),
        )
        for row in rows
    }


def _line(
    initiative: Initiative,
    stand: Stand,
    report: ProgressReport | None,
    *,
    sections: Sections,
    goal: str,
    reporter: str,
    streak: int,
) -> Line:
    state, tone = _state(stand)
    told = report if report is not None and stand.state in HANDED_IN else None
    return Line(
        pk=initiative.pk,
        code=initiative.code,
        label=printed_number(initiative.category.label, initiative.number),
        title=initiative.title,
        category_code=initiative.category.code,
        leads=tuple(sections.leads),
        related=tuple(sections.related),
        departments_printed=initiative.get_departments_printed_display(),
        reporter=report.department.name if report else reporter,
        mark=stand.mark,
        previous=stand.previous,
        state=state,
        state_tone=tone,
        implementation=told.get_implementation_display() if told else "",
        reason=told.reason if told else "",
        recovery=told.way_out if told else "",
        result=told.result if told else "",
        issue=told.issue if told else "",
        next_action=told.next_action if told else "",
        future=told.get_future_display() if told else "",
        request=told.request if told else "",
        delayed_periods=streak,
        goal=goal,
        report_pk=report.pk if report else None,
        own=stand.own,
        judged=stand.judged,
    )


def _state(stand: Stand) -> tuple[str, str]:
    """The report's state in words and tone; an initiative that owes nothing has none."""
    if stand.state:
        state = State(stand.state)
        return state.label, state.tone
    return (NOT_BEGUN, NOT_BEGUN_TONE) if stand.is_expected else ("", "")
