"""The whole workbook: which papers, in which order, under which numbers."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from exchange.workbook import (
    annual,
    asked,
    blank,
    changes,
    delays,
    form,
    improvements,
    indicators,
    listing,
    overview,
    series,
    timetable,
    writer,
)
from exchange.workbook.grid import Grid, clean
from exchange.workbook.source import Source
from exchange.workbook.styles import Styles
from fiscal import wareki

OVERVIEW, CHANGES, LISTING, DELAYS = "総括表", "前回からの変化", "取組状況一覧", "遅れ・要協議"
INDICATORS, VALUES, TIMETABLE, FORMS = "ＫＰＩ一覧", "ＫＰＩの数値", "工程表", "個票"
IMPROVEMENTS, ANNUAL, ANSWERS = "業務改善報告", "年度評価", "各課の回答"
SHEETS = (
    *(OVERVIEW, CHANGES, LISTING, DELAYS, INDICATORS, VALUES, TIMETABLE, FORMS),
    *(IMPROVEMENTS, ANNUAL, ANSWERS),
)
# They come behind the sheets that charts point at, in the order of their numbers.
LAST = (FORMS, IMPROVEMENTS, ANNUAL, ANSWERS)
TITLE_LENGTH = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
WIDTHS: dict[str, Callable[[Source], tuple[float, ...]]] = {
    OVERVIEW: lambda source: overview.widths(source.portfolio),
    CHANGES: lambda _: changes.WIDTHS,
    LISTING: lambda _: listing.WIDTHS,
    DELAYS: lambda _: delays.WIDTHS,
    INDICATORS: lambda _: indicators.WIDTHS,
    VALUES: lambda source: series.Layout(source.portfolio.kpis).widths,
    TIMETABLE: timetable.widths,
}
WRITERS: dict[str, Callable[[Grid, Source, str], None]] = {
    OVERVIEW: overview.write,
    CHANGES: changes.write,
    LISTING: listing.write,
    DELAYS: delays.write,
    TIMETABLE: timetable.write,
}


def render(source: Source, sheets: Collection[str] = SHEETS) -> bytes:
    """The workbook as a file. ``sheets`` are names out of SHEETS."""
    book = empty(source)
    desk = Desk(book, Styles(book), source, series.Layout(source.portfolio.kpis))
    wanted = chosen(source, sheets)
    for name in wanted:
        if name not in LAST:
            desk.open(name, WIDTHS[name](source))
    for number, name in enumerate(wanted, 1):
        part = f"－{wareki.digits(number)}"
        if name == FORMS:
            write_forms(desk, part)
        elif name == IMPROVEMENTS:
            improvements.write(desk.open(name, improvements.WIDTHS), source, part)
        elif name == ANNUAL:
            annual.write(desk.open(name, annual.widths(source)), source, part)
        elif name == ANSWERS:
            asked.write(desk.open(name, asked.WIDTHS), source, part)
        elif name == INDICATORS:
            indicators.write(desk.grids[name], source, part, desk.layout, desk.values)
        elif name == VALUES:
            series.write(desk.grids[name], source, part, desk.layout)
        else:
            WRITERS[name](desk.grids[name], source, part)
    return writer.save(book, desk.grids.values())


def chosen(source: Source, sheets: Collection[str]) -> list[str]:
    """The wanted sheets in their order; one that has nothing to say stays away, unless it is wanted alone."""
    wanted = [name for name in SHEETS if name in sheets]
    idle = {
        IMPROVEMENTS: not source.portfolio.improvements_total,
        ANNUAL: source.portfolio.annual is None,
        ANSWERS: not source.answers,
    }
    return [name for name in wanted if not idle.get(name) or wanted == [name]]


@dataclass
class Desk:
    """A workbook in the making: its sheets lie open beside each other, because charts point from one to another."""

    book: Any
    styles: Styles
    source: Source
    layout: series.Layout
    grids: dict[str, Grid] = field(default_factory=dict)

    def open(self, title: str, widths: tuple[float, ...]) -> Grid:
        """A new sheet at the end."""
        name = sheet_title(title, self.grids)
        self.grids[name] = Grid(self.book.create_sheet(name), self.styles, widths)
        return self.grids[name]

    @property
    def values(self) -> Any | None:
        """The sheet the charts of indicators point at, if it is wanted."""
        return self.grids[VALUES].sheet if VALUES in self.grids else None


def empty(source: Source) -> Any:
    """A workbook that says whose papers it holds."""
    head = source.portfolio.head
    return blank.workbook(
        creator=f"{head.municipality}{head.secretariat}",
        title=f"{head.plan_title} {source.period} 推進本部資料",
    )


def write_forms(desk: Desk, part: str) -> None:
    """A 個票 for each initiative that gets one; what was complete before the plan comes last, as in the plan."""
    source = desk.source
    categories = {row.code: row for row in source.portfolio.categories}
    kpis = source.kpis_by_initiative()
    active = source.sheets_of_their_own()
    for number, line in enumerate((*active, *source.finished_lines()), 1):
        grid = desk.open(f"{FORMS}_{line.code}", form.WIDTHS)
        own = f"{part}－{wareki.digits(number)}"
        fill = form.write if number <= len(active) else form.write_finished
        fill(grid, source, own, line, categories.get(line.category_code))
        form.finish(grid, kpis.get(line.pk, []), desk.layout, desk.values)


def sheet_title(wanted: str, taken: Collection[str]) -> str:
    """A name Excel accepts: no forbidden signs, 31 at most, not used yet (capitals do not count)."""
    name = clean(wanted).translate(FORBIDDEN)[:TITLE_LENGTH]
    used = {title.casefold() for title in taken}
    number, title = 1, name
    while title.casefold() in used:
        number += 1
        suffix = f"_{number}"
        title = name[: TITLE_LENGTH - len(suffix)] + suffix
    return title
