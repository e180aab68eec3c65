"""What a 機構改革 moves: read once, shown as a preview and carried out from the same list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, Q, QuerySet

from fiscal import wareki
from fiscal.calendar import fiscal_year_of
from initiatives.handover import duties_of
from initiatives.models import Initiative, InitiativeItem, Plan, Responsibility
from organizations.handover import Closing, closings_of, groups_of, posts_of, steps_of
from organizations.models import (
    Department,
    Post,
    Reorganization,
    ReorganizationStep,
    ReorganizationTarget,
)
from progress.models import ProgressReport, Remark, ReorganizationChoice
from progress.naming import number_of
from progress.queries import never_empty
from progress.workflow import State


@dataclass(frozen=True)
class InitiativeMove:
    """Everything of one initiative that a closing section hands over, and to whom."""

    closing: Closing
    initiative: Initiative
    target: ReorganizationTarget | None
    duties: list[Responsibility] = field(default_factory=list)
    reports: list[ProgressReport] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def section(self) -> Department | None:
        """The section that takes over, once it has been made."""
        return self.target.department if self.target else None

    @property
    def number(self) -> str:
        """A-④-1."""
        return number_of(self.initiative)

    @property
    def field_name(self) -> str:
        """How a form names the choice."""
        return f"initiative_{self.closing.department.pk}_{self.initiative.pk}"

    @property
    def roles(self) -> str:
        """主担当, 関係."""
        return "、".join(dict.fromkeys(duty.get_role_display() for duty in self.duties))


@dataclass(frozen=True)
class PostMove:
    """A post of a closing section, and where the person goes on."""

    closing: Closing
    post: Post
    target: ReorganizationTarget | None

    @property
    def section(self) -> Department | None:
        """The section that takes over, once it has been made."""
        return self.target.department if self.target else None

    @property
    def field_name(self) -> str:
        """How a form names the choice."""
        return f"post_{self.post.pk}"


@dataclass(frozen=True)
class Handover:
    """A 機構改革 with everything it moves."""

    reorganization: Reorganization
    steps: list[ReorganizationStep]
    closings: list[Closing]
    initiatives: tuple[InitiativeMove, ...]
    posts: tuple[PostMove, ...]
    groups: tuple[Department, ...]
    items: dict[int, int]

    @property
    def has_several_plans(self) -> bool:
        """Whether initiatives of more than one plan move, so that each has to name its own."""
        return len({move.initiative.plan_id for move in self.initiatives}) > 1

    @property
    def choices(self) -> list[InitiativeMove | PostMove]:
        """The moves for which somebody may say where they go."""
        moves: list[InitiativeMove | PostMove] = [*self.initiatives, *self.posts]
        return [move for move in moves if move.closing.needs_choice]

    @cached_property
    def reports(self) -> int:
        """How many reports that are not accepted yet change their section."""
        return sum(len(move.reports) for move in self.initiatives)

    @cached_property
    def remarks(self) -> int:
        """How many unanswered remarks change their section."""
        return sum(len(move.remarks) for move in self.initiatives)

    @property
    def sentence(self) -> str:
        """What was done, for the person who did it."""
        words = (
            ("取組事項", len(self.initiatives)),
            ("受理前の報告", self.reports),
            ("回答待ちの指摘事項", self.remarks),
            ("職", len(self.posts)),
        )
        moved = "、".join(f"{word}{wareki.digits(count)}件" for word, count in words if count)
        rest = f"{moved}が移りました。" if moved else "移るものはありませんでした。"
        return f"「{self.reorganization}」を施行しました。{rest}"

    @property
    def item_count(self) -> int:
        """How many rows of lists name a closing section; they keep its name."""
        return sum(self.items.values())


def read(reorganization: Reorganization) -> Handover:
    """Read what a reorganisation moves (a fixed number of queries)."""
    day = reorganization.in_force_on
    steps = steps_of(reorganization)
    closings = closings_of(steps)
    chosen = _Chosen.read(reorganization)
    departments = never_empty(closing.department.pk for closing in closings)
    by_department = {closing.department.pk: closing for closing in closings}
    items = InitiativeItem.objects.filter(department__in=departments).order_by()
    return Handover(
        reorganization=reorganization,
        steps=steps,
        closings=closings,
        initiatives=tuple(_initiatives(departments, by_department, chosen, day)),
        posts=tuple(
            PostMove(closing, post, chosen.of_post(closing, post))
            for post in posts_of(closings, day)
            for closing in [by_department[post.department_id]]
        ),
        groups=tuple(groups_of(closings)),
        items=dict(items.values_list("department").annotate(number=Count("pk"))),
    )


def running_plans(day: date) -> QuerySet[Plan]:
    """Plans whose period, or whose reporting, goes on from a day."""
    return Plan.objects.filter(
        Q(last_year__gte=fiscal_year_of(day)) | Q(periods__closes_on__gte=day)
    ).distinct()


@dataclass(frozen=True)
class _Chosen:
    """The targets somebody has chosen; without a choice the first section takes over."""

    initiatives: dict[tuple[int, int, int], int]
    posts: dict[tuple[int, int], int]

    @classmethod
    def read(cls, reorganization: Reorganization) -> "_Chosen":
        rows = ReorganizationChoice.objects.filter(step__reorganization=reorganization)
        told = list(rows.values_list("step", "department", "initiative", "post", "target"))
        return cls(
            {(step, section, pk): target for step, section, pk, _, target in told if pk},
            {(step, pk): target for step, _, _, pk, target in told if pk},
        )

    def of_initiative(self, closing: Closing, pk: int) -> ReorganizationTarget | None:
        """Who takes an initiative over."""
        key = (closing.step.pk, closing.department.pk, pk)
        return _target(closing, self.initiatives.get(key))

    def of_post(self, closing: Closing, post: Post) -> ReorganizationTarget | None:
        """Where a post goes on."""
        return _target(closing, self.posts.get((closing.step.pk, post.pk)))


def _target(closing: Closing, pk: int | None) -> ReorganizationTarget | None:
    first = next(iter(closing.targets), None)
    return next((target for target in closing.targets if target.pk == pk), first)


def _initiatives(
    departments: Collection[int], by_department: dict[int, Closing], chosen: _Chosen, day: date
) -> Iterable[InitiativeMove]:
    """Gather duties, open reports and unanswered remarks by section and initiative (three queries)."""
    relations = ("initiative__category", "initiative__plan")
    duties = duties_of(departments, running_plans(day), day)
    reports = (
        ProgressReport.objects.filter(department__in=departments)
        .exclude(state=State.ACCEPTED)
        .select_related("period__plan", *relations)
        .order_by("period__year", "period__quarter", "initiative__order")
    )
    remarks = Remark.objects.filter(department__in=departments).unanswered()
    moves: dict[tuple[int, int], InitiativeMove] = {}

    def of(row: Responsibility | ProgressReport | Remark) -> InitiativeMove:
        assert row.department_id is not None  # noqa: S101 - for the type checker: filtered by it
        key = (row.department_id, row.initiative_id)
        if key not in moves:
            closing = by_department[row.department_id]
            target = chosen.of_initiative(closing, row.initiative_id)
            moves[key] = InitiativeMove(closing, row.initiative, target)
        return moves[key]

    for duty in duties:
        of(duty).duties.append(duty)
    for report in reports:
        of(report).reports.append(report)
    for remark in remarks.select_related(*relations).order_by("made_on", "pk"):
        of(remark).remarks.append(remark)
    place = {pk: number for number, pk in enumerate(by_department)}
    return sorted(
        moves.values(),
        key=lambda move: (
            place[move.closing.department.pk],
            move.initiative.plan_id,
            move.initiative.order,
        ),
    )
