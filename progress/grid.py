"""一括入力: the reports of a section as rows that open in place."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import BoundField

from fiscal import clock, wareki
from initiatives.models import Initiative
from progress import comparison, route
from progress.access import Entry
from progress.conflict import Row as Difference
from progress.deadline import Deadline
from progress.entry import EntrySheet
from progress.entry_page import is_open, saved_words
from progress.extensions import Extensions
from progress.grid_deeds import Kind, Outcome
from progress.grid_posting import digest, drawn, prefix_of
from progress.naming import number_of
from progress.posting import WORD
from progress.report_page import closed_because
from progress.section_entries import SectionEntries
from progress.strip import Mark, shown_by
from progress.tasks import Chip, chip_of
from progress.workflow import Action

# The cells of a row from left to right, as a block of Excel cells falls into them; KPI values come before.
CELLS = (
    *("implementation", "self_grade", "result", "issue", "next_action"),
    *("reason", "recovery", "recovery_on", "completed_on", "future", "request"),
)

# The label of a control, the control, and what is said of it.
Told = tuple[str, BoundField, str]


@dataclass(frozen=True)
class Row:
    """One report. Without ``is_open`` it is only read; ``said`` is why it went no further."""

    entry: Entry
    number: str
    chip: Chip
    sheet: EntrySheet
    is_open: bool
    mark: str
    before: Mark | None
    saved: str
    sent_back: str
    closed: str
    can_withdraw: bool
    said: str = ""
    is_stale: bool = False
    differences: tuple[Difference, ...] = ()
    shows_errors: bool = False
    warnings: tuple[Told, ...] = ()
    asked: str = ""
    word: str = ""

    @property
    def initiative(self) -> Initiative:
        """What the report is about."""
        return self.entry.initiative

    @property
    def can_repeat(self) -> bool:
        """Whether 前期から変化なし is offered: not over anything that somebody has written."""
        return self.is_open and self.entry.report is None and self.entry.previous is not None

    @property
    def errors(self) -> list[Told]:
        """What is to be put right, in the order of the entry page."""
        return self.sheet.errors() if self.shows_errors else []

    @property
    def unfolds(self) -> bool:
        """Whether the texts are open at once: something in them is asked for."""
        return bool(self.errors or self.differences or self.warnings)


@dataclass(frozen=True)
class Grid:
    """The page."""

    owed: SectionEntries
    rows: tuple[Row, ...]
    deadline: Deadline
    extended: str
    next_step: str

    @property
    def what(self) -> str:
        """第２四半期（７～９月）の進捗報告."""
        quarter = self.owed.period.as_quarter
        return f"{wareki.round_name(quarter)}（{wareki.quarter_months(quarter)}）の進捗報告"

    @property
    def counter(self) -> str:
        """３／５件 提出済."""
        done, total = wareki.digits(self.owed.handed_in), wareki.digits(self.owed.total)
        return f"{done}／{total}件 提出済"

    @property
    def untold(self) -> int:
        """How many rows of the page 前期から変化なし of all would hand in."""
        return sum(row.can_repeat for row in self.rows)

    @property
    def is_open(self) -> bool:
        """Whether anything on the page can be written."""
        return any(row.is_open for row in self.rows)

    @property
    def problems(self) -> list[Row]:
        """The rows that went no further, for the summary above."""
        return [row for row in self.rows if row.said or row.errors or row.warnings]

    @property
    def cells(self) -> str:
        """The names of the columns in the order of pasting, for the script."""
        most = max((len(row.sheet.paths) for row in self.rows), default=0)
        return " ".join([*(f"value-{n}" for n in range(most)), *CELLS])


def grid(owed: SectionEntries, outcomes: Mapping[int, Outcome], reader: int) -> Grid:
    """Draw the page as the rows stand now, with what was typed in those that went no further."""
    period, section, today = owed.period, owed.section, clock.today()
    extensions = Extensions.read([period.pk], section.pk)
    return Grid(
        owed=owed,
        rows=tuple(
            _row(entry, owed, outcomes.get(entry.initiative.pk), reader) for entry in owed.entries
        ),
        deadline=Deadline.of(extensions.due(period, section.pk), today),
        extended=extensions.words(period, section.pk),
        next_step=route.next_step(period.plan, section, today),
    )


def _row(entry: Entry, owed: SectionEntries, outcome: Outcome | None, reader: int) -> Row:
    report, previous = entry.report, entry.previous
    fresh = EntrySheet(entry, prefix=prefix_of(entry.initiative.pk), measured=owed.measured)
    back = owed.returns.get(report.pk) if report else None
    facts = _Came.of(entry, owed, outcome)
    return Row(
        entry=entry,
        number=number_of(entry.initiative),
        chip=chip_of(report),
        sheet=facts.sheet or fresh,
        is_open=is_open(entry),
        mark=digest(fresh),
        before=shown_by(previous).mark if previous else None,
        saved=saved_words(report, reader) if report else "",
        sent_back=back.comment if back else "",
        closed=closed_because(entry, Action.SAVE),
        can_withdraw=Action.WITHDRAW in entry.allowed
        and not closed_because(entry, Action.WITHDRAW),
        said=outcome.message if outcome else "",
        is_stale=outcome is not None and outcome.kind is Kind.STALE,
        differences=facts.differences,
        shows_errors=facts.sheet is not None,
        warnings=facts.warnings,
        asked=outcome.asked if outcome else "",
        word=outcome.data.get(WORD, "") if outcome else "",
    )


@dataclass(frozen=True)
class _Came:
    """What a row that went no further shows besides: its own sheet as typed, and where it differs from what stands."""

    sheet: EntrySheet | None = None
    differences: tuple[Difference, ...] = ()
    warnings: tuple[Told, ...] = ()

    @classmethod
    def of(cls, entry: Entry, owed: SectionEntries, outcome: Outcome | None) -> "_Came":
        kept = outcome is None or outcome.kind in {Kind.SAVED, Kind.SUBMITTED, Kind.WITHDRAWN}
        if outcome is None or kept or not outcome.data:
            return cls()
        is_lost = outcome.kind in {Kind.STALE, Kind.REFUSED}
        # Who has not seen what stands keeps the version that was read: nothing is overwritten by the next click.
        version = outcome.data.get("version", "") if is_lost else str(entry.version)
        pk = entry.initiative.pk
        data = {**drawn(outcome.data, pk), f"{prefix_of(pk)}-version": version}
        sheet = EntrySheet(entry, data, prefix=prefix_of(pk), measured=owed.measured)
        sheet.is_valid()
        sheet.blame(outcome.problems)
        if not is_lost:
            sheet.tell(outcome.warnings)
            return cls(sheet, warnings=tuple(sheet.warned(outcome.warnings)))
        mine = EntrySheet(entry, outcome.data)
        mine.is_valid()
        return cls(sheet, tuple(comparison.context(entry, mine)["rows"]))
