"""When and by whom each fictional report went its way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zlib import crc32

from django.utils import timezone

from exchange.demo.story import Story, StoryReport
from initiatives.models import Initiative, Plan
from initiatives.queries import with_reporter
from organizations.models import User
from organizations.roles import Role
from progress.models import ProgressReport, ReportEvent, ReportingPeriod
from progress.workflow import Action, State

IMPLEMENTATIONS = [(label, value) for value, label in ProgressReport.Implementation.choices]
_VERSIONS = {"draft": 2, "submitted": 3, "confirmed": 4, "accepted": 5, "returned": 4}


@dataclass(frozen=True)
class Days:
    """The days of one report's course."""

    saved: date
    submitted: date
    confirmed: date
    accepted: date


@dataclass(frozen=True)
class Step:
    """One deed of a report's course."""

    action: Action
    by: User
    source: State
    target: State
    day: date
    comment: str = ""


def reporters(plan: Plan, on: date) -> dict[str, int]:
    """The department that reports, by initiative code."""
    rows: Any = with_reporter(Initiative.objects.filter(plan=plan), on)
    return {code: pk for code, pk in rows.values_list("code", "reporter_id") if pk is not None}


def clerk_of(people: Iterable[User], department: int) -> str:
    """The account of the department's clerk."""
    return _holder(people, department, Role.CLERK)


def head_of(people: Iterable[User], department: int) -> str:
    """The account of the department's head."""
    return _holder(people, department, Role.HEAD)


def _holder(people: Iterable[User], department: int, role: Role) -> str:
    return next(
        user.username
        for user in people
        for post in user.posts.all()
        if post.department_id == department and post.role == role and not post.is_deputy
    )


def version(state: str) -> int:
    """How often a report in this state has been written."""
    return _VERSIONS[state]


def days(told: StoryReport, period: ReportingPeriod, today: date) -> Days:
    """Spread the reports over the days before the due date, late ones after it; nothing lies after today."""
    earliest = period.opens_on + timedelta(days=4)
    spread = crc32(f"{told.initiative} {period.key}".encode()) % 7
    submitted = earliest + timedelta(days=spread)
    if told.days_late:
        submitted = period.due_on + timedelta(days=told.days_late)
    submitted = min(submitted, today - timedelta(days=2))
    confirmed = min(submitted + timedelta(days=1), today - timedelta(days=1))
    saved = today if told.state == State.DRAFT else submitted
    return Days(saved, submitted, confirmed, min(confirmed + timedelta(days=2), today))


def events(
    story: Story,
    told: StoryReport,
    report: ProgressReport,
    period: ReportingPeriod,
    people: dict[str, User],
) -> list[ReportEvent]:
    """The deeds done to one report, in order."""
    steps = _steps(story, told, days(told, period, story.today), report.department_id, people)
    return [
        ReportEvent(
            report=report,
            action=step.action,
            by=step.by,
            source=step.source,
            target=step.target,
            comment=step.comment,
            at=timezone.make_aware(datetime.combine(step.day, time(9 + order * 3, 5))),
        )
        for order, step in enumerate(steps)
    ]


def _steps(
    story: Story, told: StoryReport, when: Days, department: int, people: dict[str, User]
) -> list[Step]:
    clerk = people[clerk_of(people.values(), department)]
    head = people[head_of(people.values(), department)]
    office = people["office"]
    key = (told.initiative, told.quarter)
    steps: list[Step] = []
    if told.state != State.DRAFT:
        steps.append(Step(Action.SUBMIT, clerk, State.DRAFT, State.SUBMITTED, when.submitted))
    if told.state in {State.CONFIRMED, State.ACCEPTED, State.RETURNED}:
        steps.append(Step(Action.CONFIRM, head, State.SUBMITTED, State.CONFIRMED, when.confirmed))
    if told.state == State.ACCEPTED:
        words = story.accepted_with.get(key, "")
        steps.append(
            Step(Action.ACCEPT, office, State.CONFIRMED, State.ACCEPTED, when.accepted, words)
        )
    if told.state == State.RETURNED:
        row = story.returned_with[key]
        back = (Action.RETURN, office, State.CONFIRMED, State.RETURNED)
        steps.append(Step(*back, row["on"], row["comment"]))
    return steps
