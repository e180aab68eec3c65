"""Everything a section's 調査票 of a period holds, as it stands now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from exchange.sheets.answer_lines import answer_lines, read_questions
from exchange.sheets.columns import Page, PageName, pages
from exchange.sheets.item_lines import item_lines, read_items
from exchange.sheets.kpi_lines import kpi_lines, read_indicators
from exchange.sheets.lines import Line
from exchange.sheets.progress_lines import Reporting, progress_lines
from exchange.sheets.vocabulary import Vocabulary
from initiatives.models import InitiativeItem
from kpis.forms import Measured
from kpis.queries import Sheet
from organizations.models import Department
from progress.answers import Row as Question
from progress.models import ReportingPeriod


@dataclass(frozen=True)
class SectionSheet:
    """The rows of a sheet with what they were read from."""

    reporting: Reporting
    words: Vocabulary
    lines: tuple[Line, ...]
    indicators: Mapping[int, Sheet]
    items: Mapping[int, InitiativeItem]
    questions: Mapping[int, Question]

    @classmethod
    def read(cls, period: ReportingPeriod, section: Department, today: date) -> "SectionSheet":
        """Read it (a fixed number of queries)."""
        reporting = Reporting.read(period, section, today)
        words = Vocabulary.of(period.plan.grade_scale)
        indicators, items = read_indicators(reporting), read_items(reporting)
        questions = read_questions(reporting)
        return cls(
            reporting,
            words,
            (
                *progress_lines(reporting),
                *kpi_lines(reporting, indicators),
                *item_lines(reporting, items),
                *answer_lines(reporting, questions),
            ),
            {sheet.indicator.pk: sheet for sheet in indicators},
            {item.pk: item for item in items},
            {row.question.pk: row for row in questions},
        )

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages of the sheet as it stands now."""
        return self.pages_for(self.lines)

    def pages_for(self, lines: Iterable[Line]) -> tuple[Page, ...]:
        """The pages of a sheet with such lines: 各課への問い is a page only where something is asked."""
        period = self.reporting.period
        is_asked = any(line.page is PageName.ANSWERS for line in lines)
        return tuple(
            page
            for page in pages(period.as_quarter, period.plan.initiative_word)
            if is_asked or page.name is not PageName.ANSWERS
        )

    def measured(self, page: PageName) -> Mapping[int, Measured]:
        """What the numbers of a page are of, by the row's key in the database."""
        if page is PageName.ANSWERS:
            return {pk: row.question for pk, row in self.questions.items()}
        if page is PageName.KPI:
            return {pk: sheet.indicator for pk, sheet in self.indicators.items()}
        return {}

    def on(self, page: PageName) -> list[Line]:
        """The rows of a page."""
        return [line for line in self.lines if line.page is page]
