"""From a plan, a period and a meeting to the file of the 推進本部 workbook."""

from datetime import date

from exchange.access import Papers
from exchange.workbook import book
from exchange.workbook.source import Occasion, Promise, Source
from fiscal import wareki
from initiatives.models import Initiative, Plan
from meetings.models import Meeting
from reports import portfolio


def write(plan: Plan, papers: Papers, *, today: date) -> bytes:
    """The workbook as a file."""
    return book.render(read(plan, papers, today=today), papers.sheets)


def read(plan: Plan, papers: Papers, *, today: date) -> Source:
    """Everything the workbook shows, in a fixed number of queries."""
    return Source(
        portfolio=portfolio.build(plan, papers.period, today=today),
        rows=portfolio.schedule(plan, period=papers.period),
        years=plan.schedule_years,
        occasion=occasion(papers.meeting),
        promises=promises(plan),
    )


def occasion(meeting: Meeting | None) -> Occasion:
    """What a meeting puts at the head of its papers."""
    if meeting is None:
        return Occasion()
    return Occasion(str(meeting), meeting.document_number, meeting.get_purpose_display())


def promises(plan: Plan) -> dict[int, Promise]:
    """The document's words on every initiative (one query)."""
    origins = dict(Initiative.Origin.choices)
    rows = Initiative.objects.filter(plan=plan).order_by()
    return {
        pk: Promise(situation, direction, origins.get(origin, ""), page)
        for pk, situation, direction, origin, page in rows.values_list(
            "pk", "situation", "direction", "origin", "page"
        )
    }


def file_name(papers: Papers) -> str:
    """令和８年度第２四半期_推進本部資料.xlsx."""
    period = papers.period.as_quarter
    return (
        f"{wareki.fiscal_year(period.year)}{wareki.quarter_name(period.number)}_推進本部資料.xlsx"
    )
