"""What keeps a 機構改革 from being brought into force, and what somebody should know before it is."""

from collections.abc import Iterator

from fiscal import wareki
from organizations.reorganization_rules import Line
from organizations.roles import Role
from organizations.sections import Sections, lines_of
from progress.handover import Handover
from progress.models import ProgressReport
from progress.workflow import State

SHOWN = 5


def obstacles(handover: Handover) -> list[str]:
    """Everything that must be settled first (a fixed number of queries)."""
    reorganization = handover.reorganization
    day, municipality = reorganization.in_force_on, reorganization.municipality_id
    sections, lines = Sections.read(municipality, day), lines_of(reorganization)
    told = [problem.message for problem in sections.problems(lines, municipality)]
    return [
        *(told or _changed(handover, sections, lines)),
        *_ownerless(handover),
        *_reported_after(handover),
    ]


def _changed(handover: Handover, sections: Sections, lines: list[Line]) -> Iterator[str]:
    """New sections that somebody made otherwise, and staying ones that were exchanged, since the draft was saved."""
    for step in handover.steps:
        for target in step.targets.all():
            present = sections.target(lines, target.name)
            if (present and present.pk) != target.department_id:
                yield (
                    f"新課「{target.name}」の登録が、案を保存した後に変わりました。"
                    "案を開いて、保存し直してください。"
                )


def _ownerless(handover: Handover) -> Iterator[str]:
    """What nobody would answer for."""
    for closing in handover.closings:
        if closing.targets:
            continue
        left = [move for move in handover.initiatives if move.closing == closing]
        name = closing.department.name
        if left:
            yield (
                f"廃止する「{name}」の取組事項{wareki.digits(len(left))}件を引き継ぐ課がありません。"
                "行の新課に、引き継ぐ課を入れてください。"
            )
        if closing.department.is_secretariat:
            yield f"「{name}」は事務局です。行の新課に、事務局を引き継ぐ課を入れてください。"


def _reported_after(handover: Handover) -> Iterator[str]:
    """Reports accepted under an old name for a period that lies after its end."""
    departments = [closing.department.pk for closing in handover.closings]
    reports = ProgressReport.objects.filter(
        state=State.ACCEPTED,
        department__in=departments,
        period__as_of__gte=handover.reorganization.in_force_on,
    ).select_related("period", "department", "initiative__category")
    for report in reports.order_by("period__as_of", "initiative__order")[:SHOWN]:
        yield (
            f"{report.period}の報告（{report.initiative.code}）が、施行日の後の期なのに"
            f"「{report.department}」の名前で受理されています。施行日を直すか、受理を取り消してください。"
        )


def notices(handover: Handover) -> list[str]:
    """What happens without being asked for: worth reading before the button."""
    return [*_unmoved_posts(handover), *_heads(handover), *_lists(handover)]


def _unmoved_posts(handover: Handover) -> Iterator[str]:
    ending = [move for move in handover.posts if move.target is None]
    if ending:
        yield (
            f"引き継ぐ課のない職が{wareki.digits(len(ending))}件あります。施行日の前の日で終わります。"
            "新しい職は、利用者の管理で登録してください。"
        )


def _heads(handover: Handover) -> Iterator[str]:
    heads: dict[int, set[str]] = {}
    names: dict[int, str] = {}
    for move in handover.posts:
        if move.target and move.post.role == Role.HEAD and move.post.user.is_active:
            heads.setdefault(move.target.pk, set()).add(str(move.post.user))
            names[move.target.pk] = move.target.name
    for pk, people in heads.items():
        if len(people) > 1:
            yield (
                f"「{names[pk]}」の所属長が{wareki.digits(len(people))}人になります"
                f"（{'、'.join(sorted(people))}）。"
            )


def _lists(handover: Handover) -> Iterator[str]:
    if handover.item_count:
        yield (
            f"個別項目{wareki.digits(handover.item_count)}件の担当課は、計画書のとおり旧課の名前を残し、"
            "（現：新課）を添えて表示します。"
        )
