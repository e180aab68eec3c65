"""① 取組の進捗: the initiatives a section reports on, and those it only has a part in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from exchange.sheets import keys, lines
from exchange.sheets.columns import SAME, PageName
from exchange.sheets.lines import Line
from initiatives.models import Initiative, ScheduleBar
from initiatives.queries import reporter_names
from kpis import goals
from organizations.models import Department
from progress import evidence, own_initiatives
from progress.content import TEXTS, Content
from progress.models import ProgressReport, ReportingPeriod
from progress.naming import number_of
from progress.owed import Own
from progress.queries import before, expected_in
from progress.workflow import EDITABLE, Action, State, WorkflowError, check_day

NOTHING = "－"
# 各課 may stand behind hundreds of initiatives; more than these nobody reads on paper.
MOST_RELATED = 60


@dataclass(frozen=True)
class Reporting:
    """What the initiatives of a section say in a period, read for all at once."""

    period: ReportingPeriod
    section: Department
    own: Mapping[int, Initiative]
    related: Mapping[int, Initiative]
    reports: Mapping[int, ProgressReport]
    previous: Mapping[int, ProgressReport]
    today: date

    @classmethod
    def read(cls, period: ReportingPeriod, section: Department, today: date) -> "Reporting":
        """Read them (a fixed number of queries)."""
        reported = Own.read([section.pk], today).reporters
        roles = own_initiatives.roles_of([section], [period.plan_id], today)
        parts = [pk for (_, pk), words in roles.items() if not words[0].startswith("個別項目")]
        wanted = [*reported, *(pk for pk in parts if pk not in reported)]
        earlier = (
            ProgressReport.objects.handed_in()
            .filter(before(period.as_quarter, "period__"), initiative=OuterRef("pk"))
            .order_by("-period__year", "-period__quarter")
        )
        expected = expected_in(period).filter(pk__in=wanted)
        rows = list(expected.select_related("category", "plan").order_by("order"))
        last = expected.annotate(last=Subquery(earlier.values("pk")[:1])).order_by()
        relations = ProgressReport.objects.select_related("self_grade", "period", "saved_by")
        past = relations.filter(pk__in=last.values("last"))
        now = relations.filter(period=period, initiative__in=[row.pk for row in rows])
        return cls(
            period=period,
            section=section,
            own={row.pk: row for row in rows if row.pk in reported},
            related={row.pk: row for row in rows if row.pk not in reported},
            reports={row.initiative_id: row for row in now},
            previous={row.initiative_id: row for row in past},
            today=today,
        )

    def lock(self, pk: int) -> str:
        """Why the section may not write in the report of an initiative now; nothing when it may."""
        report = self.reports.get(pk)
        state = report.workflow_state if report else State.DRAFT
        if state not in EDITABLE:
            return f"{state.label}のため、変えられません。"
        try:
            check_day(
                state=state,
                action=Action.SAVE,
                opens_on=self.period.opens_on,
                closes_on=self.period.closes_on,
                today=self.today,
            )
        except WorkflowError as refusal:
            return str(refusal)
        return ""

    def content(self, pk: int) -> Content:
        """What is stored of an initiative; nothing while nobody has saved."""
        report = self.reports.get(pk)
        return Content.of(report) if report else Content()


def values_of(content: Content) -> dict[str, str]:
    """The fields of a report as texts; a tick is never stored."""
    return {
        SAME: "",
        "implementation": content.implementation,
        "completed_on": lines.day(content.completed_on),
        "recovery_on": lines.day(content.recovery_on),
        "self_grade": content.self_grade.word if content.self_grade else "",
        "future": content.future,
        **{name: lines.text(getattr(content, name)) for name in TEXTS},
    }


def progress_lines(reporting: Reporting) -> list[Line]:
    """The rows of the page, the section's own first (five queries)."""
    shown = [*reporting.own, *list(reporting.related)[:MOST_RELATED]]
    if not shown:
        return []
    roles = own_initiatives.roles_of(
        [reporting.section], [reporting.period.plan_id], reporting.today
    )
    plans = _plans(reporting, shown)
    leads = reporter_names(list(reporting.related), reporting.today)
    section = reporting.section.pk
    return [
        _line(reporting, pk, plans[pk], roles.get((section, pk), [""])[0], leads) for pk in shown
    ]


def _line(reporting: Reporting, pk: int, plan: str, role: str, leads: Mapping[int, str]) -> Line:
    is_own = pk in reporting.own
    initiative = reporting.own.get(pk) or reporting.related[pk]
    report, last = reporting.reports.get(pk), reporting.previous.get(pk)
    lock = reporting.lock(pk) if is_own else f"主担当課（{leads.get(pk, '未定')}）が記入します。"
    return Line(
        page=PageName.PROGRESS,
        key=keys.row_key(reporting.period.as_quarter, initiative.code, reporting.section),
        version=report.version if report else 0,
        pk=pk,
        name=f"{number_of(initiative)} {initiative.title}",
        facts={
            "number": number_of(initiative),
            "title": initiative.title,
            "role": _role(report) if is_own else _part(role),
            "plan": plan,
            "before_course": last.get_implementation_display() if last else NOTHING,
            "before_grade": last.self_grade.word if last and last.self_grade else NOTHING,
            "before_result": last.result if last else "（前回の報告はありません）",
        },
        values=values_of(reporting.content(pk)) if is_own else {},
        lock=lock,
    )


def _role(report: ProgressReport | None) -> str:
    """主担当, with where the report stands once it was handed in."""
    if report is None or report.state in EDITABLE:
        return "主担当"
    return f"主担当\n〔{report.workflow_state.label}〕"


def _part(words: str) -> str:
    """関係課, or 関係 with the name of the group that means the section."""
    word, _, group = words.partition("（")
    return f"関係\n（{group.removesuffix('）')}）" if group else word


def _plans(reporting: Reporting, shown: list[int]) -> dict[int, str]:
    """This year's 工程 and the goals of each initiative (three queries)."""
    quarter = reporting.period.as_quarter
    bars: dict[int, list[ScheduleBar]] = {pk: [] for pk in shown}
    rows = ScheduleBar.objects.filter(initiative__in=shown, table=ScheduleBar.Table.DETAIL)
    for bar in rows.order_by("row", "order"):
        bars[bar.initiative_id].append(bar)
    aims = goals.in_words(goals.read(shown))
    found = {}
    for pk in shown:
        steps = "　".join(bar.text for bar in evidence.year_plan(bars[pk], quarter).bars)
        aim = f"目標：{aims[pk]}" if pk in aims else ""
        found[pk] = "\n".join(filter(None, (steps, aim)))
    return found
