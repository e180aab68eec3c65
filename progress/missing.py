"""未提出: which reports a period still lacks, section by section, and a letter that asks for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from fiscal import wareki
from initiatives.models import Initiative, InitiativeQuerySet
from organizations.models import Department
from progress import unanswered
from progress.deadline import Deadline
from progress.extensions import Extensions
from progress.models import ProgressReport, ReportingPeriod
from progress.naming import number_of
from progress.people import People, people_of
from progress.queries import expected_in, never_empty
from progress.reporters import Reporter
from progress.tasks import NOT_BEGUN, Chip, chip_of
from progress.unanswered import Unanswered
from progress.workflow import EDITABLE, State

STATES = (NOT_BEGUN.word, State.DRAFT.label, State.RETURNED.label)


@dataclass(frozen=True)
class Missing:
    """One report that has not come; ``since`` is when the section last touched it."""

    initiative_pk: int
    number: str
    title: str
    chip: Chip
    since: datetime | None


@dataclass(frozen=True)
class Section:
    """A section and what it owes; ``pk`` is None where the office has not said who reports."""

    pk: int | None
    name: str
    people: People
    rows: tuple[Missing, ...]
    deadline: Deadline
    extended: str = ""
    last_asked: date | None = None
    questions: tuple[Unanswered, ...] = ()

    @property
    def is_unmanned(self) -> bool:
        """Whether the section has nobody to ask."""
        return self.pk is not None and not (self.people.clerks or self.people.heads)


@dataclass(frozen=True)
class Dues:
    """Until when the sections are to report in a period."""

    period: ReportingPeriod
    extensions: Extensions
    today: date

    def deadline(self, section: int | None) -> Deadline:
        """The section's own day."""
        return Deadline.of(self.extensions.due(self.period, section), self.today)


@dataclass(frozen=True)
class MissingList:
    """Everything a period still lacks; ``counts`` by state in words: 未入力１・下書き１."""

    period: ReportingPeriod
    deadline: Deadline
    sections: tuple[Section, ...]
    total: int
    counts: tuple[tuple[str, int], ...]

    @property
    def in_words(self) -> str:
        """未入力１・下書き１・差戻し１."""
        return "・".join(f"{word}{wareki.digits(number)}" for word, number in self.counts)

    def first(self, limit: int) -> list[tuple[Section, Missing]]:
        """The first rows, each with its section: for a short list."""
        pairs = [(section, row) for section in self.sections for row in section.rows]
        return pairs[:limit]

    @property
    def unanswered(self) -> int:
        """How many answers to 各課への問い are still to come."""
        return sum(len(section.questions) for section in self.sections)


def not_handed_in(period: ReportingPeriod) -> InitiativeQuerySet:
    """Initiatives that owe a report in a period and have not handed it in."""
    came = ProgressReport.objects.handed_in().filter(period=period, initiative=OuterRef("pk"))
    return expected_in(period).exclude(Exists(came))


def missing_in(
    period: ReportingPeriod,
    reporters: Mapping[int, Reporter],
    today: date,
    extensions: Extensions | None = None,
) -> MissingList:
    """Read what a period still lacks (four queries, three for who has the extensions already)."""
    rows = not_handed_in(period).select_related("category")
    owing = list(rows.only("number", "title", "category__label").order_by("order"))
    drafts = ProgressReport.objects.filter(period=period, state__in=EDITABLE).order_by()
    begun = {row.initiative_id: row for row in drafts}
    people = people_of(period.plan.municipality_id, today)
    dues = Dues(period, extensions or Extensions.read([period.pk]), today)
    chips = [chip_of(begun.get(row.pk)).word for row in owing]
    return MissingList(
        period=period,
        deadline=Deadline.of(period.due_on, today),
        sections=tuple(_sections(owing, begun, reporters, people, dues)),
        total=len(owing),
        counts=tuple((word, chips.count(word)) for word in STATES if word in chips),
    )


def with_questions(missing: MissingList, today: date) -> MissingList:
    """Add what sections have not answered of 各課への問い while the period is open, also sections that owe no report
    (five queries, one where nothing is asked).
    """
    period = missing.period
    questions = unanswered.questions_of([period.plan_id])
    if not questions or period.is_closed_on(today):
        return missing
    extensions = Extensions.read([period.pk])
    asks = unanswered.read(questions, {period.pk: period}, extensions, today)
    rows = [replace(s, questions=asks.get((period.pk, s.pk or 0), ())) for s in missing.sections]
    only = {section for _, section in asks} - {row.pk for row in rows}
    people = people_of(period.plan.municipality_id, today)
    more = [
        Section(
            section.pk,
            section.name,
            people.get(section.pk, People()),
            (),
            Deadline.of(min(one.due for one in asks[period.pk, section.pk]), today),
            questions=asks[period.pk, section.pk],
        )
        for section in Department.objects.filter(pk__in=never_empty(only)).order_by("order", "pk")
    ]
    ordered = sorted([*rows, *more], key=lambda row: row.pk is None)
    return replace(missing, sections=tuple(ordered))


def _sections(
    owing: Sequence[Initiative],
    begun: Mapping[int, ProgressReport],
    reporters: Mapping[int, Reporter],
    people: Mapping[int | None, People],
    dues: Dues,
) -> list[Section]:
    """The sections in the order of the plan's initiatives; what nobody reports for stands last."""
    rows: dict[Reporter, list[Missing]] = {}
    for initiative in owing:
        found = rows.setdefault(reporters[initiative.pk], [])
        found.append(_missing(initiative, begun.get(initiative.pk)))
    return [
        Section(
            reporter.pk,
            reporter.name,
            people.get(reporter.pk, People()),
            tuple(found),
            dues.deadline(reporter.pk),
            dues.extensions.words(dues.period, reporter.pk),
        )
        for reporter, found in sorted(rows.items(), key=lambda item: item[0].pk is None)
    ]


def _missing(row: Initiative, report: ProgressReport | None) -> Missing:
    since = timezone.localtime(report.saved_at) if report and report.saved_at else None
    return Missing(row.pk, number_of(row), row.title, chip_of(report), since)


def letter(missing: MissingList, office: str) -> str:
    """Return 提出のお願い as plain text, to be pasted into a mail."""
    period, due = missing.period, wareki.full_date_weekday(missing.deadline.day)
    lines = [
        f"件名：{period.plan} {period} 進捗報告の提出のお願い",
        "",
        "各課 ＤＸ推進員 様",
        "",
        (
            f"{period}（{wareki.month_day(period.as_of)}現在）の進捗報告について、"
            f"下の{wareki.digits(missing.total)}件がまだ提出されていません。"
        ),
        f"報告期限は{due}、締切は{wareki.full_date_weekday(period.closes_on)}です。",
        (
            "マイページの「やること」から入力し、提出してください。"
            "変わりのない取組事項は「前期から変化なし」で提出できます。"
        ),
        "",
    ]
    for section in missing.sections:
        clerks = "、".join(section.people.clerks)
        lines.append(f"■ {section.name}" + (f"（{clerks}）" if clerks else ""))
        if section.extended:
            lines.append(f"　期限：{wareki.month_day_weekday(section.deadline.day)}（延長）")
        lines += [f"　{row.number} {row.title}（{row.chip.word}）" for row in section.rows]
        lines += [f"　{row.words}" for row in section.questions]
    return "\n".join([*lines, "", office])
