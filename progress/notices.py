"""提出のお願い on マイページ: what a person was sent, until the reports are in or the person puts it away."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from organizations.models import User
from progress.models import Notice, NoticeRecipient
from progress.owed import Own, owed_reports

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
)


@dataclass(frozen=True)
class Standing:
    """The newest notice about a section's reports of a period; ``owed`` of them are still missing."""

    notice: Notice
    owed: int
    earlier: int


def standing_for(user: User, today: date) -> tuple[Standing, ...]:
    """The notices that stand for a person, newest first (one query, three where there are any)."""
    rows = (
        NoticeRecipient.objects.standing_for(user, today)
        .select_related("notice__period__plan", "notice__department")
        .only(*SHOWN)
    )
    groups: dict[tuple[int, int], list[Notice]] = {}
    for row in rows.order_by("-notice__at", "-pk"):
        key = (row.notice.period_id, row.notice.department_id)
        groups.setdefault(key, []).append(row.notice)
    if not groups:
        return ()
    owed = _owed({section for _, section in groups}, today)
    return tuple(
        Standing(notices[0], owed[key], len(notices) - 1)
        for key, notices in groups.items()
        if owed[key]
    )


def _owed(sections: set[int], today: date) -> Counter[tuple[int, int]]:
    """How many reports each section owes in each open period."""
    own = Own.read(sections, today)
    pairs = owed_reports(own, today).order_by().values_list("pk", "period_pk")  # type: ignore[misc]
    return Counter((period, own.section_of[pk]) for pk, period in pairs)
