"""The 年度評価 of the demo year: every initiative in the words a section finds prefilled, some with a decision."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from exchange.demo import course
from fiscal.calendar import fiscal_year_end
from initiatives import stages
from initiatives.models import Initiative, Plan
from initiatives.stages import Stage
from organizations.models import User
from organizations.signature import sign
from progress.annual import prefill
from progress.annual.content import Content
from progress.annual.expected import expected_in
from progress.annual.year import Year, read
from progress.models import (
    AnnualReview,
    AnnualReviewEvent,
    AnnualReviewStage,
    AnnualRound,
    ProgressReport,
)
from progress.models.annual import Outlook
from progress.workflow import Action, State

OUTLOOKS = {outlook.label: outlook for outlook in Outlook}
DONE = ProgressReport.Implementation.DONE
# From the draft on: saved, submitted, confirmed, accepted.
VERSION = 4
STEPS = (
    (Action.SUBMIT, State.DRAFT, State.SUBMITTED),
    (Action.CONFIRM, State.SUBMITTED, State.CONFIRMED),
    (Action.ACCEPT, State.CONFIRMED, State.ACCEPTED),
)


def load(told: Mapping[str, Any], plan: Plan, people: Mapping[str, User], reason: str) -> None:
    """Write the round and its reviews, all accepted, each signed on the days before it was due."""
    annual = AnnualRound(
        plan=plan,
        year=told["year"],
        as_of=fiscal_year_end(told["year"]),
        opens_on=told["opens"],
        due_on=told["due"],
        closes_on=told["closes"],
    )
    bulk_create_with_history([annual], AnnualRound, default_change_reason=reason)
    annual = AnnualRound.objects.get(plan=plan, year=told["year"])
    decided = {row["initiative"]: row for row in told["decided"]}
    reporters = course.reporters(plan, told["due"])
    named = stages.read(plan).stages
    written: dict[int, tuple[AnnualReview, Content]] = {}
    for row in expected_in(annual).select_related("plan").order_by("order"):
        content = _content(named, read(row, annual.year), decided.get(row.code, {}))
        clerk = people[course.clerk_of(people.values(), reporters[row.code])]
        review = _review(annual, row, reporters[row.code], clerk, content)
        sign(review, by=clerk, reason=reason, at=review.saved_at)
        written[row.pk] = (review, content)
    rows = [review for review, _ in written.values()]
    bulk_create_with_history(rows, AnnualReview, default_change_reason=reason)
    _stages(annual, {pk: content for pk, (_, content) in written.items()}, reason)
    AnnualReviewEvent.objects.bulk_create(_events(annual, people))


def _content(named: tuple[Stage, ...], year: Year, own: Mapping[str, Any]) -> Content:
    """The prefilled sheet with the story's own words on it."""
    found = prefill.content(named, year, None)
    is_done = bool(year.told) and year.told[-1].report.implementation == DONE
    texts = {key: own.get(key, text) for key, text in found.texts.items()}
    outlook = Outlook.COMPLETE if is_done else Outlook.CONTINUE
    if "outlook" in own:
        outlook = OUTLOOKS[own["outlook"]]
    return Content(texts, outlook, own.get("next_year", ""))


def _review(
    annual: AnnualRound, row: Initiative, department: int, clerk: User, content: Content
) -> AnnualReview:
    return AnnualReview(
        round=annual,
        initiative=row,
        department_id=department,
        state=State.ACCEPTED,
        version=VERSION,
        outlook=content.outlook,
        next_year=content.next_year,
        saved_at=_at(annual.due_on - timedelta(days=3 + row.order % 5)),
        saved_by=clerk,
    )


def _stages(annual: AnnualRound, contents: Mapping[int, Content], reason: str) -> None:
    rows = []
    for review in annual.reviews.select_related("saved_by"):
        texts = contents[review.initiative_id].texts
        for order, (key, text) in enumerate(texts.items(), 1):
            stage = AnnualReviewStage(review=review, key=key, order=order, text=text)
            sign(stage, by=review.saved_by, reason=reason, at=review.saved_at)
            rows.append(stage)
    bulk_create_with_history(rows, AnnualReviewStage, default_change_reason=reason)


def _events(annual: AnnualRound, people: Mapping[str, User]) -> list[AnnualReviewEvent]:
    events = []
    for review in annual.reviews.select_related("saved_by"):
        head = people[course.head_of(people.values(), review.department_id)]
        deeds = zip(STEPS, (review.saved_by, head, people["office"]), strict=True)
        for days, ((action, source, target), person) in enumerate(deeds):
            at = (review.saved_at or _at(annual.due_on)) + timedelta(days=days)
            events.append(
                AnnualReviewEvent(
                    review=review, action=action, by=person, source=source, target=target, at=at
                )
            )
    return events


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(15, 20)))
