"""提出のお願い on マイページ: what a person was sent, until the reports are in or the person puts it away."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from organizations.models import User
from progress.annual import tasks as annual
from progress.models import Notice, NoticeRecipient
from progress.owed import Own, owed_reports, waiting_for_head

# What マイページ says of a notice; plans carry long lists nobody asks for here.
SHOWN = (
    "notice__day",
    "notice__kind",
    "notice__text",
    "notice__department__name",
    "notice__period__year",
    "notice__period__quarter",
    "notice__period__span",
    "notice__period__plan__title",
    "notice__annual__year",
    "notice__annual__plan__title",
)
# Is it a year, is it to confirm, the key of the round, the section.
Key = tuple[bool, bool, int, int]


@dataclass(frozen=True)
class Standing:
    """The newest notice about a section's duties in a round; ``owed`` of them are still open."""

    notice: Notice
    owed: int
    earlier: int


def standing_for(user: User, today: date) -> tuple[Standing, ...]:
    """The notices that stand for a person, newest first (one query, some more where there are any)."""
    rows = (
        NoticeRecipient.objects.standing_for(user, today)
        .select_related("notice__period__plan", "notice__annual__plan", "notice__department")
        .only(*SHOWN)
    )
    groups: dict[Key, list[Notice]] = {}
    for row in rows.order_by("-notice__at", "-pk"):
        groups.setdefault(_key(row.notice), []).append(row.notice)
    if not groups:
        return ()
    owed = _owed(groups, today)
    return tuple(
        Standing(notices[0], owed[key], len(notices) - 1)
        for key, notices in groups.items()
        if owed[key]
    )


def _key(notice: Notice) -> Key:
    return (
        notice.annual_id is not None,
        notice.kind == Notice.Kind.CONFIRM,
        notice.annual_id or notice.period_id or 0,
        notice.department_id,
    )


def _owed(keys: Collection[Key], today: date) -> Counter[Key]:
    """How much each section still has to do in each round: asked only for what there is a notice about."""
    sections = {key[3] for key in keys}
    kinds = {key[:2] for key in keys}
    found: Counter[Key] = Counter()
    if (False, False) in kinds or (True, False) in kinds:
        own = Own.read(sections, today)
        if (False, False) in kinds:
            pairs = owed_reports(own, today).order_by().values_list("pk", "period_pk")  # type: ignore[misc]
            found.update((False, False, period, own.section_of[pk]) for pk, period in pairs)
        if (True, False) in kinds:
            pairs = annual.owed(own, today).order_by().values_list("pk", "round_pk")  # type: ignore[misc]
            found.update((True, False, year, own.section_of[pk]) for pk, year in pairs)
    if (False, True) in kinds:
        rows = waiting_for_head(sections).order_by().values_list("period_id", "department_id")
        found.update((False, True, *row) for row in rows)
    if (True, True) in kinds:
        reviews = annual.waiting_for_head(sections).order_by()
        found.update((True, True, *row) for row in reviews.values_list("round_id", "department_id"))
    return found
