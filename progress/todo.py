"""How many things wait for a person: the number beside マイページ and 審査."""

from datetime import date

from organizations.desk import Desk


def count_own(desk: Desk, today: date) -> int:
    """Reports and remarks the person's sections still owe, and reports waiting for the head."""
    raise NotImplementedError


def count_for_review(desk: Desk, today: date) -> int:
    """Reports that wait for the office."""
    raise NotImplementedError
