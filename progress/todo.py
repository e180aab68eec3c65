"""How many things wait for a person: the number beside マイページ and 審査, one query each."""

from datetime import date

from organizations.desk import Desk
from organizations.roles import Permission
from progress import owed


def count_own(desk: Desk, today: date) -> int:
    """Reports and remarks the person's sections still owe, and reports waiting for the head."""
    sections = desk.departments_for(Permission.ENTER)
    if not sections:
        return 0
    lists = [
        rows.order_by().values_list("pk")
        for rows in (
            owed.owed_reports(sections, today),
            owed.returned_late(sections, today),
            owed.remarks_to_answer(sections, today),
            owed.waiting_for_head(desk.departments_for(Permission.CONFIRM)),
        )
    ]
    return lists[0].union(*lists[1:], all=True).count()


def count_for_review(desk: Desk, today: date) -> int:  # noqa: ARG001
    """Reports that wait for the office, of whatever period."""
    return owed.waiting_for_office(desk.municipality_id).count()
