"""「市民課の取組事項」: every initiative a section has a part in, with its role, its course and its state now."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from fiscal.calendar import Quarter
from initiatives.models import Initiative, InitiativeItem, Responsibility
from initiatives.queries import current_on
from kpis.goals import goal_texts
from organizations import lineage
from organizations.models import Department
from progress import strip
from progress.models import ProgressReport, ReportingPeriod
from progress.naming import number_of
from progress.queries import never_empty
from progress.strip import DONE, Strip
from progress.tasks import NOT_BEGUN, Chip
from progress.workflow import State

LEAD = Responsibility.Role.LEAD
# So many rows of a section are shown; 各課 may stand behind hundreds of initiatives.
LIMIT = 60


@dataclass(frozen=True)
class Row:
    """One initiative as the section sees it."""

    initiative: Initiative
    number: str
    role: str
    strip: Strip
    chip: Chip | None
    goal: str


@dataclass(frozen=True)
class Table:
    """The first initiatives of one section in one plan; ``years`` head the strip, ``total`` counts all."""

    section: Department
    period: ReportingPeriod
    years: range
    rows: tuple[Row, ...]
    total: int

    @property
    def more(self) -> int:
        """How many initiatives are not shown."""
        return self.total - len(self.rows)


Roles = dict[tuple[int, int], list[str]]


def tables_of(
    sections: Sequence[Department], periods: Sequence[ReportingPeriod], today: date
) -> list[Table]:
    """The tables of a person's sections (a fixed number of queries for each plan that is running)."""
    if not sections:
        return []
    roles = roles_of(sections, [period.plan_id for period in periods], today)
    tables = []
    for period in periods:
        facts = _Facts.read(period, {initiative for _, initiative in roles})
        for section in sections:
            mine = [row for row in facts.initiatives if (section.pk, row.pk) in roles]
            if mine:
                years = range(period.plan.first_year, period.plan.last_year + 1)
                rows = tuple(facts.row(row, roles[section.pk, row.pk]) for row in mine[:LIMIT])
                tables.append(Table(section, period, years, rows, len(mine)))
    return tables


def roles_of(sections: Sequence[Department], plans: Collection[int], today: date) -> Roles:
    """What each section is to each initiative, in words: its strongest part, then its 個別項目."""
    wanted = {section.pk for section in sections}
    groups = _groups(sections)
    parts = (
        Responsibility.objects.filter(current_on(today), initiative__plan__in=plans)
        .filter(Q(department__in=wanted) | Q(department__in=groups))
        .select_related("department")
        .order_by("order", "pk")
    )
    roles: Roles = {}
    # The section's own name counts more than a group's, the lead more than the others.
    for row in sorted(parts, key=lambda row: (row.department_id in groups, row.role != LEAD)):
        for section in wanted & groups.get(row.department_id, {row.department_id}):
            words = _role(row, is_group=row.department_id in groups)
            roles.setdefault((section, row.initiative_id), [words])
    for section, initiative, words in _items(sections, plans, today):
        roles.setdefault((section, initiative), []).append(words)
    return roles


def _groups(sections: Sequence[Department]) -> dict[int, set[int]]:
    """The groups of sections and which of the sections each one means."""
    wanted = {section.pk for section in sections}
    groups = Department.objects.filter(
        kind=Department.Kind.GROUP,
        municipality__in={section.municipality_id for section in sections},
    ).prefetch_related("members")
    return {
        group.pk: wanted if group.covers_all else {row.pk for row in group.members.all()} & wanted
        for group in groups
    }


def _role(row: Responsibility, *, is_group: bool) -> str:
    word = "主担当" if row.role == LEAD else "関係課"
    return f"{word}（{row.department}）" if is_group else word


def _items(
    sections: Sequence[Department], plans: Collection[int], today: date
) -> Iterable[tuple[int, int, str]]:
    """The rows of lists that name a section, or one it has taken over from."""
    named = named_by(sections, today)
    rows = (
        InitiativeItem.objects.filter(department__in=named, list__initiative__plan__in=plans)
        .order_by()
        .values_list("department_id", "list__initiative_id")
        .annotate(number=Count("pk"), done=Count("pk", filter=Q(status=InitiativeItem.Status.DONE)))
    )
    counts: dict[tuple[int, int], tuple[int, int]] = {}
    for named_pk, initiative, number, done in rows:
        for section in named.get(named_pk or 0, ()):
            before = counts.get((section, initiative), (0, 0))
            counts[section, initiative] = (before[0] + number, before[1] + done)
    for (section, initiative), (number, done) in counts.items():
        yield section, initiative, f"個別項目 {number}件（完了{done}）"


def named_by(sections: Sequence[Department], today: date) -> dict[int, set[int]]:
    """The sections of today by every name under which a list may still know them (one query)."""
    wanted = {section.pk for section in sections}
    named = {pk: {pk} for pk in wanted}
    for past, heirs in lineage.heirs(lineage.links(sections[0].municipality_id), today).items():
        if mine := wanted & {heir.pk for heir in heirs}:
            named[past] = mine
    return named


@dataclass(frozen=True)
class _Facts:
    """What the tables of one plan say, read for all its initiatives at once."""

    period: ReportingPeriod
    periods: frozenset[Quarter]
    initiatives: tuple[Initiative, ...]
    shown: strip.Reports
    states: dict[int, State]
    goals: dict[int, str]

    @classmethod
    def read(cls, period: ReportingPeriod, wanted: Collection[int]) -> "_Facts":
        initiatives = tuple(
            Initiative.objects.filter(pk__in=never_empty(wanted), plan=period.plan_id)
            .active()
            .in_force_on(period.as_of)
            .select_related("category")
            .order_by("order")
        )
        found = never_empty(row.pk for row in initiatives)
        begun = ReportingPeriod.objects.filter(
            plan=period.plan_id, opens_on__lte=period.opens_on
        ).values_list("year", "quarter", "span")
        states = ProgressReport.objects.filter(period=period, initiative__in=found)
        return cls(
            period,
            frozenset(Quarter(*names) for names in begun),
            initiatives,
            strip.handed_in(found),
            {pk: State(state) for pk, state in states.values_list("initiative_id", "state")},
            goal_texts(found),
        )

    def row(self, initiative: Initiative, roles: Iterable[str]) -> Row:
        """One initiative with its course up to the period."""
        now = self.period.as_quarter
        marks = strip.marks(self.shown.get(initiative.pk, {}), self.periods)
        return Row(
            initiative=initiative,
            number=number_of(initiative),
            role="、".join(roles),
            strip=strip.draw(self.period.plan, marks, now),
            chip=self._chip(initiative, is_done=marks.get(now) == DONE),
            goal=self.goals.get(initiative.pk, ""),
        )

    def _chip(self, initiative: Initiative, *, is_done: bool) -> Chip | None:
        state = self.states.get(initiative.pk)
        if state is not None:
            return Chip(state.tone, state.label)
        return None if is_done else NOT_BEGUN
