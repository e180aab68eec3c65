"""年度評価 as papers and 個票 show it: read from the reviews, with the grades and values of the year beside them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fiscal import wareki
from fiscal.calendar import Quarter
from initiatives import stages
from initiatives.models import Initiative, Plan
from initiatives.stages import Cycle
from kpis.models import Indicator
from kpis.queries import sheets
from kpis.standing import standing
from progress import strip
from progress.annual.expected import expected_in
from progress.annual.prefill import taken_over
from progress.models import AnnualReview, AnnualReviewStage, AnnualRound, ReportingPeriod
from progress.models.annual import Outlook
from progress.naming import number_of
from progress.queries import never_empty
from progress.workflow import HANDED_IN, State
from reports.annual_tree import Annual, AnnualLine
from reports.mark import Mark

LAST = 4
NOT_HANDED_IN = "未提出"


@dataclass(frozen=True)
class Review:
    """One year of one initiative, as its 個票 shows it; ``texts`` under the names of the plan's stages."""

    pk: int
    year: int
    name: str
    state: State
    outlook: str
    next_year: str
    taken_over: str
    texts: tuple[tuple[str, str], ...]


def of_initiative(initiative: Initiative) -> tuple[Review, ...]:
    """The reviews of an initiative that have been handed in, the newest first (three queries)."""
    rows = AnnualReview.objects.handed_in().filter(initiative=initiative)
    told = rows.select_related("round").order_by("-round__year")
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    for stage in AnnualReviewStage.objects.filter(review__initiative=initiative):
        texts[stage.review_id][stage.key] = stage.text
    cycle = stages.read(initiative.plan)
    return tuple(_review(row, texts[row.pk], cycle) for row in told)


def _review(row: AnnualReview, texts: Mapping[str, str], cycle: Cycle) -> Review:
    return Review(
        pk=row.pk,
        year=row.round.year,
        name=str(row.round),
        state=row.workflow_state,
        outlook=row.get_outlook_display(),
        next_year=row.next_year,
        taken_over=taken_over(row),
        texts=tuple(
            (stage.name, texts[stage.key]) for stage in cycle.stages if texts.get(stage.key)
        ),
    )


def read(
    plan: Plan, period: ReportingPeriod, *, today: date, is_whole: bool = True
) -> Annual | None:
    """Read the newest round that has begun, up to the year of a period (a fixed number of queries)."""
    begun = AnnualRound.objects.filter(plan=plan, year__lte=period.year, opens_on__lte=today)
    annual = begun.order_by("-year").first()
    return _annual(annual, today, is_whole=is_whole) if annual else None


def _annual(annual: AnnualRound, today: date, *, is_whole: bool) -> Annual:
    reviews = {
        row.initiative_id: row
        for row in annual.reviews.filter(state__in=HANDED_IN).select_related("department")
    }
    owing = {*expected_in(annual).order_by().values_list("pk", flat=True), *reviews}
    quarters = sorted(row.as_quarter for row in annual.plan.periods.filter(year=annual.year))
    decided = Counter(row.outlook for row in reviews.values())
    return Annual(
        round_pk=annual.pk,
        year=annual.year,
        is_open=annual.is_open_on(today),
        total=len(owing),
        accepted=sum(row.state == State.ACCEPTED for row in reviews.values()),
        outlooks=tuple((word.label, decided[word]) for word in Outlook if decided[word]),
        periods=tuple(wareki.round_name(quarter) for quarter in quarters),
        lines=_lines(annual, owing, reviews, quarters) if is_whole else (),
    )


def _lines(
    annual: AnnualRound,
    owing: Collection[int],
    reviews: Mapping[int, AnnualReview],
    quarters: Sequence[Quarter],
) -> tuple[AnnualLine, ...]:
    initiatives = Initiative.objects.filter(pk__in=never_empty(owing))
    rows = list(initiatives.select_related("category").order_by("order", "pk"))
    shown = strip.handed_in(never_empty(row.pk for row in rows))
    kpis = _kpis([row.pk for row in rows], annual.year)
    return tuple(
        _line(row, reviews.get(row.pk), _marks(shown.get(row.pk, {}), quarters), kpis[row.pk])
        for row in rows
    )


def _marks(
    shown: Mapping[Quarter, strip.Handed], quarters: Collection[Quarter]
) -> tuple[Mark, ...]:
    """The mark of every period of the year; what was complete before it stays so."""
    marks = strip.marks(shown, {*quarters, *shown})
    return tuple(Mark(marks[quarter].tone, marks[quarter].word) for quarter in sorted(quarters))


def _kpis(initiatives: Sequence[int], year: int) -> dict[int, list[str]]:
    """What there is to say of every indicator at the end of the year (three queries)."""
    indicators = Indicator.objects.filter(initiative__in=never_empty(initiatives))
    found: dict[int, list[str]] = defaultdict(list)
    for row in sheets(indicators.order_by("initiative__order", "order", "pk")):
        now = standing(row.facts, row.readings, Quarter(year, LAST), ())
        found[row.indicator.initiative_id].append(f"{row.indicator.name}：{now.sentence}")
    return found


def _line(
    row: Initiative, review: AnnualReview | None, marks: tuple[Mark, ...], kpis: list[str]
) -> AnnualLine:
    return AnnualLine(
        code=number_of(row),
        title=row.title,
        department=review.department.name if review else "",
        state=review.workflow_state.label if review else NOT_HANDED_IN,
        marks=marks,
        kpis=tuple(kpis),
        outlook=review.get_outlook_display() if review else "",
        next_year=review.next_year if review else "",
    )
