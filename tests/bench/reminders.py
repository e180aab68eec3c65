"""Every city hall of Japan on the day before the deadline, with nothing handed in: the worst day of ``remind``."""

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from initiatives.models import Category, Initiative, Plan, Responsibility
from organizations.models import Department, Municipality, Post, User
from progress.models import Notice, ReportingPeriod
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
CITIES, SECTIONS = 1741, 25
DAY = date(2026, 10, 15)


@transaction.atomic
def build() -> None:
    """Rows as a busy server has them: a plan, a period, 25 sections, a clerk and an initiative for each."""
    cities = Municipality.objects.bulk_create(
        Municipality(code=f"9{n:05d}", area_code=f"{n:05d}", name=f"第{n}市", prefecture="県")
        for n in range(CITIES)
    )
    scale = factories.scale()
    plans = Plan.objects.bulk_create(
        Plan(
            municipality=city,
            slug=f"remind-{city.code}",
            title=f"{city}ＤＸ推進計画",
            first_year=2025,
            last_year=2027,
            grade_scale=scale,
            level_names=["分野"],
        )
        for city in cities
    )
    ReportingPeriod.objects.bulk_create(
        ReportingPeriod(
            plan=plan,
            year=2026,
            quarter=2,
            as_of=date(2026, 9, 30),
            opens_on=date(2026, 10, 1),
            due_on=date(2026, 10, 16),
            closes_on=date(2026, 10, 23),
        )
        for plan in plans
    )
    _sections(cities)
    _initiatives(plans)


def _sections(cities: list[Municipality]) -> None:
    rows = Department.objects.bulk_create(
        (
            Department(municipality=city, name=f"第{n}課", order=n, is_secretariat=n == 0)
            for city in cities
            for n in range(SECTIONS)
        ),
        batch_size=5000,
    )
    people = User.objects.bulk_create(
        (
            User(
                username=f"remind{row.pk}",
                name="試験 太郎",
                municipality_id=row.municipality_id,
                password="!",
            )
            for row in rows
        ),
        batch_size=5000,
    )
    Post.objects.bulk_create(
        (
            Post(user=user, department=row, role="clerk")
            for user, row in zip(people, rows, strict=True)
        ),
        batch_size=5000,
    )


def _initiatives(plans: list[Plan]) -> None:
    categories = Category.objects.bulk_create(
        Category(plan=plan, code="A-1", label="A-①", title="分類", order=1) for plan in plans
    )
    rows = Initiative.objects.bulk_create(
        (
            Initiative(
                plan_id=category.plan_id,
                category=category,
                code=f"A-1-{n}",
                number=n,
                order=n,
                title=f"取組事項その{n}の名称は計画書ではこのくらいの長さになる",
                origin="continued",
            )
            for category in categories
            for n in range(1, SECTIONS + 1)
        ),
        batch_size=5000,
    )
    sections = Department.objects.filter(municipality__plans__in=plans).order_by("pk")
    Responsibility.objects.bulk_create(
        (
            Responsibility(initiative=row, department_id=section, role="lead")
            for row, section in zip(
                rows, sections.values_list("pk", flat=True).iterator(), strict=True
            )
        ),
        batch_size=5000,
    )


def run(*arguments: str) -> tuple[float, float]:
    """Run ``manage.py remind`` as a timer does; seconds and the process's own peak memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "remind", "--date", DAY.isoformat(), *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, resident(process.pid))
        time.sleep(0.05)
    if process.returncode:
        raise RuntimeError(f"remind ended with {process.returncode}")
    return time.perf_counter() - start, peak / 1024


def resident(pid: int) -> int:
    """The peak memory of a running process in kB (Linux), without what its parent had before it began."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


def measure(row: Callable[[str, str, str, bool], Any]) -> None:
    """The dry run, the run, and a second one that finds nothing to do."""
    build()
    for name, arguments in (("dry run", ("--dry-run",)), ("run", ()), ("second run", ())):
        seconds, megabytes = run(*arguments)
        what = f"remind, {CITIES:,} city halls × {SECTIONS} sections, {name}"
        row(what, f"{seconds:.1f}s {megabytes:.0f}MB", "≤ 60 s", seconds <= 60)
    # Other city halls of the same run owe reports too.
    made = Notice.objects.filter(period__plan__slug__startswith="remind-")
    sent = made.filter(kind="reminder", day=DAY).count()
    row("reminders sent, each once", f"{sent:,}", "= 43,525", sent == CITIES * SECTIONS)
