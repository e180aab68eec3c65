"""What happens to a posted page of answers: save what was typed and take back what was asked for, in one transaction."""

from django.db import transaction

from fiscal import clock, wareki
from organizations.desk import Desk
from organizations.models import Department
from organizations.roles import Permission
from progress.answer_actions import SAVED, save_answers, withdraw_answer
from progress.answer_forms import AnswerSheet
from progress.models import ReportingPeriod

ON_BEHALF = "各課への問いの回答（代行入力）"


@transaction.atomic
def keep(
    period: ReportingPeriod,
    section: Department,
    sheet: AnswerSheet,
    *,
    withdrawn: str,
    by: Desk,
) -> str:
    """Keep a valid sheet; ``withdrawn`` names the question whose answer is taken back. Return what was done, in words.

    Raises:
        StaleAnswers, AnswerError: nothing was written.
    """
    rows = (row for row, _ in sheet.open if str(row.question.pk) == withdrawn)
    taken = next((row for row in rows if row.answer), None)
    number = save_answers(
        period=period,
        department=section,
        given=[row for row in sheet.given() if not taken or row.question != taken.question],
        today=clock.today(),
        by=by.user,
        reason=SAVED if by.may(Permission.ENTER, section) else ON_BEHALF,
    )
    if taken and taken.answer:
        withdraw_answer(answer=taken.answer, version=taken.version, today=clock.today(), by=by.user)
        return f"「{taken.question}」への回答を取り消しました。"
    return (
        f"{wareki.digits(number)}件の回答を保存しました。"
        if number
        else "変わった回答はありません。"
    )
