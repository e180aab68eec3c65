"""A report as its reader meets it: what changed since last period, field by field, and what stayed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from fiscal import clock, wareki
from initiatives.models import Grade
from kpis import figures
from kpis.models import Measurement
from progress import attachments, checking
from progress.attachments import Files
from progress.changes import Line
from progress.checking import Draft
from progress.checks import Finding
from progress.difference import Difference, compare
from progress.models import ProgressReport, ReportEvent, ReportingPeriod
from progress.naming import number_of
from progress.prospects import Prospect
from progress.queries import never_empty
from progress.strip import DONE, Mark
from progress.tasks import Chip, chip_of
from progress.workflow import Action, find

TEXTS = ("reason", "recovery", "result", "issue", "next_action", "request")
# Texts that say 変化なし even when they are empty: the page names them as unchanged.
ALWAYS_NAMED = frozenset({"result", "issue", "next_action"})
Measured = dict[int, dict[int, dict[tuple[int, int], Measurement]]]


@dataclass(frozen=True)
class Change:
    """One field that differs: marks for a grade, pieces for a text, and a note such as （＋1,190）."""

    label: str
    before_mark: Mark | None = None
    after_mark: Mark | None = None
    difference: Difference | None = None
    note: str = ""


@dataclass(frozen=True)
class Slip:
    """One report to be read. ``is_first`` when nothing was handed in for the period before.

    ``prospect`` is what the office thinks, where it is the office that reads.
    """

    report: ProgressReport
    number: str
    mark: Mark
    previous: Mark | None
    chip: Chip
    change: str
    is_first: bool
    sent_at: datetime | None
    confirmed_at: datetime | None
    changes: tuple[Change, ...]
    same: str
    findings: tuple[Finding, ...]
    attachments: Files
    prospect: Prospect | None = None

    @property
    def is_unchanged(self) -> bool:
        """Whether it may be drawn in one line."""
        return not self.changes

    @property
    def can_return(self) -> bool:
        """Whether the table knows a 差戻し from here."""
        return find(self.report.workflow_state, Action.RETURN) is not None

    @property
    def stamp(self) -> str:
        """The report at the version that was read, as the form sends it back."""
        return f"{self.report.pk}:{self.report.version}"


def slips_of(
    lines: Sequence[Line], period: ReportingPeriod, before: ReportingPeriod | None
) -> list[Slip]:
    """Read everything a page of compared reports says, in the order of the lines (a fixed number of queries)."""
    wanted = [pk for line in lines for pk in (line.pk, line.previous_pk) if pk]
    rows = ProgressReport.objects.select_related(*RELATIONS).in_bulk(never_empty(wanted))
    found = [rows[line.pk] for line in lines]
    values = _measurements([row.initiative_id for row in found], period, before)
    events = _events([line.pk for line in lines])
    files = attachments.of_reports(line.pk for line in lines)
    findings = checking.look_at(period, [Draft.of(row) for row in found], clock.today())
    quarters = ((before.year, before.quarter) if before else (0, 0), (period.year, period.quarter))
    return [
        _slip(
            line,
            row,
            rows.get(line.previous_pk or 0),
            list(_value_changes(values.get(row.initiative_id, {}), *quarters)),
            events.get(row.pk, {}),
            files.get(row.pk, ()),
            findings[row.initiative_id],
        )
        for line, row in zip(lines, found, strict=True)
    ]


RELATIONS = ("initiative__category", "department", "self_grade", "reviewed_grade")


def mark_of(report: ProgressReport) -> Mark:
    """The mark a report carries: 完了, or the grade (the office's, where it gave one)."""
    if report.implementation == ProgressReport.Implementation.DONE:
        return DONE
    return grade_mark(report.reviewed_grade or report.self_grade)


def grade_mark(grade: Grade | None) -> Mark:
    """A grade as a mark; none yet is a dash."""
    return Mark(grade.tone, grade.word) if grade else Mark("none", "（なし）")


def _slip(  # noqa: PLR0917 - the parts of one slip
    line: Line,
    row: ProgressReport,
    previous: ProgressReport | None,
    values: list[Change],
    events: Mapping[str, datetime],
    files: Files,
    findings: tuple[Finding, ...],
) -> Slip:
    fields = list(_field_changes(row, previous))
    changed = [*values, *(change for change in fields if change)]
    return Slip(
        report=row,
        number=number_of(row.initiative),
        mark=mark_of(row),
        previous=mark_of(previous) if previous else None,
        chip=chip_of(row),
        change=line.change,
        is_first=previous is None,
        sent_at=events.get(Action.SUBMIT),
        confirmed_at=events.get(Action.CONFIRM),
        changes=tuple(changed),
        same=_same(row, previous, {change.label for change in changed}),
        findings=findings,
        attachments=files,
    )


def _field_changes(row: ProgressReport, previous: ProgressReport | None) -> Iterable[Change]:
    if previous is None or row.implementation != previous.implementation:
        before = previous.get_implementation_display() if previous else ""
        yield _text("実施状況", before, row.get_implementation_display())
    old = grade_mark(previous.reviewed_grade or previous.self_grade) if previous else None
    if old != grade_mark(row.self_grade):
        yield Change("進捗評価", old, grade_mark(row.self_grade))
    for name in TEXTS:
        before = getattr(previous, name) if previous else ""
        if before != getattr(row, name):
            yield _text(label_of(name), before, getattr(row, name))
    days = [row.recovery_on, previous.recovery_on if previous else None]
    if days[0] != days[1]:
        now, then = (wareki.full_date(day) if day else "" for day in days)
        yield _text("取り戻す時期", then, now)
    before = previous.get_future_display() if previous else ""
    if before != row.get_future_display():
        yield _text("今後の方向性", before, row.get_future_display())


def _text(label: str, before: str, after: str) -> Change:
    return Change(label, difference=compare(before, after))


def label_of(name: str) -> str:
    """The Japanese name of a field."""
    return str(ProgressReport._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _same(row: ProgressReport, previous: ProgressReport | None, changed: set[str]) -> str:
    if previous is None:
        return ""
    names = [] if "進捗評価" in changed else [f"進捗評価（{row.self_grade}）"]
    names += [
        label_of(name)
        for name in TEXTS
        if label_of(name) not in changed and (name in ALWAYS_NAMED or getattr(row, name))
    ]
    return "、".join(names)


def _measurements(
    initiatives: Sequence[int], period: ReportingPeriod, before: ReportingPeriod | None
) -> Measured:
    """Values of both quarters by initiative and indicator."""
    years = {row.year for row in (period, before) if row}
    rows = (
        Measurement.objects.filter(
            indicator__initiative__in=never_empty(initiatives), year__in=years
        )
        .select_related("indicator")
        .order_by("indicator__order", "indicator_id")
    )
    found: Measured = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        by_quarter = found[row.indicator.initiative_id][row.indicator_id]
        by_quarter[row.year, row.quarter] = row
    return found


def _value_changes(
    indicators: Mapping[int, Mapping[tuple[int, int], Measurement]],
    before: tuple[int, int],
    now: tuple[int, int],
) -> Iterable[Change]:
    for by_quarter in indicators.values():
        old, new = by_quarter.get(before), by_quarter.get(now)
        if new is None or (old and _answer(old)) == _answer(new):
            continue
        yield Change(
            new.indicator.name,
            difference=compare(_said(old) if old else "", _said(new)),
            note=_distance(old.value if old else None, new),
        )


def _answer(row: Measurement) -> tuple[Decimal | None, str]:
    return row.value, row.absence


def _said(row: Measurement) -> str:
    if row.value is None:
        reason = f"：{row.not_measured_reason}" if row.not_measured_reason else ""
        return f"{row.get_absence_display()}{reason}"
    return figures.number(row.value, row.indicator.decimals) + row.indicator.unit


def _distance(old: Decimal | None, new: Measurement) -> str:
    if old is None or new.value is None:
        return ""
    return f"（{figures.signed(new.value - old, new.indicator.decimals)}）"


def _events(reports: Sequence[int]) -> dict[int, dict[str, datetime]]:
    """When each report was last handed in and confirmed."""
    rows = (
        ReportEvent.objects.filter(
            report__in=never_empty(reports), action__in=[Action.SUBMIT, Action.CONFIRM]
        )
        .order_by("at", "pk")
        .values_list("report_id", "action", "at")
    )
    found: dict[int, dict[str, datetime]] = defaultdict(dict)
    for report, action, at in rows:
        found[report][action] = at
    return found
