"""各課への問い: the questions a section is asked in a period, one row each."""

from collections.abc import Sequence

from exchange.sheets import keys, lines
from exchange.sheets.columns import PageName
from exchange.sheets.lines import Line
from exchange.sheets.progress_lines import NOTHING, Reporting
from fiscal import wareki
from progress import answers
from progress.answer_actions import Said
from progress.answers import Row
from progress.models import SectionQuestion

NO_NUMBER = "なし"


def read_questions(reporting: Reporting) -> tuple[Row, ...]:
    """The questions with the answers now and last time (six queries)."""
    return answers.read(reporting.period, reporting.section, reporting.today)


def values_of(question: SectionQuestion, said: Said) -> dict[str, str]:
    """The fields of an answer as texts; without a number in the question there is no field for it."""
    number = {"value": lines.number(said.number)} if question.has_number else {}
    return {"line": lines.text(said.line), **number, "absence": said.absence}


def answer_lines(reporting: Reporting, rows: Sequence[Row]) -> list[Line]:
    """The rows of the page. No query."""
    return [_line(reporting, row) for row in rows]


def _line(reporting: Reporting, row: Row) -> Line:
    question, last = row.question, row.last
    code = f"Q:{question.initiative.code}.{question.pk}"
    return Line(
        page=PageName.ANSWERS,
        key=keys.row_key(reporting.period.as_quarter, code, reporting.section),
        version=row.version,
        pk=question.pk,
        name=f"{row.number} {question}",
        facts={
            "number": row.number,
            "title": question.initiative.title,
            "question": question.text,
            "due": wareki.month_day_weekday(row.deadline.day),
            "before_line": (last.line if last else "") or NOTHING,
            "before_figure": row.last_figure or NOTHING,
            "wanted": _wanted(question),
        },
        values=values_of(question, Said.of(row.answer)),
        lock=row.lock,
    )


def _wanted(question: SectionQuestion) -> str:
    """利用したツールの数（件）."""
    if not question.has_number:
        return NO_NUMBER
    return (
        f"{question.number_label}\n（{question.unit}）" if question.unit else question.number_label
    )
