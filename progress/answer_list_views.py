"""各課の回答 of one initiative: who answered what in a period, and through the periods."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fiscal import clock
from initiatives.access import get_initiative
from organizations.desk import DeskRequest
from organizations.roles import Permission
from progress import answer_access, answer_matrix
from progress.naming import number_of


@require_safe
def answer_list(request: DeskRequest, pk: int) -> HttpResponse:
    """The matrix; the whole city hall may read it."""
    initiative = get_initiative(request.desk, pk)
    number = number_of(initiative)
    periods = answer_access.begun_periods(initiative)
    period = answer_matrix.chosen(periods, request.GET.get("period", ""))
    question = answer_matrix.question_in(initiative, period) if period else None
    matrix = answer_matrix.read(question, period, clock.today()) if question and period else None
    may_summarise = answer_access.may_summarise(request.desk, initiative)
    only_waiting = request.GET.get("show") == "waiting"
    office = "・".join(dict.fromkeys(str(post.department) for post in request.desk.posts))
    context = {
        "initiative": initiative,
        "number": number,
        "period": period,
        "periods": periods,
        "matrix": matrix,
        "rows": (matrix.waiting if only_waiting else matrix.present) if matrix else (),
        "only_waiting": only_waiting,
        "may_ask": may_summarise or request.desk.may(Permission.EDIT_PLAN),
        "may_summarise": may_summarise,
        "answers_for": request.desk.may(Permission.REVIEW),
        "letter": answer_matrix.letter(matrix, initiative, number, office) if matrix else "",
    }
    return render(request, "progress/answer_list.html", context)
