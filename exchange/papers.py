"""From a plan, a period and a meeting to the file of the 推進本部 workbook."""

from datetime import date

from exchange.access import Papers
from exchange.workbook import book
from exchange.workbook.source import Occasion, Promise, Source
from fiscal import wareki
from initiatives.models import Initiative, Plan, Responsibility
from meetings.models import Meeting
from reports import answers, portfolio


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
        situation_word=plan.situation_word,
        direction_word=plan.direction_word,
        answers=answers.of_period(papers.period, today),
    )


def occasion(meeting: Meeting | None) -> Occasion:
    """What a meeting puts at the head of its papers."""
    if meeting is None:
        return Occasion()
    return Occasion(str(meeting), meeting.document_number, meeting.get_purpose_display())


def promises(plan: Plan) -> dict[int, Promise]:
    """The document's words on every initiative, and who it says answers (two queries)."""
    named: dict[int, dict[str, list[str]]] = {}
    sections = Responsibility.objects.filter(
        initiative__plan=plan, origin=Responsibility.Origin.DOCUMENT
    ).order_by("order", "pk")
    for pk, role, name in sections.values_list("initiative_id", "role", "department__name"):
        named.setdefault(pk, {}).setdefault(role, []).append(name)
    return {row.pk: _promise(row, named.get(row.pk, {})) for row in plan.initiatives.order_by()}


def _promise(initiative: Initiative, named: dict[str, list[str]]) -> Promise:
    return Promise(
        situation=initiative.situation,
        direction=initiative.direction,
        origin=initiative.get_origin_display(),
        page=initiative.page,
        departments_printed=initiative.get_departments_printed_display(),
        leads=tuple(named.get(Responsibility.Role.LEAD, ())),
        related=tuple(named.get(Responsibility.Role.RELATED, ())),
    )


def file_name(papers: Papers) -> str:
    """令和８年度第２四半期_推進本部資料.xlsx."""
    period = papers.period.as_quarter
    return f"{wareki.quarter(period).replace(' ', '')}_推進本部資料.xlsx"
