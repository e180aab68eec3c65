"""The plan read by the terms of another plan: 国の重点取組事項, 総合計画, 行財政改革プラン, SDGs.

What was entered once for an initiative stands under every term it answers to, and is counted once (再掲 is marked).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from fiscal import wareki
from fiscal.calendar import Quarter
from initiatives.models import Category, Framework, Plan, Term, TermLink
from initiatives.numbering import printed_number
from initiatives.queries import reporter_names
from kpis import figures
from kpis.models import Indicator, Measurement
from progress.models import ProgressReport, ReportingPeriod
from progress.workflow import HANDED_IN
from reports.mark import Mark
from reports.marks import DONE
from reports.standing import marks


@dataclass(frozen=True)
class Told:
    """What the sections reported of an initiative: entered once, and standing under every term."""

    section: str = ""
    mark: Mark | None = None
    result: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One line under a term: an initiative, or a category that has none. ``via`` names the category that answers.

    ``part`` is the heading above, where the same number stands under several.

    ``is_again`` is True from the second time an initiative stands in the table on (再掲).
    """

    initiative: int | None
    category: str
    label: str
    title: str
    origin: str
    note: str
    via: str = ""
    part: str = ""
    is_again: bool = False
    told: Told = Told()


@dataclass(frozen=True)
class TermRow:
    """A term with everything that answers to it."""

    code: str
    name: str
    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Crosswalk:
    """A plan against one framework. ``answering`` counts each initiative once; ``lines`` counts 再掲 too."""

    framework: Framework
    terms: tuple[TermRow, ...]
    answering: int
    lines: int
    silent: int

    @property
    def has_initiatives(self) -> bool:
        """Whether the plan has initiatives at all; a policy has categories only."""
        return bool(self.answering or self.silent)


@dataclass
class _Reading:
    """Everything that is looked up for the lines, read in a fixed number of queries."""

    sections: Mapping[int, str]
    marks: Mapping[int, Mark]
    results: Mapping[int, str]
    values: Mapping[int, tuple[str, ...]]
    parts: Mapping[int, str] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def told(self, pk: int) -> Told:
        """Return what was reported of an initiative."""
        return Told(
            self.sections.get(pk, ""),
            self.marks.get(pk),
            self.results.get(pk, ""),
            self.values.get(pk, ()),
        )

    def counts_again(self, pk: int) -> bool:
        """Whether the initiative has stood in the table before; from now on it has."""
        is_again = pk in self.seen
        self.seen.add(pk)
        return is_again


# (key of the initiative, number in its category, title, key of its category)
_Initiative = tuple[int, int, str, int]


def frameworks_for(plan: Plan) -> list[Framework]:
    """The frameworks a plan can be read against: the nation's and the city's own (one query)."""
    own = Q(municipality__isnull=True) | Q(municipality=plan.municipality_id)
    return list(Framework.objects.filter(own).order_by("order", "pk"))


def linked_frameworks(plan: Plan) -> Mapping[int, int]:
    """How often the plan answers to each framework, by its key (one query)."""
    links = TermLink.objects.filter(Q(initiative__plan=plan) | Q(category__plan=plan))
    return Counter(links.values_list("term__framework", flat=True))


def read(plan: Plan, framework: Framework, period: ReportingPeriod | None, on: date) -> Crosswalk:
    """Return the plan by the terms of a framework, as of a period; reporters are those of a day."""
    categories = {row.pk: row for row in Category.objects.filter(plan=plan)}
    promised = list(
        plan.initiatives.filter(repeat_of=None)
        .order_by("order", "pk")
        .values_list("pk", "number", "title", "category_id")
    )
    links = _links(plan, framework)
    reading = _look_up(plan, period, on, [row[0] for row in promised])
    reading.parts = _parts(categories)
    terms = tuple(
        _term(term, links[term.pk], categories, promised, reading)
        for term in Term.objects.filter(framework=framework).order_by("order", "pk")
    )
    return Crosswalk(
        framework=framework,
        terms=terms,
        answering=len(reading.seen),
        lines=sum(len(term.answers) for term in terms),
        silent=len(promised) - len(reading.seen),
    )


def _links(plan: Plan, framework: Framework) -> dict[int, list[TermLink]]:
    found: dict[int, list[TermLink]] = defaultdict(list)
    rows = TermLink.objects.filter(
        Q(initiative__plan=plan) | Q(category__plan=plan), term__framework=framework
    ).order_by("category__order", "initiative__order", "pk")
    for row in rows:
        found[row.term_id].append(row)
    return found


def _term(
    term: Term,
    links: Iterable[TermLink],
    categories: Mapping[int, Category],
    promised: Iterable[_Initiative],
    reading: _Reading,
) -> TermRow:
    """Gather what answers: first what is linked itself, then what stands in a linked category."""
    rows = list(links)
    direct = {row.initiative_id: row for row in rows if row.initiative_id}
    filed = {row.category_id: row for row in rows if row.category_id}
    answers = []
    filled: set[int] = set()
    for pk, number, title, category in promised:
        above = _nearest(category, categories, filed)
        if above:
            filled.add(above.pk)
        link = direct.get(pk) or (filed[above.pk] if above else None)
        if link:
            place = categories[category]
            answers.append(
                Answer(
                    initiative=pk,
                    category=place.code,
                    label=printed_number(place.label, number),
                    title=title,
                    origin=link.get_origin_display(),
                    note=link.note,
                    via=above.label if above and pk not in direct else "",
                    part=reading.parts.get(category, ""),
                    is_again=reading.counts_again(pk),
                    told=reading.told(pk),
                )
            )
    answers += [
        Answer(None, row.code, row.label, row.title, link.get_origin_display(), link.note)
        for pk, link in filed.items()
        if pk not in filled and (row := categories[pk])
    ]
    return TermRow(term.code, term.name, term.text, tuple(answers))


def _parts(categories: Mapping[int, Category]) -> dict[int, str]:
    """The heading above each category whose label others bear too, as printed: 取組方針3."""
    borne = Counter(row.label for row in categories.values())
    return {
        pk: categories[row.parent_id].label
        for pk, row in categories.items()
        if row.parent_id and borne[row.label] > 1
    }


def _nearest(
    category: int, categories: Mapping[int, Category], filed: Mapping[int, TermLink]
) -> Category | None:
    """The linked category an initiative stands in, itself or the nearest above."""
    place: Category | None = categories[category]
    while place is not None and place.pk not in filed:
        place = categories[place.parent_id] if place.parent_id else None
    return place


def _look_up(plan: Plan, period: ReportingPeriod | None, on: date, keys: list[int]) -> _Reading:
    """Read sections, marks, results and values; without a period only what the plan itself says."""
    sections = reporter_names(keys, on)
    if period is None:
        finished = plan.initiatives.filter(completed_year__isnull=False)
        early = dict.fromkeys(finished.values_list("pk", flat=True), DONE)
        return _Reading(sections, early, {}, {})
    reports = ProgressReport.objects.filter(period=period, state__in=HANDED_IN).order_by()
    told = reports.values_list("initiative_id", "department__name", "result")
    results = {pk: result for pk, _, result in told}
    named = {pk: name for pk, name, _ in told}
    values = _values(plan, period, results)
    return _Reading({**sections, **named}, marks(plan, period), results, values)


def _values(
    plan: Plan, period: ReportingPeriod, handed_in: Collection[int]
) -> dict[int, tuple[str, ...]]:
    """The newest value of each indicator up to the period, with unit and moment; drafts are not values (two queries)."""
    until = period.as_quarter
    found: dict[int, list[str]] = defaultdict(list)
    indicators = Indicator.objects.filter(initiative__plan=plan).order_by("order", "pk")
    for row in indicators.prefetch_related("measurements"):
        last = until if row.initiative_id in handed_in else until.shift(-1)
        newest = max(
            (
                (quarter, each.value, each.finality)
                for each in row.measurements.all()
                if each.value is not None and (quarter := Quarter(each.year, each.quarter)) <= last
            ),
            default=None,
        )
        if newest:
            value = figures.number(newest[1], row.decimals)
            is_final = newest[2] == Measurement.Finality.FINAL
            moment = wareki.quarter(newest[0]) + ("" if is_final else "・速報")
            found[row.initiative_id].append(f"{row.name} {value}{row.unit}（{moment}）")
    return {pk: tuple(texts) for pk, texts in found.items()}
