"""Everything a section's 調査票 of a period holds, as it stands now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from exchange.sheets.columns import Page, PageName, pages
from exchange.sheets.item_lines import item_lines, read_items
from exchange.sheets.kpi_lines import kpi_lines, read_indicators
from exchange.sheets.lines import Line
from exchange.sheets.progress_lines import Reporting, progress_lines
from exchange.sheets.vocabulary import Vocabulary
from initiatives.models import InitiativeItem
from kpis.queries import Sheet
from organizations.models import Department
from progress.models import ReportingPeriod


@dataclass(frozen=True)
class SectionSheet:
    """The rows of a sheet with what they were read from."""

    reporting: Reporting
    words: Vocabulary
    lines: tuple[Line, ...]
    indicators: Mapping[int, Sheet]
    items: Mapping[int, InitiativeItem]

    @classmethod
    def read(cls, period: ReportingPeriod, section: Department, today: date) -> "SectionSheet":
        """Read it (a fixed number of queries)."""
        reporting = Reporting.read(period, section, today)
        words = Vocabulary.of(period.plan.grade_scale)
        indicators, items = read_indicators(reporting), read_items(reporting)
        return cls(
            reporting,
            words,
            (
                *progress_lines(reporting),
                *kpi_lines(reporting, indicators),
                *item_lines(reporting, items),
            ),
            {sheet.indicator.pk: sheet for sheet in indicators},
            {item.pk: item for item in items},
        )

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages of the period."""
        period = self.reporting.period
        return pages(period.as_quarter, period.plan.initiative_word)

    def on(self, page: PageName) -> list[Line]:
        """The rows of a page."""
        return [line for line in self.lines if line.page is page]
