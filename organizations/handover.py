"""Sections close and open: the deed of a 機構改革 on departments, their groups and their posts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Max, Q

from fiscal import wareki
from organizations.models import (
    Department,
    Post,
    Reorganization,
    ReorganizationStep,
    ReorganizationTarget,
    User,
)
from organizations.reorganization_rules import Kind, fold
from organizations.signature import sign


@dataclass(frozen=True)
class Signature:
    """Who carries a reorganisation out, and what every changed row says about it."""

    by: User
    day: date

    @property
    def words(self) -> str:
        """機構改革（令和９年４月１日）."""
        return f"機構改革（{wareki.full_date(self.day)}）"

    @property
    def eve(self) -> date:
        """The last day of what closes."""
        return self.day - timedelta(days=1)

    def save(self, row: models.Model) -> None:
        """Save a row under this signature."""
        sign(row, by=self.by, reason=self.words)
        row.save()


@dataclass(frozen=True)
class Closing:
    """A section that closes in a step, and the sections that take over; none after a plain 廃止."""

    step: ReorganizationStep
    department: Department
    targets: tuple[ReorganizationTarget, ...]

    @property
    def needs_choice(self) -> bool:
        """Whether somebody has to say who takes over what."""
        return len(self.targets) > 1


def steps_of(reorganization: Reorganization) -> list[ReorganizationStep]:
    """The lines with their sections (three queries)."""
    return list(reorganization.steps.prefetch_related("sources", "targets__department"))


def closings_of(steps: Iterable[ReorganizationStep]) -> list[Closing]:
    """The sections that close, in the order of the lines."""
    return [
        Closing(step, department, tuple(step.targets.all()))
        for step in steps
        for department in step.sources.all()
    ]


def posts_of(closings: Iterable[Closing], day: date) -> models.QuerySet[Post]:
    """The posts of closing sections that are held on the day, or later."""
    departments = [closing.department.pk for closing in closings]
    return (
        Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .filter(department__in=departments)
        .select_related("user", "department")
        .order_by("department__order", "department", "pk")
    )


def groups_of(closings: Iterable[Closing]) -> models.QuerySet[Department]:
    """The groups (窓口担当課 …) that count a closing section among their members."""
    departments = [closing.department.pk for closing in closings]
    groups = Department.objects.filter(kind=Department.Kind.GROUP, members__in=departments)
    return groups.distinct().order_by("order", "pk")


def open_sections(steps: Iterable[ReorganizationStep], signature: Signature) -> None:
    """Make the new sections and let the lines point at them; lines may share one."""
    made: dict[str, Department] = {}
    # A 廃止 names sections that another line makes: these come first.
    for step in sorted(steps, key=lambda step: step.kind == Kind.ABOLISH):
        sources = list(step.sources.all())
        for target in step.targets.all():
            if target.department is not None:
                continue
            key = fold(target.name)
            if key not in made:
                made[key] = _new(step, target.name, sources)
                signature.save(made[key])
            target.department = made[key]
            signature.save(target)


def _new(step: ReorganizationStep, name: str, sources: list[Department]) -> Department:
    day = step.reorganization.in_force_on
    section = Department(
        municipality_id=step.reorganization.municipality_id, name=name, valid_from=day
    )
    if sources:
        section.parent_id, section.order = sources[0].parent_id, sources[0].order
    else:
        section.order = _last_order(section.municipality_id) + 1
    if step.kind == Kind.RENAME:
        section.code, section.extension = sources[0].code, sources[0].extension
    return section


def _last_order(municipality_id: int) -> int:
    rows = Department.objects.filter(municipality=municipality_id)
    return rows.aggregate(last=Max("order"))["last"] or 0


def close_sections(closings: Iterable[Closing], signature: Signature) -> None:
    """End sections on the eve and name their successors; what stood below or spoke of them follows."""
    for closing in closings:
        old = closing.department
        heirs = [target.department for target in closing.targets if target.department]
        old.valid_to = signature.eve
        signature.save(old)
        old.successors.add(*heirs)
        for group in groups_of([closing]):
            sign(group, by=signature.by, reason=signature.words)
            group.members.add(*heirs)
        if not heirs:
            continue
        if old.is_secretariat:
            heirs[0].is_secretariat = True
            signature.save(heirs[0])
        for child in old.children.filter(valid_to__isnull=True):
            child.parent = heirs[0]
            signature.save(child)


def move_post(post: Post, target: Department | None, signature: Signature) -> None:
    """Close a post and open the same one in the section that takes over; without one the post only ends."""
    following = None
    if target is not None and not _holds(post, target, signature.day):
        following = Post(
            user=post.user,
            department=target,
            role=post.role,
            title=post.title.replace(post.department.name, target.name),
            is_deputy=post.is_deputy,
            valid_from=max(post.valid_from or signature.day, signature.day),
            valid_to=post.valid_to,
        )
    if post.valid_from is not None and post.valid_from >= signature.day:
        sign(post, by=signature.by, reason=signature.words)
        post.delete()
    else:
        post.valid_to = signature.eve
        signature.save(post)
    if following is not None:
        signature.save(following)


def _holds(post: Post, target: Department, day: date) -> bool:
    """Whether the person has the same role in the section that takes over already (兼務)."""
    begins = max(post.valid_from or day, day)
    same = post.user.posts.filter(department=target, role=post.role)
    return same.current_on(begins).exists()
