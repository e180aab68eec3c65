"""What a list of people or sections leaves without anybody: the round's own question, asked before and after."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db.models import Q

from exchange.rosters.table import Table
from fiscal import wareki
from organizations.models import Municipality
from organizations.roles import Role
from progress.models import ProgressReport, Remark
from progress.queries import never_empty
from progress.unowned import HORIZON, ROLES, Staffing, Vacancy
from progress.workflow import EDITABLE

# A year ahead at the most: later days are another year's transfers.
FURTHEST = timedelta(days=400)
Found = tuple[dict[tuple[int, str], Vacancy], dict[int, date]]


def staffing(city: Municipality, table: Table, today: date) -> Staffing:
    """Who is there from today until after the last day a list names (four queries)."""
    days = [value for row in table.rows for value in row.values.values() if isinstance(value, date)]
    wanted = max([today + HORIZON, *(day + timedelta(days=1) for day in days if day < date.max)])
    return Staffing.read(city.pk, today, min(wanted, today + FURTHEST))


def told(before: Staffing, after: Staffing) -> tuple[str, ...]:
    """Return what is newly left without anybody, and what is under way there (two queries)."""
    known = {(row.section, row.role): row.since for row in before.vacancies()}
    vacant = [
        row for row in after.vacancies() if row.since < known.get((row.section, row.role), date.max)
    ]
    open_now = {row.pk for row, _ in before.unassigned()}
    lost = [(row, day) for row, day in after.unassigned() if row.pk not in open_now]
    begun = _begun({row.section for row in vacant if row.role == Role.CLERK})
    asked = _asked({row.section for row in vacant}, before)
    return (
        *(_vacant(row, begun[row.section], asked[row.section], after.today) for row in vacant),
        *(
            f"{wareki.full_date(day)}から、「{row}」を報告する課がなくなります。"
            for row, day in lost
        ),
    )


def _vacant(row: Vacancy, begun: int, asked: int, today: date) -> str:
    when = f"{wareki.full_date(row.since)}から" if row.since > today else "いますぐ"
    is_clerk = row.role == Role.CLERK
    work = (
        f"書きかけか差戻しの報告{wareki.digits(begun)}件があります。" if begun and is_clerk else ""
    )
    remarks = f"回答していない指摘事項{wareki.digits(asked)}件があります。" if asked else ""
    return (
        f"{when}、{row.name}に{ROLES[row.role]}がいなくなります"
        f"（取組事項{wareki.digits(row.initiatives)}件）。{work}{remarks}"
    )


def _asked(sections: Collection[int], now: Staffing) -> Counter[int]:
    """How many remarks sections have not answered; one that names no section is the reporter's (one query)."""
    own = {pk: row.pk for pk, row in now.reporters[now.today].items() if row.pk in sections}
    rows = (
        Remark.objects.unanswered()
        .filter(
            Q(department__in=never_empty(sections))
            | Q(department__isnull=True, initiative__in=never_empty(own))
        )
        .order_by()
    )
    return Counter(
        section or own[initiative]
        for section, initiative in rows.values_list("department_id", "initiative_id")
    )


def _begun(sections: Iterable[int]) -> Counter[int]:
    """How many reports of sections somebody has begun and not handed in (one query)."""
    rows = ProgressReport.objects.filter(department__in=sections, state__in=EDITABLE).order_by()
    return Counter(rows.values_list("department_id", flat=True))
