"""How many things wait for a person: the number beside マイページ and 審査."""

from datetime import date

from organizations.desk import Desk
from organizations.roles import Permission
from progress import answer_tasks, asked, handover_tasks, owed, revision_tasks
from progress.annual import tasks as annual_tasks


def count_own(desk: Desk, today: date) -> int:
    """Reports, reviews, answers and remarks the person's sections owe, what waits for the head (two queries), and
    reorganisations, revisions and rounds of reviews that wait (one more, for those who bring them on).
    """
    handovers, revisions, rounds = (
        rows.order_by().values_list("pk")
        for rows in (
            handover_tasks.due(desk, today),
            revision_tasks.due(desk, today),
            annual_tasks.waiting_for_office(desk),
        )
    )
    waiting = handovers.union(revisions, rounds, all=True).count()
    sections = desk.departments_for(Permission.ENTER)
    if not sections:
        return waiting
    own = owed.Own.read(sections, today)
    lists = [
        rows.order_by().values_list("pk")
        for rows in (
            owed.remarks_to_answer(own),
            owed.owed_reports(own, today),
            owed.returned_late(own, today),
            owed.waiting_for_head(desk.departments_for(Permission.CONFIRM)),
            annual_tasks.owed(own, today),
            annual_tasks.returned_late(own, today),
            annual_tasks.waiting_for_head(desk.departments_for(Permission.CONFIRM)),
        )
    ]
    answers = asked.pages(answer_tasks.owed(today, own.sections))
    return waiting + lists[0].union(*lists[1:], answers, all=True).count()


def count_for_review(desk: Desk, today: date) -> int:  # noqa: ARG001 - the frame asks both the same way
    """Reports that wait for the office, of whatever period (one query)."""
    return owed.waiting_for_office(desk.municipality_id).count()
