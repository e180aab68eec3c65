"""Until when a section's reports are due: the period's 報告期限, or the later day the office has given the section."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from fiscal import wareki
from progress.models import Extension, ReportingPeriod
from progress.queries import never_empty


@dataclass(frozen=True)
class Extensions:
    """The extensions in force, by period and section."""

    rows: Mapping[tuple[int, int], Extension] = field(default_factory=dict)

    @classmethod
    def read(cls, periods: Iterable[int], section: int | None = None) -> "Extensions":
        """Read those of some periods, of every section or of one (one query)."""
        found = Extension.objects.in_force().filter(period__in=never_empty(periods)).order_by()
        if section is not None:
            found = found.filter(department=section)
        return cls({(row.period_id, row.department_id): row for row in found})

    @classmethod
    def of_plan(cls, plan: int) -> "Extensions":
        """Read those of every period of a plan (one query)."""
        found = Extension.objects.in_force().filter(period__plan=plan).order_by()
        return cls({(row.period_id, row.department_id): row for row in found})

    def of(self, period: ReportingPeriod, section: int | None) -> Extension | None:
        """Return the extension of a section that still makes a difference."""
        row = self.rows.get((period.pk, section or 0))
        return row if row and row.due_on > period.due_on else None

    def due(self, period: ReportingPeriod, section: int | None) -> date:
        """Return the day a section's reports are due; never after the period closes."""
        row = self.of(period, section)
        return min(row.due_on, period.closes_on) if row else period.due_on

    def words(self, period: ReportingPeriod, section: int | None) -> str:
        """Say that the day is a later one, and why: 10月16日（金）から延長（機器の更新のため）."""
        row = self.of(period, section)
        return f"{wareki.month_day_weekday(period.due_on)}から延長（{row.reason}）" if row else ""


def extensions_of(period: ReportingPeriod) -> list[Extension]:
    """Every extension of a period, also those taken back, newest first (one query)."""
    rows = Extension.objects.filter(period=period)
    return list(rows.select_related("department", "by", "revoked_by"))
