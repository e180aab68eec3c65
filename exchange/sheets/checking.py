"""The rows of a returned 調査票 through the same forms as the pages: what is wrong, and what is to be written."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django import forms

from exchange.planbook.drafts import Findings
from exchange.sheets import answer_lines
from exchange.sheets.columns import SAME, PageName
from exchange.sheets.comparing import Row
from exchange.sheets.kpi_lines import values_of as kpi_values_of
from exchange.sheets.lines import Line, Texts, day
from exchange.sheets.progress_lines import values_of
from exchange.sheets.reading import Answer
from exchange.sheets.section import SectionSheet
from exchange.sheets.vocabulary import TAKEN
from initiatives.item_actions import Change, Facts
from initiatives.item_forms import ItemForm
from initiatives.item_rows import UNKNOWN
from initiatives.models import Initiative, InitiativeItem
from kpis.forms import MeasurementForm
from progress.actions import carried_over
from progress.answer_actions import Given, Said
from progress.answer_forms import AnswerForm
from progress.content import Content, Entered
from progress.forms import EntryForm
from progress.models import ProgressReport

NOT_ASKED = "この問いでは、数を聞いていません。空欄にしてください。"
EMPTIED = (
    "回答を空欄にはできません。回答を取り消すときは、画面の「各課への問い」で取り消してください。"
)
NO_PREVIOUS = "前回の報告がありません。○を消して、内容を記入してください。"
BOTH = "「前回から変化なし」が○です。○を消すか、この欄を発行したときの内容に戻してください。"
# The controls of a form that stand in another column of the sheet.
COLUMN_OF = {"not_measured": "measured", "absence": "measured", "number": "value"}


@dataclass
class ReportDeed:
    """What the file writes in one report; ``content`` None leaves its words as they are."""

    initiative: Initiative
    report: ProgressReport | None
    row: Row | None = None
    content: Content | None = None
    values: list[tuple[Row, Entered]] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        """The rows of the file it comes from."""
        return [*([self.row] if self.row else []), *(row for row, _ in self.values)]

    @property
    def version(self) -> int:
        """The version of the report that it was held against."""
        return self.report.version if self.report else 0


@dataclass(frozen=True)
class ItemDeed:
    """What the file writes in one row of a list."""

    item: InitiativeItem
    row: Row
    change: Change


@dataclass(frozen=True)
class AnswerDeed:
    """What the file answers to one question."""

    row: Row
    given: Given


@dataclass
class Deeds:
    """Everything the file writes; ``after`` are the fields of each row as they will then stand."""

    reports: list[ReportDeed] = field(default_factory=list)
    items: list[ItemDeed] = field(default_factory=list)
    answers: list[AnswerDeed] = field(default_factory=list)
    after: dict[str, Texts] = field(default_factory=dict)

    def keep(self, keys: Collection[str]) -> None:
        """Leave out what would change nothing."""
        self.items = [deed for deed in self.items if deed.row.key in keys]
        self.answers = [deed for deed in self.answers if deed.row.key in keys]
        self.reports = [deed for deed in self.reports if any(row.key in keys for row in deed.rows)]


def copies(answers: Iterable[Answer], sheet: SectionSheet, findings: Findings) -> dict[str, Texts]:
    """The fields of the last report for each row with a tick; a tick beside other changes is a mistake."""
    found: dict[str, Texts] = {}
    scale = sheet.reporting.period.plan.grade_scale
    for answer in answers:
        if not answer.values.get(SAME):
            continue
        base = answer.line.values
        spots = [
            answer.spots[name]
            for name, text in answer.values.items()
            if name != SAME and text and text != base.get(name)
        ]
        for spot in spots:
            findings.mistake(spot, BOTH)
        previous = sheet.reporting.previous.get(answer.line.pk)
        if previous is None:
            findings.mistake(answer.spots[SAME], NO_PREVIOUS)
        elif not spots:
            found[answer.line.key] = values_of(carried_over(previous, scale))
    return found


def deeds(rows: Iterable[Row], sheet: SectionSheet, findings: Findings) -> Deeds:
    """Check every row that may be written and return what it writes."""
    made, by_initiative = Deeds(), {}
    for row in rows:
        if row.blocked:
            continue
        if row.now.page is PageName.ITEMS:
            made.items += _item(row, sheet, findings)
            continue
        if row.now.page is PageName.ANSWERS:
            made.answers += _answer(row, sheet, findings)
            continue
        owner = _owner(row.now, sheet)
        if owner not in by_initiative:
            reporting = sheet.reporting
            by_initiative[owner] = ReportDeed(reporting.own[owner], reporting.reports.get(owner))
        if row.now.page is PageName.PROGRESS:
            by_initiative[owner].row = row
            by_initiative[owner].content = _content(row, sheet, findings)
        else:
            by_initiative[owner].values += _entered(row, sheet, findings)
    made.reports += by_initiative.values()
    made.after = dict(_after(made))
    return made


def _after(made: Deeds) -> Iterator[tuple[str, Texts]]:
    for deed in made.reports:
        if deed.row and deed.content:
            yield deed.row.key, values_of(deed.content)
        for row, entered in deed.values:
            yield (
                row.key,
                kpi_values_of(entered.value, entered.not_measured_reason, entered.absence),
            )
    for one in made.items:
        become = one.change.applied(Facts.of(one.item))
        values = {"status": become.status, "done_on": day(become.done_on), "note": become.note}
        yield one.row.key, values
    for answered in made.answers:
        question, said = answered.given.question, answered.given.said
        yield answered.row.key, answer_lines.values_of(question, said)


def _owner(line: Line, sheet: SectionSheet) -> int:
    if line.page is PageName.PROGRESS:
        return line.pk
    owner: int = sheet.indicators[line.pk].indicator.initiative_id
    return owner


def _content(row: Row, sheet: SectionSheet, findings: Findings) -> Content:
    stored = sheet.reporting.content(row.now.pk)
    data = {**row.merged, "version": "0"}
    grade = sheet.words.grades.get(data["self_grade"])
    data["self_grade"] = str(grade.pk) if grade else ""
    form = EntryForm(data, scale=sheet.reporting.period.plan.grade_scale)
    _blame(form, row, findings)
    typed = form.content(stored)
    # What the file leaves alone stays letter for letter, also what a workbook cannot hold.
    kept = {name: text for name, text in vars(stored).items() if name not in row.mine}
    for name in ("completed_on", "recovery_on"):
        kept.pop(name, None)
    return Content(**{**vars(typed), **kept})


def _entered(row: Row, sheet: SectionSheet, findings: Findings) -> Iterable[tuple[Row, Entered]]:
    indicator = sheet.indicators[row.now.pk].indicator
    merged = row.merged
    kind, reason = merged["measured"], merged["not_measured_reason"]
    is_skipped = kind not in ("", TAKEN)
    form = MeasurementForm(
        {
            "value": merged["value"],
            "not_measured": "on" if is_skipped else "",
            "absence": kind if is_skipped else "",
            "not_measured_reason": reason,
        },
        indicator=indicator,
        quarter=sheet.reporting.period.as_quarter,
        is_draft=not kind,
        prefix="",
        initial={},
    )
    if not form.is_valid():
        _blame(form, row, findings)
        return []
    return [(row, Entered(indicator, *(form.entry or (None, "", ""))))]


def _item(row: Row, sheet: SectionSheet, findings: Findings) -> list[ItemDeed]:
    item = sheet.items[row.now.pk]
    data = {
        **row.merged,
        "seen": "0",
        "status": row.merged["status"] or UNKNOWN,
        "clear": "on",
    }
    form = ItemForm(data, item=item, version=0, today=sheet.reporting.today)
    if not form.is_valid():
        _blame(form, row, findings)
        return []
    return [ItemDeed(item, row, form.change)]


def _answer(row: Row, sheet: SectionSheet, findings: Findings) -> list[AnswerDeed]:
    asked = sheet.questions[row.now.pk]
    data = {**row.merged, "version": "0", "number": row.merged.get("value", "")}
    form = AnswerForm(data, question=asked.question, prefix="")
    if not form.is_valid():
        _blame(form, row, findings)
        return []
    if data["number"] and not asked.question.has_number:
        findings.mistake(row.answer.spots["value"], NOT_ASKED)
    elif form.said == Said():
        findings.mistake(row.answer.spots["line"], EMPTIED)
    return [AnswerDeed(row, Given(asked.question, form.said, asked.version))]


def _blame(form: forms.Form, row: Row, findings: Findings) -> None:
    """Note what a form refuses at the cell it stands in."""
    first = next(iter(row.answer.spots))
    for name, messages in form.errors.items():
        column = name if name in row.answer.spots else COLUMN_OF.get(name, name)
        spot = row.answer.spots.get(column) or row.answer.spots[first]
        for message in messages:
            findings.mistake(spot, str(message))


def by_key(lines: Iterable[Line]) -> Mapping[str, Line]:
    """The rows as they stand now, by key."""
    return {line.key: line for line in lines}
