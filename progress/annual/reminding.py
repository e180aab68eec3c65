"""Reminders of the 年度評価: to those who still owe it, and to the heads who have not confirmed."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from fiscal import wareki
from initiatives.models import Initiative
from initiatives.queries import reporters
from progress import request_letter
from progress.annual.page import chip_of
from progress.annual.tasks import owed
from progress.cadences import Cadences
from progress.missing import Missing
from progress.models import AnnualReview, AnnualRound, Notice
from progress.naming import number_of
from progress.reminder_calls import Call, Owed, Propose, Told
from progress.reminder_reports import own_of
from progress.request_letter import Letter
from progress.workflow import EDITABLE, State

Rounds = Mapping[int, AnnualRound]
Kind = Notice.Kind


def open_rounds(municipalities: Collection[int], today: date) -> Rounds:
    """The open years of some city halls (one query)."""
    rows = AnnualRound.objects.open_on(today).filter(plan__municipality__in=municipalities)
    return {row.pk: row for row in rows.select_related("plan")}


def calls(rounds: Rounds, rules: Cadences, today: date) -> list[Call]:
    """Read what is asked today (five queries; none where nobody is reminded today)."""
    rounds = {pk: row for pk, row in rounds.items() if rules.falls_on(today, row, row.due_on)}
    if not rounds:
        return []
    told = _told(rounds, today)
    kinds = (
        (Kind.REMINDER, _owed(rounds, today), proposed),
        (Kind.CONFIRM, _waiting(rounds), to_confirm),
    )
    return [
        Call(
            kind,
            rounds,
            owing,
            told,
            due=lambda key: rounds[key[0]].due_on,
            propose=_letters(rounds, propose),
        )
        for kind, owing, propose in kinds
    ]


def proposed(annual: AnnualRound, office: str, is_late: bool) -> Letter:
    """Return the letter to those who still owe a review."""
    title = f"{annual.plan} {annual}"
    asked = request_letter.DUE_IS_OVER if is_late else request_letter.DUE
    lines = [
        "〔宛名〕",
        "",
        f"お疲れさまです。{office}です。",
        f"{title}のうち、次の〔件数〕が未提出です。",
        asked,
        "",
        "〔一覧〕",
        "",
        "マイページの「やること」から入力し、提出してください。",
        f"{wareki.fiscal_year(annual.year)}の各期の実績は、入力画面に写してあります。",
        "行き違いで提出済みの場合は、御容赦ください。",
    ]
    return Letter(f"{title}の提出のお願い", "\n".join(lines))


def to_confirm(annual: AnnualRound, office: str, is_late: bool) -> Letter:
    """Return the letter to the head of a section."""
    return request_letter.confirmation(f"{annual.plan} {annual}", office, is_late)


def _letters(rounds: Rounds, propose: Callable[[AnnualRound, str, bool], Letter]) -> Propose:
    return lambda pk, office, is_late: propose(rounds[pk], office, is_late)


def _told(rounds: Rounds, today: date) -> Told:
    rows = Notice.objects.filter(annual__in=rounds, day=today).order_by()
    return frozenset(rows.values_list("kind", "annual_id", "department_id"))


def _owed(rounds: Rounds, today: date) -> Owed:
    """What each section owes in each of the rounds, in the order of the plan (three queries)."""
    plans = {row.plan_id for row in rounds.values()}
    sections = reporters(Initiative.objects.filter(plan__in=plans).active(), today)
    begun = {
        (row.round_id, row.initiative_id): row
        for row in AnnualReview.objects.filter(round__in=rounds, state__in=EDITABLE).only(
            "round", "initiative", "state"
        )
    }
    found: Owed = {}
    for row in owed(own_of(sections), today).select_related("category"):
        annual: int = row.round_pk  # type: ignore[attr-defined]
        if annual not in rounds:
            continue
        section, chip = sections[row.pk], chip_of(begun.get((annual, row.pk)))
        missing = Missing(row.pk, number_of(row), row.title, chip, None)
        found.setdefault((annual, section.pk, section.name), []).append(missing)
    return found


def _waiting(rounds: Rounds) -> Owed:
    """What waits for the head of each section (one query)."""
    rows = AnnualReview.objects.filter(
        round__in=rounds, state=State.SUBMITTED, round__plan__needs_confirmation=True
    ).select_related("initiative__category", "department")
    found: Owed = {}
    for row in rows.order_by("initiative__order", "pk"):
        initiative = row.initiative
        waiting = Missing(
            initiative.pk, number_of(initiative), initiative.title, chip_of(row), None
        )
        key = (row.round_id, row.department_id, row.department.name)
        found.setdefault(key, []).append(waiting)
    return found
