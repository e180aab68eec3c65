"""The indicators of one initiative on its entry page: form, standing and small chart of each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fiscal.calendar import Quarter
from initiatives.models import GradeScale
from kpis import counting, figures, late
from kpis.canvas import ENTRY, Canvas
from kpis.chart import chart
from kpis.counting import Counted
from kpis.facts import Band, IndicatorFacts
from kpis.forms import MeasurementForm
from kpis.models import Indicator
from kpis.queries import Sheet, bands_among, read_again, sheets
from kpis.standing import Standing, standing
from progress.benchmarks import Benchmark, benchmarks
from progress.checks import Finding


@dataclass(frozen=True)
class Path:
    """One indicator's way to its target; ``chart`` is None where nothing has been measured yet.

    ``late`` are the values of earlier quarters that the report gave: what and how much.
    """

    indicator: Indicator
    form: MeasurementForm
    standing: Standing
    chart: Canvas | None
    before: str
    counted: Counted | None = None
    said: tuple[Finding, ...] = ()
    benchmarks: Sequence[Benchmark] = ()
    late: Sequence[tuple[str, str]] = ()

    @property
    def offers(self) -> bool:
        """Whether the count of a list may be taken over: only where nothing has been answered."""
        form = self.form
        answered = form["value"].value() or form["not_measured"].value()
        return self.counted is not None and answered in {None, "", False}

    @property
    def is_required(self) -> bool:
        """Whether a 提出 needs an answer: yearly values and surveys are given when there are any."""
        return self.indicator.cycle == Indicator.Cycle.QUARTERLY

    @property
    def percent(self) -> str:
        """進み具合 as it is graded: 77％."""
        ratio = self.standing.progress
        return "" if ratio is None else figures.percent_text(ratio)

    @property
    def answer(self) -> str:
        """What was reported: 79.4％, 今期は測定なし, まだ値がありません."""
        value, now = self.standing.value, self.standing
        if value is not None:
            return f"{figures.number(value, self.indicator.decimals)}{self.indicator.unit}"
        return "　".join(filter(None, (now.state.label, now.not_measured_reason)))


@dataclass(frozen=True)
class Measured:
    """The indicators of initiatives in a quarter, read for all of them at once."""

    quarter: Quarter
    sheets: Mapping[int, Sequence[Sheet]]
    bands: Sequence[Band]
    counts: Mapping[int, Counted]

    @classmethod
    def read(
        cls, initiatives: Collection[int], scale: GradeScale, quarter: Quarter, as_of: date
    ) -> "Measured":
        """Read them (five queries at most, one less where the scale has its words); ``as_of`` is the day at which lists are counted."""
        rows = Indicator.objects.filter(initiative__in=initiatives)
        found = sheets(rows.order_by("initiative", "order", "pk"))
        return cls(
            quarter,
            _by_initiative(found),
            bands_among(scale.grades.all()) if found else (),
            counting.counted((sheet.indicator for sheet in found), as_of),
        )

    def again(self) -> "Measured":
        """The same with the values stored now (one query)."""
        known = [sheet for own in self.sheets.values() for sheet in own]
        return replace(self, sheets=_by_initiative(read_again(known)))

    def paths(self, initiative: int, data: Mapping[str, str] | None = None) -> list[Path]:
        """Return the indicators of one initiative as they stand; with ``data``, as they were typed."""
        return [self._path(sheet, data) for sheet in self.sheets.get(initiative, ())]

    def _path(self, sheet: Sheet, data: Mapping[str, str] | None) -> Path:
        now = standing(sheet.facts, sheet.readings, self.quarter, self.bands)
        form = MeasurementForm(
            data,
            indicator=sheet.indicator,
            quarter=self.quarter,
            readings=sheet.readings,
            is_draft=True,
        )
        before = _before(sheet.facts, now)
        values = {row.quarter: row.value for row in sheet.readings if row.value is not None}
        counted = self.counts.get(sheet.indicator.pk)
        return Path(
            sheet.indicator,
            form,
            now,
            chart(now.series, ENTRY),
            before,
            counted,
            benchmarks=benchmarks(sheet.facts, values, self.quarter),
            late=tuple(late.told(sheet.facts, sheet.readings, self.quarter)),
        )


def _by_initiative(sheets: Iterable[Sheet]) -> dict[int, list[Sheet]]:
    own: dict[int, list[Sheet]] = {}
    for sheet in sheets:
        own.setdefault(sheet.indicator.initiative_id, []).append(sheet)
    return own


def _before(facts: IndicatorFacts, now: Standing) -> str:
    """The last value before the quarter and the step from it: 前期 79.2％ から ＋0.2ポイント."""
    earlier = [point for point in now.points if Quarter(point.year, point.quarter) < now.quarter]
    last = next((point for point in reversed(earlier) if point.value is not None), None)
    if last is None or last.value is None:
        return ""
    name = "前期" if Quarter(last.year, last.quarter) == now.quarter.shift(-1) else last.label
    text = f"{name} {figures.with_unit(last.value, facts)}"
    if now.change is None or name != "前期":
        return text
    return f"{text} から {figures.signed(now.change, facts.decimals)}{figures.distance_unit(facts)}"
