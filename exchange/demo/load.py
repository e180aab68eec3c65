"""Puts the demo year into the database: everything or nothing, and the same every time."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from exchange.demo import annual, attachments, confidences, course, improvements, questions
from exchange.demo.stage import Stage
from exchange.demo.story import Story, quarter_of
from initiatives.models import Plan, Responsibility
from kpis.models import Indicator, Measurement
from meetings.models import Body, Meeting
from organizations.models import Department, Municipality, Post, User
from organizations.roles import Role
from organizations.signature import sign
from progress.models import ProgressReport, Remark, ReportEvent, ReportingPeriod

REASON = "デモ用の架空データ"


class DemoError(Exception):
    """The demo cannot be put here; the message is Japanese."""


def is_loaded(story: Story) -> bool:
    """Whether the demo year is already there."""
    return User.objects.filter(
        username=story.people[0]["username"], municipality__is_demo=True
    ).exists()


@transaction.atomic
def load(story: Story) -> None:
    """Load the demo year.

    Raises:
        DemoError: the plan is missing, or real people already work here.
    """
    plan = Plan.objects.select_related("municipality").filter(slug=story.plan).first()
    if plan is None:
        raise DemoError(
            f"計画「{story.plan}」がありません。先に loadplan で計画を読み込んでください。"
        )
    municipality = plan.municipality
    _make_demo(municipality)
    departments = {row.name: row for row in municipality.departments.all()}
    stage = Stage(
        plan=plan,
        municipality=municipality,
        departments=departments,
        initiatives={row.code: row for row in plan.initiatives.all()},
        people=_people(story.people, story.password, municipality, departments),
        periods=_periods(story, plan),
    )
    _guests(story)
    _office(story, stage)
    _assignments(story, stage)
    _meetings(story, stage)
    _measurements(story, stage)
    _reports(story, stage)
    attachments.load(story.attachments, plan)
    _remarks(story, stage)
    office = stage.people["office"]
    confidences.load(story.confidences, stage.initiatives, stage.periods, office)
    annual.load(story.annual, plan, stage.people, REASON)
    _improvements(story, stage)
    questions.load(story.questions, stage, reason=REASON)


def _make_demo(municipality: Municipality) -> None:
    """Mark a city hall as fictional, so that every page and paper says so."""
    if municipality.users.exists():
        raise DemoError(f"{municipality}には既に利用者がいるため、デモ用のデータは入れません。")
    municipality.is_demo = True
    sign(municipality, by=None, reason=REASON)
    municipality.save(update_fields=["is_demo"])


def _guests(story: Story) -> None:
    """People of the other cities, where their plans are loaded: each sees the own city's plan only."""
    for row in story.guests:
        plan = Plan.objects.select_related("municipality").filter(slug=row["plan"]).first()
        if plan is not None:
            _make_demo(plan.municipality)
            departments = {each.name: each for each in plan.municipality.departments.all()}
            _people(row["people"], story.password, plan.municipality, departments)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day in Japan."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _people(
    told: list[dict[str, Any]],
    word: str,
    municipality: Municipality,
    departments: dict[str, Department],
) -> dict[str, User]:
    password = make_password(word)
    roles = {role.label: role for role in Role}
    users = [
        User(
            username=row["username"],
            name=row["name"],
            municipality=municipality,
            password=password,
            is_staff=any(post["role"] in {"事務局", "システム管理者"} for post in row["posts"]),
        )
        for row in told
    ]
    bulk_create_with_history(users, User, default_change_reason=REASON)
    people = {user.username: user for user in municipality.users.all()}
    posts = [
        Post(
            user=people[row["username"]],
            department=departments[post["department"]],
            role=roles[post["role"]],
            title=post.get("title", ""),
            is_deputy="deputy" in post,
            **dict(zip(("valid_from", "valid_to"), post.get("deputy", ()), strict=False)),
        )
        for row in told
        for post in row["posts"]
    ]
    bulk_create_with_history(posts, Post, default_change_reason=REASON)
    return people


def _periods(story: Story, plan: Plan) -> dict[str, ReportingPeriod]:
    rows = []
    for row in story.periods:
        quarter = quarter_of(row["period"])
        rows.append(
            ReportingPeriod(
                plan=plan,
                year=quarter.year,
                quarter=quarter.number,
                as_of=quarter.end,
                opens_on=row["opens"],
                due_on=row["due"],
                closes_on=row["closes"],
                message=row.get("message", ""),
            )
        )
    bulk_create_with_history(rows, ReportingPeriod, default_change_reason=REASON)
    return {row.key: row for row in plan.periods.all()}


def _office(story: Story, stage: Stage) -> None:
    office = next(row for row in stage.departments.values() if row.is_secretariat)
    office.extension = story.extension
    sign(office, by=None, reason=REASON)
    office.save(update_fields=["extension"])


def _assignments(story: Story, stage: Stage) -> None:
    rows = [
        Responsibility(
            initiative=stage.initiatives[row["initiative"]],
            department=stage.departments[row["department"]],
            role=Responsibility.Role.LEAD,
            origin=Responsibility.Origin.OFFICE,
            note=REASON,
        )
        for row in story.assignments
    ]
    bulk_create_with_history(rows, Responsibility, default_change_reason=REASON)


def _meetings(story: Story, stage: Stage) -> None:
    body = Body.objects.create(municipality=stage.municipality, name=stage.plan.headquarters)
    for row in story.meetings:
        Meeting.objects.create(
            body=body,
            year=row["year"],
            number=row["number"],
            held_on=row["held_on"],
            period=stage.periods[row["period"]],
            document_number=row["document_number"],
        )


def _measurements(story: Story, stage: Stage) -> None:
    indicators = {
        row.initiative.code: row
        for row in Indicator.objects.filter(initiative__plan=stage.plan).select_related(
            "initiative"
        )
    }
    reporters = course.reporters(stage.plan, story.today)
    newest = max(quarter_of(row["period"]) for row in story.periods)
    rows = []
    for value in story.values:
        clerk = course.clerk_of(stage.people.values(), reporters[value.initiative])
        row = Measurement(
            indicator=indicators[value.initiative],
            year=value.quarter.year,
            quarter=value.quarter.number,
            as_of=value.quarter.end,
            value=value.value,
            absence="" if value.value is not None else Measurement.Absence.SKIPPED,
            not_measured_reason="" if value.value is not None else value.reason,
            finality="provisional" if value.quarter == newest else "final",
        )
        sign(
            row,
            by=stage.people[clerk],
            reason=REASON,
            at=at(value.quarter.end + timedelta(days=8), 10),
        )
        rows.append(row)
    bulk_create_with_history(rows, Measurement, default_change_reason=REASON)


def _reports(story: Story, stage: Stage) -> None:
    reporters = course.reporters(stage.plan, story.today)
    grades = {grade.word: grade for grade in stage.plan.grade_scale.grades.all()}
    rows: list[ProgressReport] = []
    for told in story.reports:
        period = stage.periods[f"{told.quarter.year}-{told.quarter.number}"]
        days = course.days(told, period, story.today)
        report = ProgressReport(
            period=period,
            initiative=stage.initiatives[told.initiative],
            department_id=reporters[told.initiative],
            state=told.state,
            version=course.version(told.state),
            implementation=dict(course.IMPLEMENTATIONS)[told.implementation],
            self_grade=grades[told.grade],
            completed_on=told.completed_on,
            recovery_on=told.recovery_on,
            saved_at=at(days.saved, 14, 32),
            saved_by=stage.people[
                course.clerk_of(stage.people.values(), reporters[told.initiative])
            ],
            **told.texts,
        )
        sign(report, by=report.saved_by, reason=REASON, at=report.saved_at)
        rows.append(report)
    bulk_create_with_history(rows, ProgressReport, default_change_reason=REASON)
    stored = {
        (row.initiative.code, row.period_id): row
        for row in ProgressReport.objects.filter(period__plan=stage.plan).select_related(
            "initiative"
        )
    }
    events: list[ReportEvent] = []
    for told in story.reports:
        period = stage.periods[f"{told.quarter.year}-{told.quarter.number}"]
        events += course.events(
            story, told, stored[told.initiative, period.pk], period, stage.people
        )
    ReportEvent.objects.bulk_create(events)


def _remarks(story: Story, stage: Stage) -> None:
    rows = []
    for row in story.remarks:
        answered = row.get("responded_on")
        department = stage.departments[row["department"]]
        clerk = stage.people[course.clerk_of(stage.people.values(), department.pk)]
        remark = Remark(
            initiative=stage.initiatives[row["initiative"]],
            department=department,
            occasion=row["occasion"],
            made_on=row["made_on"],
            due_on=row["due_on"],
            text=row["text"],
            by=stage.people[row["by"]],
            response=row.get("response", ""),
            responded_at=at(answered, 11) if answered else None,
            responded_by=clerk if answered else None,
        )
        sign(remark, by=remark.by, reason=REASON, at=at(row["made_on"] + timedelta(days=1), 9))
        rows.append(remark)
    bulk_create_with_history(rows, Remark, default_change_reason=REASON)


def _improvements(story: Story, stage: Stage) -> None:
    improvements.load(
        story.improvements,
        departments=stage.departments,
        initiatives=stage.initiatives,
        people=stage.people,
        reason=REASON,
    )
