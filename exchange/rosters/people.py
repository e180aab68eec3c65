"""The list of people, put into the database: people are found by 職員番号, posts by section, role and first day."""

from dataclasses import fields
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from exchange.rosters import transfers
from exchange.rosters.columns import DEPUTY
from exchange.rosters.departments import shown
from exchange.rosters.outcome import ADDED, CHANGED, ENDED, Change, Detail, Outcome
from exchange.rosters.table import Row, Table
from organizations import people_actions
from organizations.models import Department, Municipality, Post, User
from organizations.people_actions import ALWAYS, Days, Issued, PersonError, PostFacts
from organizations.roles import Role

REASON = "利用者の一覧の取込み"
HEADINGS = {
    "department": "所属",
    "role": "役割",
    "title": "職名",
    "is_deputy": "代理",
    "valid_from": "発令日",
    "valid_to": "終了日",
}
# Where a list says what a deed refuses; of last days, only that of the own account is refused.
WRONG_IN = {**HEADINGS, "valid_to": "利用終了日"}
DAYS = {"valid_from": "利用開始日", "valid_to": "利用終了日"}


def run(
    table: Table, *, city: Municipality, today: date, by: User, transfer: bool = False
) -> Outcome:
    """Do what the list says, in the caller's transaction; what cannot be is a problem with its place.

    With ``transfer``, a new post ends the person's posts that the list does not name.
    """
    return _Run(table, city, today, by, transfer=transfer).outcome()


class _Run:
    """One pass through a list, row by row."""

    def __init__(
        self, table: Table, city: Municipality, today: date, by: User, *, transfer: bool
    ) -> None:
        self.table, self.city, self.by, self.transfer = table, city, by, transfer
        units = Department.objects.filter(municipality=city).units().overlapping(today, None)
        self.sections = {row.name: row for row in units}
        rows: dict[str, list[Row]] = {}
        for row in table.rows:
            rows.setdefault(_username(row), []).append(row)
        self.people = {user.username: user for user in User.objects.filter(username__in=rows)}
        self.posts: dict[str, list[Post]] = {}
        held = Post.objects.filter(user__in=self.people.values())
        for post in held.select_related("department", "user"):
            self.posts.setdefault(post.user.username, []).append(post)
        self.leaving = transfers.leaving(rows, self.posts) if transfer else {}
        self.problems = list(table.problems)
        self.changes: list[Change] = []
        self.issued: list[Issued] = []
        self.first: dict[str, Row] = {}
        self.same = 0

    def outcome(self) -> Outcome:
        wrong = {problem.row for problem in self.problems}
        for row in self.table.rows:
            if row.number not in wrong:
                self._row(row)
        problems = tuple(sorted(self.problems, key=lambda problem: problem.row))
        changes, issued = tuple(self.changes), tuple(self.issued)
        return Outcome(changes, problems, self.same, self.table.ignored, issued)

    def _row(self, row: Row) -> None:
        username = _username(row)
        if self._refuses_person(row, username):
            return
        facts = self._facts(row)
        if facts is None:
            return
        self.first.setdefault(username, row)
        post = transfers.same_post(self.posts.get(username, ()), row)
        if self.transfer and post is None and facts.valid_from is None and username in self.people:
            self._refuse(row, "発令日", transfers.NEEDS_DAY)
            return
        facts = self._kept(post, facts)
        details = self._details(row, self.people.get(username), post, facts)
        if post is not None and not details:
            self.same += 1
            return
        self._write(row, post, facts, details)

    def _write(
        self, row: Row, post: Post | None, facts: PostFacts, details: tuple[Detail, ...]
    ) -> None:
        label = f"{row.text('氏名')}（{_username(row)}）"
        try:
            with transaction.atomic():
                left = self._leave(_username(row)) if post is None else ()
                self._deeds(row, post, facts)
        except PersonError as error:
            self._refuse(row, WRONG_IN.get(error.field, "職員番号"), str(error))
        else:
            self.changes += [Change(row.number, ENDED, label, each) for each in left]
            self.changes.append(Change(row.number, CHANGED if post else ADDED, label, details))

    def _refuses_person(self, row: Row, username: str) -> bool:
        """Say what is wrong with the person of a row, if anything is."""
        person, first = self.people.get(username), self.first.get(username)
        message, heading = "", "職員番号"
        try:
            User.username_validator(username)
        except ValidationError:
            message = "使える文字は、半角の英数字と @ . + - _ です。"
        if person is not None and (person.municipality_id != self.city.pk or person.is_superuser):
            message = "この職員番号は既に使われています。"
        elif person is not None and not person.is_active:
            message = "利用を停止している人です。利用者の画面で再開してから取り込んでください。"
        elif first is not None:
            heading, message = _contradiction(first, row)
        if message:
            self._refuse(row, heading, message)
        return bool(message)

    def _facts(self, row: Row) -> PostFacts | None:
        section = self.sections.get(row.text("所属"))
        if section is None:
            near = get_close_matches(row.text("所属"), self.sections, 1)
            hint = f"「{near[0]}」ですか。" if near else "先に課を登録してください。"
            self._refuse(row, "所属", f"「{row.text('所属')}」という課はありません。{hint}")
            return None
        for first, last in (("発令日", "終了日"), ("利用開始日", "利用終了日")):
            start, end = row.day(first), row.day(last)
            if start and end and end < start:
                self._refuse(row, last, f"{last}は{first}以後にしてください。")
                return None
        return PostFacts(
            section,
            transfers.ROLES[row.text("役割")],
            row.text("職名"),
            row.day("発令日"),
            row.day("終了日"),
            is_deputy=bool(row.text("代理")),
        )

    def _kept(self, post: Post | None, facts: PostFacts) -> PostFacts:
        """The facts, where a column the file does not have, and a first day left empty, stay as they are."""
        if post is None:
            return facts
        kept = {
            field.name: getattr(post, field.name)
            for field in fields(facts)
            if HEADINGS[field.name] not in self.table.headings
        }
        kept["valid_from"] = facts.valid_from or post.valid_from
        stated = {field.name: getattr(facts, field.name) for field in fields(facts)}
        return PostFacts(**{**stated, **kept})

    def _days(self, row: Row, person: User | None) -> Days:
        """Between which days the account can be used; a column the file does not have leaves it as it is."""
        stated = {
            name: row.day(heading)
            if heading in self.table.headings
            else getattr(person, name, None)
            for name, heading in DAYS.items()
        }
        return Days(**stated)

    def _details(
        self, row: Row, person: User | None, post: Post | None, facts: PostFacts
    ) -> tuple[Detail, ...]:
        pairs = [("氏名", person.name if person else "", row.text("氏名"))]
        for field in fields(facts):
            before, after = getattr(post, field.name, None), getattr(facts, field.name)
            pairs.append(
                (HEADINGS[field.name], _said(field.name, before), _said(field.name, after))
            )
        days = self._days(row, person)
        for name, heading in DAYS.items():
            before = getattr(person or ALWAYS, name)
            pairs.append((heading, shown(before), shown(getattr(days, name))))
        return tuple(Detail(*each) for each in pairs if each[1] != each[2])

    def _leave(self, username: str) -> tuple[tuple[Detail, ...], ...]:
        """End the posts a new one takes the place of; once for each person."""
        found = self.leaving.pop(username, None)
        told = []
        for post in found.posts if found else ():
            facts = {field.name: getattr(post, field.name) for field in fields(PostFacts)}
            ended = PostFacts(**{**facts, "valid_to": found.last_day})  # type: ignore[union-attr]
            people_actions.change_post(post=post, facts=ended, by=self.by, reason=REASON)
            held = Detail("職", "", f"{post.department}（{post.role_in_words}）")
            told.append((held, Detail("終了日", shown(post.valid_to), shown(ended.valid_to))))
        return tuple(told)

    def _deeds(self, row: Row, post: Post | None, facts: PostFacts) -> None:
        username, name = _username(row), row.text("氏名")
        person = self.people.get(username)
        days, new = self._days(row, person), None
        if person is None:
            new = people_actions.add_person(
                municipality=self.city,
                username=username,
                name=name,
                days=days,
                by=self.by,
                reason=REASON,
            )
            person = new.person
        elif person.name != name or days != Days(person.valid_from, person.valid_to):
            people_actions.change_person(
                person=person, name=name, email=person.email, days=days, by=self.by, reason=REASON
            )
        if post is None:
            people_actions.add_post(person=person, facts=facts, by=self.by, reason=REASON)
        elif _differs(post, facts):
            people_actions.change_post(post=post, facts=facts, by=self.by, reason=REASON)
        self.people[username] = person
        if new is not None:
            self.issued.append(new)

    def _refuse(self, row: Row, heading: str, message: str) -> None:
        self.problems.append(self.table.problem(row, heading, message))


def _username(row: Row) -> str:
    return User.normalize_username(row.text("職員番号"))


def _differs(post: Post, facts: PostFacts) -> bool:
    return any(getattr(post, field.name) != getattr(facts, field.name) for field in fields(facts))


def _said(name: str, value: Any) -> str:
    """A fact of a post as the list writes it."""
    if name == "role":
        return Role(value).label if value else ""
    if name == "is_deputy":
        return DEPUTY if value else ""
    return shown(value)


def _contradiction(first: Row, row: Row) -> tuple[str, str]:
    """Where two rows of one person say different things about the person."""
    for heading in ("氏名", *DAYS.values()):
        if first.text(heading) != row.text(heading):
            told = shown(first.day(heading)) if heading in DAYS.values() else first.text(heading)
            return heading, f"{first.number}行目の{heading}（{told or '空欄'}）と違います。"
    return "職員番号", ""
