"""A city hall for many people at once: sections with a clerk, a head and initiatives that have a KPI and a past."""

from dataclasses import dataclass

from django.utils import timezone

from initiatives.models import Initiative
from kpis.models import Indicator, Target
from organizations.models import Department, Municipality, Post, User
from progress.models import ProgressReport, ReportingPeriod
from tests import factories

TEXT = "出張申請会を４回開催し、申請を201件受け付けた。窓口での案内を続けている。" * 4


@dataclass(frozen=True)
class Section:
    """A section, its people and what it reports."""

    department: Department
    clerks: tuple[User, ...]
    head: User
    initiatives: tuple[Initiative, ...]


@dataclass(frozen=True)
class Hall:
    """Sections that report in one open period to one office."""

    period: ReportingPeriod
    office: User
    sections: tuple[Section, ...]


def build(*, sections: int, clerks: int = 1, municipality: Municipality | None = None) -> Hall:
    """Every clerk of every section has an initiative with a quarterly KPI, reported on in the period before."""
    city = municipality or factories.municipality()
    plan = factories.plan(municipality=city, slug=f"hall-{city.code}")
    earlier = factories.period(plan=plan, quarter=1)
    period = factories.period(plan=plan)
    desk = factories.department(municipality=city, name="ＤＸ推進課", is_secretariat=True)
    made = [_section(city, number, clerks) for number in range(sections)]
    rows = tuple(
        Section(
            section,
            tuple(people),
            head,
            tuple(factories.initiative(plan=plan, lead=section) for _ in people),
        )
        for section, people, head in made
    )
    _past(rows, earlier)
    return Hall(period, _person(desk, "secretariat"), rows)


def _section(city: Municipality, number: int, clerks: int) -> tuple[Department, list[User], User]:
    section = factories.department(municipality=city, name=f"報告第{number + 1}課")
    people = [_person(section, "clerk") for _ in range(clerks)]
    return section, people, _person(section, "head")


def _person(department: Department, role: str) -> User:
    """Somebody who never types a password: hashing two hundred of them would be the longest part of a proof."""
    user = User.objects.create(
        username=f"{role}-{department.pk}-{User.objects.count()}",
        name="試験 太郎",
        municipality=department.municipality,
        password="!",
    )
    Post.objects.create(user=user, department=department, role=role)
    return user


def _past(sections: tuple[Section, ...], period: ReportingPeriod) -> None:
    pairs = [(section, row) for section in sections for row in section.initiatives]
    grade = factories.grade("ontrack")
    ProgressReport.objects.bulk_create(
        ProgressReport(
            period=period,
            initiative=row,
            department=section.department,
            state="accepted",
            version=3,
            implementation="doing",
            self_grade=grade,
            result=TEXT,
            issue=TEXT,
            next_action=TEXT,
            saved_at=timezone.now(),
            saved_by=section.clerks[0],
        )
        for section, row in pairs
    )
    indicators = [factories.indicator(initiative=row, target=None) for _, row in pairs]
    Target.objects.bulk_create(Target(indicator=row, year=2027, value="85.0") for row in indicators)
    for indicator in indicators:
        factories.measurement(indicator=indicator)


def indicator_of(initiative: Initiative) -> Indicator:
    """The one KPI of an initiative."""
    return Indicator.objects.get(initiative=initiative)
