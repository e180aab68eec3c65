"""What a 引継ぎ資料 is made of, read for a section with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from fiscal.calendar import fiscal_year_of
from initiatives import running
from initiatives.models import Initiative, Milestone, Plan, ScheduleBar
from kpis import goals, queries
from kpis.models import Indicator
from organizations.models import Department, Post
from progress import answer_tasks
from progress.extensions import Extensions
from progress.models import Improvement, ProgressReport, Remark, ReportEvent, ReportingPeriod
from progress.owed import Own, owed_reports, remarks_to_answer
from progress.own_initiatives import Roles, roles_of
from progress.queries import never_empty
from progress.tasks import Task
from progress.workflow import Action, State

# So many rounds of each plan are told one by one.
ROUNDS = 4
SECTION_DEEDS = frozenset({Action.SUBMIT, Action.WITHDRAW, Action.CONFIRM})


@dataclass(frozen=True)
class Facts:
    """The rows, by initiative where they belong to one. ``owed`` carry ``period_pk``."""

    section: Department
    today: date
    posts: list[Post]
    periods: dict[int, ReportingPeriod]
    extensions: Extensions
    roles: Roles
    initiatives: dict[int, Initiative]
    reported: list[int]
    owed: list[Initiative]
    questions: tuple[Task, ...]
    unaccepted: list[ProgressReport]
    last: dict[int, ProgressReport]
    events: list[ReportEvent]
    reports: list[ProgressReport]
    remarks: list[Remark]
    improvements: list[Improvement]
    milestones: list[Milestone]
    bars: list[ScheduleBar]
    goals: dict[int, tuple[goals.GoalText, ...]]
    measured: dict[int, list[queries.Sheet]]

    def of_person(self, person: int) -> frozenset[int]:
        """The initiatives whose recent reports went through the hands of a person."""
        acted = {row.report.initiative_id for row in self._own_deeds if row.by_id == person}
        saved = (*self.reports, *self.unaccepted)
        return frozenset(acted | {row.initiative_id for row in saved if row.saved_by_id == person})

    def due(self, period: ReportingPeriod) -> date:
        """The day the section's reports of a round are due."""
        return self.extensions.due(period, self.section.pk)

    @property
    def hands(self) -> dict[int, str]:
        """Everybody whose hand-over it may be: who holds a post, and who has acted lately."""
        found = {post.user_id: str(post.user) for post in self.posts}
        return {**{row.by_id: str(row.by) for row in self._own_deeds}, **found}

    @property
    def _own_deeds(self) -> list[ReportEvent]:
        """What the section did, not the office."""
        section = self.section.pk
        rows = (row for row in self.events if row.action in SECTION_DEEDS)
        return [row for row in rows if row.report.department_id == section]


def read(section: Department, today: date) -> Facts:
    """Read everything (under thirty queries, however much there is)."""
    plans = _plans(section, today)
    periods = _periods(plans, today)
    roles = roles_of([section], never_empty(plans), today)
    initiatives = _initiatives({pk for _, pk in roles}, plans, today)
    own = Own.read([section.pk], today)
    reported = [pk for pk in initiatives if pk in own.reporters]
    wanted = never_empty(reported)
    recent = never_empty(_recent(periods.values()))
    reports = _reports(wanted, recent)
    return Facts(
        section=section,
        today=today,
        posts=_posts(section, today),
        periods=periods,
        extensions=Extensions.read(periods, section.pk),
        roles=roles,
        initiatives=initiatives,
        reported=reported,
        owed=[row for row in owed_reports(own, today) if row.pk in initiatives],
        questions=answer_tasks.tasks_of([section.pk], today).rows,
        unaccepted=[row for row in reports if row.state != State.ACCEPTED],
        last=_last(reports),
        events=_events(wanted, recent),
        reports=[row for row in reports if row.state == State.ACCEPTED and row.period_id in recent],
        remarks=_remarks(own),
        improvements=list(Improvement.objects.open_of([section.pk])),
        milestones=_milestones(wanted),
        bars=_bars(wanted, today),
        goals=goals.read(never_empty(initiatives)),
        measured=_measured(reported, initiatives),
    )


def _plans(section: Department, today: date) -> dict[int, Plan]:
    plans = Plan.objects.filter(municipality=section.municipality_id, kind=Plan.Kind.PLAN)
    rows = running.in_order(plans.select_related("grade_scale"), today)
    year = fiscal_year_of(today)
    # The last round of a plan that ended in March is reported in April.
    return {plan.pk: plan for plan in rows if plan.last_year >= year - 1}


def _periods(plans: Collection[int], today: date) -> dict[int, ReportingPeriod]:
    rows = ReportingPeriod.objects.begun_by(today).filter(plan__in=never_empty(plans))
    return {row.pk: row for row in rows.order_by("-year", "-quarter")}


def _recent(periods: Collection[ReportingPeriod]) -> list[int]:
    """The newest rounds of each plan."""
    found: dict[int, list[int]] = defaultdict(list)
    for period in periods:
        found[period.plan_id].append(period.pk)
    return [pk for pks in found.values() for pk in pks[:ROUNDS]]


def _posts(section: Department, today: date) -> list[Post]:
    rows = Post.objects.filter(department=section).current_on(today).select_related("user")
    told = rows.only(
        *("department_id", "role", "title", "is_deputy", "user__name", "user__username")
    )
    return list(told.order_by("pk"))


def _initiatives(
    wanted: Collection[int], plans: Mapping[int, Plan], today: date
) -> dict[int, Initiative]:
    rows = Initiative.objects.filter(pk__in=never_empty(wanted)).active().in_force_on(today)
    ordered = rows.select_related("category").order_by("plan__first_year", "plan_id", "order")
    found = {row.pk: row for row in ordered}
    for row in found.values():
        row.plan = plans[row.plan_id]
    return found


def _reports(wanted: Collection[int], recent: Collection[int]) -> list[ProgressReport]:
    """The reports on their way, those of the recent rounds, and the newest accepted of each initiative (one query)."""
    newest = ProgressReport.objects.filter(
        initiative=OuterRef("initiative"), state=State.ACCEPTED
    ).order_by("-period__year", "-period__quarter")
    rows = ProgressReport.objects.filter(
        ~Q(state=State.ACCEPTED) | Q(period__in=recent) | Q(pk=Subquery(newest.values("pk")[:1])),
        initiative__in=wanted,
    )
    related = ("period", "self_grade", "reviewed_grade")
    return list(rows.select_related(*related).order_by("-period__year", "-period__quarter"))


def _last(reports: Iterable[ProgressReport]) -> dict[int, ProgressReport]:
    """The newest accepted report of each initiative; the newest of all stand first."""
    found: dict[int, ProgressReport] = {}
    for row in reports:
        if row.state == State.ACCEPTED:
            found.setdefault(row.initiative_id, row)
    return found


def _events(wanted: Collection[int], recent: Collection[int]) -> list[ReportEvent]:
    """What was done to the reports of the recent rounds, and to those given back."""
    which = Q(report__period__in=recent) | Q(report__state=State.RETURNED)
    rows = ReportEvent.objects.filter(which, report__initiative__in=wanted)
    told = rows.select_related("by", "report").only(
        "action",
        "at",
        "comment",
        "as_deputy_of",
        "by__name",
        "by__username",
        "report__initiative_id",
        "report__department_id",
    )
    return list(told.order_by("at", "pk"))


def _remarks(own: Own) -> list[Remark]:
    rows = remarks_to_answer(own).select_related("initiative__category")
    told = rows.only(
        "occasion",
        "made_on",
        "text",
        "due_on",
        "initiative__number",
        "initiative__title",
        "initiative__category__label",
    )
    return list(told.order_by("due_on", "made_on", "pk"))


def _milestones(wanted: Collection[int]) -> list[Milestone]:
    """The 目標事項 that are still open, in the order of the plan."""
    rows = Milestone.objects.filter(initiative__in=wanted, achieved_on__isnull=True)
    return list(rows.order_by("initiative__plan_id", "initiative__order", "order"))


def _bars(wanted: Collection[int], today: date) -> list[ScheduleBar]:
    year = fiscal_year_of(today)
    return list(
        ScheduleBar.objects.filter(
            initiative__in=wanted, table=ScheduleBar.Table.DETAIL, end_year__in=(year, year + 1)
        ).order_by("row", "order")
    )


def _measured(
    reported: Collection[int], initiatives: dict[int, Initiative]
) -> dict[int, list[queries.Sheet]]:
    indicators = list(
        Indicator.objects.filter(initiative__in=never_empty(reported)).order_by("order", "pk")
    )
    for indicator in indicators:
        indicator.initiative = initiatives[indicator.initiative_id]
    found: dict[int, list[queries.Sheet]] = defaultdict(list)
    for sheet in queries.sheets(indicators):
        found[sheet.indicator.initiative_id].append(sheet)
    return found
