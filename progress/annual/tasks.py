"""年度評価 on マイページ: what the section has to write, the head to confirm and the office to accept."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from initiatives.models import Initiative, InitiativeQuerySet
from organizations.desk import Desk
from organizations.roles import Permission
from progress.annual.page import chip_of
from progress.deadline import Deadline
from progress.models import (
    AnnualReview,
    AnnualReviewQuerySet,
    AnnualRound,
    AnnualRoundQuerySet,
    ProgressReport,
)
from progress.naming import number_of
from progress.owed import Own
from progress.queries import never_empty
from progress.tasks import Task, Tasks, first
from progress.workflow import HANDED_IN, State


def owed(own: Own, today: date) -> InitiativeQuerySet:
    """Initiatives of the sections that still owe a review, one row per open round (``round_pk``).

    The same rule as ``expected.expected_in``, for every open round at once.
    """
    same_round = {"initiative": OuterRef("pk"), "round": OuterRef("round_pk")}
    before_the_year = Q(period__year__lt=OuterRef("round_year"))
    return (
        Initiative.objects.filter(pk__in=never_empty(own.reporters))
        .active()
        .filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=F("plan__annual_rounds__as_of")),
            Q(valid_to__isnull=True) | Q(valid_to__gte=F("plan__annual_rounds__as_of")),
            plan__annual_rounds__opens_on__lte=today,
            plan__annual_rounds__closes_on__gte=today,
        )
        .annotate(
            round_pk=F("plan__annual_rounds__pk"),
            round_year=F("plan__annual_rounds__year"),
            round_due=F("plan__annual_rounds__due_on"),
        )
        .exclude(Exists(AnnualReview.objects.filter(state__in=HANDED_IN, **same_round)))
        .exclude(
            Exists(
                ProgressReport.objects.completing().filter(
                    before_the_year, initiative=OuterRef("pk")
                )
            )
        )
        .order_by("round_due", "plan_id", "order")
    )


def returned_late(own: Own, today: date) -> AnnualReviewQuerySet:
    """Returned reviews of closed rounds: somebody asked for them, so the section may still send them."""
    return AnnualReview.objects.filter(
        state=State.RETURNED, round__closes_on__lt=today, initiative__in=never_empty(own.reporters)
    )


def waiting_for_head(sections: Collection[int]) -> AnnualReviewQuerySet:
    """Reviews of the sections that their head has not confirmed yet."""
    return AnnualReview.objects.filter(
        department__in=sections, state=State.SUBMITTED, round__plan__needs_confirmation=True
    )


def waiting_for_office(desk: Desk) -> AnnualRoundQuerySet:
    """Rounds with reviews the office may accept now; none for those who do not review."""
    if not desk.may(Permission.REVIEW):
        return AnnualRound.objects.none()
    ready = Q(reviews__state=State.CONFIRMED) | Q(
        reviews__state=State.SUBMITTED, plan__needs_confirmation=False
    )
    return AnnualRound.objects.filter(ready, plan__municipality=desk.municipality_id).distinct()


def with_own(tasks: Tasks, desk: Desk, today: date, own: Own | None, *, is_open: bool) -> Tasks:
    """Put the year's reviews among a person's tasks, soonest due first (five queries at most).

    ``own`` is what was read of the person's sections; ``is_open``: some round is.
    """
    parts = [_offices(desk, today)]
    if own:
        parts += [_sections(own, today, is_open=is_open), _heads(desk, today)]
    found = [task for part in parts for task in part.rows]
    if not found:
        return tasks
    rows = sorted(
        [*tasks.rows, *found], key=lambda row: row.deadline.day if row.deadline else date.max
    )
    return Tasks(tuple(rows), tasks.total + sum(part.total for part in parts))


def _sections(own: Own, today: date, *, is_open: bool) -> Tasks:
    owing, number = first(owed(own, today).select_related("category")) if is_open else ([], 0)
    late, rest = first(returned_late(own, today).select_related("initiative__category"))
    pairs = [(row, row.round_pk) for row in owing]
    pairs += [(row.initiative, row.round_id) for row in late]
    if not pairs:
        return Tasks()
    rounds = AnnualRound.objects.in_bulk(never_empty(pk for _, pk in pairs))
    begun = AnnualReview.objects.filter(
        round__in=rounds or [0], initiative__in=never_empty(row.pk for row, _ in pairs)
    )
    reviews = {(row.initiative_id, row.round_id): row for row in begun}
    rows = [
        _task(initiative, rounds[pk], reviews.get((initiative.pk, pk)), today, own)
        for initiative, pk in pairs
    ]
    return Tasks(tuple(rows), number + rest)


def _task(
    initiative: Initiative,
    annual: AnnualRound,
    review: AnnualReview | None,
    today: date,
    own: Own,
) -> Task:
    return Task(
        deadline=Deadline.of(annual.due_on, today),
        number=number_of(initiative),
        title=initiative.title,
        section=own.reporters[initiative.pk],
        what=str(annual),
        url=reverse("progress:annualreview-edit", args=[annual.pk, initiative.pk]),
        go="入力を続ける" if review else "入力する",
        chip=chip_of(review),
        note="各期の実績を写してあります。" if review is None else "まだ提出していません。",
    )


def _heads(desk: Desk, today: date) -> Tasks:
    waiting = waiting_for_head(desk.departments_for(Permission.CONFIRM))
    told = waiting.select_related("round", "initiative__category", "department", "saved_by")
    rows, total = first(told.order_by("round__due_on", "initiative__order"))
    return Tasks(tuple(_confirmation(row, today) for row in rows), total)


def _confirmation(row: AnnualReview, today: date) -> Task:
    return Task(
        deadline=Deadline.of(row.round.due_on, today),
        number=number_of(row.initiative),
        title=row.initiative.title,
        section=row.department.name,
        what=f"{row.round}の確認",
        url=row.get_absolute_url(),
        go="内容を確認する",
        chip=chip_of(row),
        note=f"{row.saved_by}さんの入力です。" if row.saved_by else "",
    )


def _offices(desk: Desk, today: date) -> Tasks:
    rounds = waiting_for_office(desk).select_related("plan").order_by("due_on", "pk")
    rows = tuple(
        Task(
            deadline=Deadline.of(row.due_on, today),
            number="年度評価",
            title=f"{row}の受理",
            section="",
            what=row.plan.title,
            url=f"{row.get_absolute_url()}?show=waiting",
            go="確かめて受理する",
            note="受理を待っている年度評価があります。",
        )
        for row in rounds
    )
    return Tasks(rows, len(rows))
