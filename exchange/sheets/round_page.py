"""What the pages of 調査票 say: where the section's reports stand, and how far every section has come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from exchange.models import IssuedSheet, SheetUpload
from exchange.sheets.access import Desktop
from exchange.sheets.item_lines import items_of
from exchange.sheets.progress_lines import Reporting
from initiatives.models import Initiative, InitiativeItem
from kpis.models import Indicator
from organizations import lineage
from organizations.models import Department
from progress import answers, asked
from progress.deadline import Deadline
from progress.models import ProgressReport, ReportingPeriod
from progress.naming import number_of
from progress.queries import expected_in, never_empty
from progress.reporters import Reporter, reporters_of
from progress.tasks import Chip, chip_of
from progress.workflow import HANDED_IN


@dataclass(frozen=True)
class Own:
    """One report of the section."""

    initiative: Initiative
    number: str
    chip: Chip
    lock: str


@dataclass(frozen=True)
class SectionRound:
    """What a section's sheet will hold."""

    deadline: Deadline
    rows: tuple[Own, ...]
    indicators: int
    items: int
    questions: int

    @property
    def open(self) -> int:
        """How many reports may still be written."""
        return sum(not row.lock for row in self.rows)


@dataclass(frozen=True)
class SectionRow:
    """How far one section has come; ``issued`` and ``upload`` are the last ones."""

    section: Department
    expected: int
    handed_in: int
    items: int
    questions: int
    issued: IssuedSheet | None
    upload: SheetUpload | None


def of_section(desktop: Desktop, today: date) -> SectionRound:
    """Read the page of a section (a fixed number of queries)."""
    reporting = Reporting.read(desktop.period, desktop.section, today)
    rows = [
        Own(row, number_of(row), chip_of(reporting.reports.get(pk)), reporting.lock(pk))
        for pk, row in reporting.own.items()
    ]
    return SectionRound(
        Deadline.of(desktop.period.due_on, today),
        tuple(rows),
        Indicator.objects.filter(initiative__in=never_empty(reporting.own)).count(),
        items_of(reporting).count(),
        len(answers.read(desktop.period, desktop.section, today)),
    )


def rows(period: ReportingPeriod, today: date) -> list[SectionRow]:
    """Every section that has something to fill in, in the order of the city hall (ten queries)."""
    reporters = reporters_of(period.plan, today)
    owed = _counted(
        reporters[pk].pk
        for pk in expected_in(period).values_list("pk", flat=True)
        if pk in reporters
    )
    came = ProgressReport.objects.filter(period=period, state__in=HANDED_IN).order_by()
    sent = _counted(
        reporters[pk].pk for pk in came.values_list("initiative_id", flat=True) if pk in reporters
    )
    items = _items(period, reporters, today)
    this = ReportingPeriod.objects.filter(pk=period.pk)
    questions = _counted(ask.section for ask in asked.read(asked.asked(this, today)))
    found = Department.objects.filter(pk__in={*owed, *items, *questions}).select_related(
        "municipality"
    )
    issued = _last(IssuedSheet.objects.filter(period=period).defer("rows"))
    uploads = SheetUpload.objects.filter(sheet__period=period).defer("content", "preview")
    last_uploads = {}
    for upload in uploads.select_related("by", "sheet").order_by("at", "pk"):
        last_uploads[upload.sheet.department_id] = upload
    return [
        SectionRow(
            section,
            owed.get(section.pk, 0),
            sent.get(section.pk, 0),
            items.get(section.pk, 0),
            questions.get(section.pk, 0),
            issued.get(section.pk),
            last_uploads.get(section.pk),
        )
        for section in found.order_by("order", "pk")
    ]


def _last(sheets: Iterable[IssuedSheet]) -> dict[int, IssuedSheet]:
    """The last sheet of each section; the newest come first."""
    found: dict[int, IssuedSheet] = {}
    for sheet in sheets:
        found.setdefault(sheet.department_id, sheet)
    return found


def _counted(keys: Iterable[int | None]) -> dict[int, int]:
    found: dict[int, int] = {}
    for key in keys:
        if key is not None:
            found[key] = found.get(key, 0) + 1
    return found


def _items(
    period: ReportingPeriod, reporters: Mapping[int, Reporter], today: date
) -> dict[int, int]:
    """How many rows of lists name each section, under whatever name it had, or nobody where it reports."""
    plan = period.plan_id
    rows = (
        InitiativeItem.objects.filter(Q(list__initiative__plan=plan) | Q(list__category__plan=plan))
        .order_by()
        .values_list("department_id", "list__initiative_id")
    )
    heirs = lineage.heirs(lineage.links(period.plan.municipality_id), today)
    return _counted(
        section
        for named, initiative in rows
        for section in (
            [reporters[initiative].pk if initiative in reporters else None]
            if named is None
            else [heir.pk for heir in heirs[named]]
            if named in heirs
            else [named]
        )
    )
