"""The doors of the 年度評価. Not visible → 404, visible but not allowed → 403."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fiscal import clock
from initiatives.models import Initiative
from initiatives.queries import with_reporter
from organizations.desk import Desk
from organizations.models import Department
from organizations.roles import Permission
from progress.access import department_actors
from progress.annual.expected import expected_in, last_year_of
from progress.annual.workflow import actors_for, allowed
from progress.models import AnnualReview, AnnualRound
from progress.workflow import HANDED_IN, Action, Actor, State

_RELATIONS = ("round__plan", "initiative__plan", "initiative__category", "department", "saved_by")


@dataclass(frozen=True)
class Subject:
    """One initiative in one year, as the person at a desk meets it: before or after a review exists."""

    round: AnnualRound
    initiative: Initiative
    department: Department | None
    review: AnnualReview | None
    last_year: AnnualReview | None
    actors: frozenset[Actor]

    def get_absolute_url(self) -> str:
        return reverse("progress:annualreview-edit", args=[self.round.pk, self.initiative.pk])

    @property
    def state(self) -> State:
        """The state; an initiative without a row is a draft nobody has begun."""
        return self.review.workflow_state if self.review else State.DRAFT

    @property
    def version(self) -> int:
        """The version a form was read at; 0 without a row."""
        return self.review.version if self.review else 0

    @property
    def allowed(self) -> frozenset[Action]:
        """What this person may do to it now."""
        return allowed(
            state=self.state,
            actors=self.actors,
            needs_confirmation=self.round.plan.needs_confirmation,
        )


def get_round(desk: Desk, pk: int) -> AnnualRound:
    """A year's round of the own city hall."""
    rounds = AnnualRound.objects.visible_to(desk.user).select_related("plan__municipality")
    return get_object_or_404(rounds, pk=pk)


def get_governed_round(desk: Desk, pk: int) -> AnnualRound:
    """A round whose dates the person may change (the office)."""
    found = get_round(desk, pk)
    if not desk.may(Permission.OPEN_PERIOD):
        raise PermissionDenied
    return found


def get_reviewed_round(desk: Desk, pk: int) -> AnnualRound:
    """A round whose reviews the person accepts (the office)."""
    found = get_round(desk, pk)
    if not desk.may(Permission.REVIEW):
        raise PermissionDenied
    return found


def get_told_review(desk: Desk, pk: int) -> AnnualReview:
    """A review of the own city hall with all its words: before it is handed in, only for those who work on it."""
    reviews = AnnualReview.objects.visible_to(desk.user).select_related(*_RELATIONS)
    review = get_object_or_404(reviews, pk=pk)
    if review.state not in HANDED_IN and not department_actors(desk, review.department_id):
        raise PermissionDenied
    return review


def get_review_for(desk: Desk, pk: int, action: Action) -> AnnualReview:
    """A review to which the person may, in some state, do an action.

    Raises:
        PermissionDenied: the action is never this person's.
    """
    reviews = AnnualReview.objects.visible_to(desk.user).select_related(*_RELATIONS)
    review = get_object_or_404(reviews, pk=pk)
    if not department_actors(desk, review.department_id) & actors_for(action):
        raise PermissionDenied
    return review


def get_subject(desk: Desk, round_pk: int, initiative_pk: int) -> Subject:
    """The subject of a sheet.

    Raises:
        Http404: the round or initiative is not visible, or owes no review in the year.
        PermissionDenied: neither the reporting section nor the office.
    """
    found = get_round(desk, round_pk)
    initiative: Initiative = get_object_or_404(
        with_reporter(Initiative.objects.visible_to(desk.user), clock.today()).select_related(
            "category", "plan__grade_scale"
        ),
        pk=initiative_pk,
        plan_id=found.plan_id,
    )
    reviews = AnnualReview.objects.select_related(*_RELATIONS)
    review = reviews.filter(round=found, initiative=initiative).first()
    if review is None and not expected_in(found).filter(pk=initiative.pk).exists():
        raise Http404
    department = _department(initiative, review)
    actors = department_actors(desk, department)
    if not actors:
        raise PermissionDenied
    return Subject(
        found, initiative, department, review, last_year_of(initiative, found.year), actors
    )


def _department(initiative: Initiative, review: AnnualReview | None) -> Department | None:
    """Who sent it; while it can still be changed, who reports for the initiative today."""
    if review and review.state in HANDED_IN:
        return review.department
    reporter_id: int | None = initiative.reporter_id  # type: ignore[attr-defined]
    if reporter_id is None or (review and review.department_id == reporter_id):
        return review.department if review else None
    return Department.objects.get(pk=reporter_id)


def get_chosen_reviews(desk: Desk, pks: Collection[int], found: AnnualRound) -> list[AnnualReview]:
    """The reviews ticked on a page, in the order of the plan.

    Raises:
        Http404: one of them is not visible, or belongs to another round.
    """
    rows = AnnualReview.objects.visible_to(desk.user).filter(pk__in=pks, round=found)
    reviews = list(rows.select_related("initiative__category").order_by("initiative__order", "pk"))
    if len(reviews) != len(set(pks)):
        raise Http404
    return reviews
