"""The list of people, put into the database: people are found by 職員番号, posts by section, role and first day."""

from dataclasses import fields
from datetime import date
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.db import transaction

from exchange.rosters.departments import shown
from exchange.rosters.outcome import ADDED, CHANGED, Change, Detail, Outcome
from exchange.rosters.table import Row, Table
from organizations import people_actions
from organizations.models import Department, Municipality, Post, User
from organizations.people_actions import Issued, PersonError, PostFacts
from organizations.roles import Role

REASON = "利用者の一覧の取込み"
HEADINGS = {
    "department": "所属",
    "role": "役割",
    "title": "職名",
    "valid_from": "発令日",
    "valid_to": "終了日",
}
ROLES = {role.label: role.value for role in Role}


def run(table: Table, *, city: Municipality, today: date, by: User) -> Outcome:
    """Do what the list says, in the caller's transaction; what cannot be is a problem with its place."""
    return _Run(table, city, today, by).outcome()


class _Run:
    """One pass through a list, row by row."""

    def __init__(self, table: Table, city: Municipality, today: date, by: User) -> None:
        self.table, self.city, self.by = table, city, by
        units = Department.objects.filter(municipality=city).units().overlapping(today, None)
        self.sections = {row.name: row for row in units}
        wanted = {User.normalize_username(row.text("職員番号")) for row in table.rows}
        self.people = {user.username: user for user in User.objects.filter(username__in=wanted)}
        self.posts: dict[int, list[Post]] = {}
        for post in Post.objects.filter(user__in=self.people.values()).select_related("department"):
            self.posts.setdefault(post.user_id, []).append(post)
        self.problems = list(table.problems)
        self.changes: list[Change] = []
        self.issued: list[Issued] = []
        self.names: dict[str, Row] = {}
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
        username = User.normalize_username(row.text("職員番号"))
        if self._refuses_person(row, username):
            return
        facts = self._facts(row)
        if facts is None:
            return
        self.names.setdefault(username, row)
        post = self._same_post(username, facts)
        facts = self._kept(post, facts)
        details = self._details(username, row, post, facts)
        if post is not None and not details:
            self.same += 1
            return
        try:
            with transaction.atomic():
                self._deeds(username, row, post, facts)
        except PersonError as error:
            self._refuse(row, HEADINGS.get(error.field, "職員番号"), str(error))
        else:
            label = f"{row.text('氏名')}（{username}）"
            self.changes.append(Change(row.number, CHANGED if post else ADDED, label, details))

    def _refuses_person(self, row: Row, username: str) -> bool:
        """Say what is wrong with the person of a row, if anything is."""
        person, first = self.people.get(username), self.names.get(username)
        message, heading = "", "職員番号"
        try:
            User.username_validator(username)
        except ValidationError:
            message = "使える文字は、半角の英数字と @ . + - _ です。"
        if person is not None and (person.municipality_id != self.city.pk or person.is_superuser):
            message = "この職員番号は既に使われています。"
        elif person is not None and not person.is_active:
            message = "利用を停止している人です。利用者の画面で再開してから取り込んでください。"
        elif first is not None and first.text("氏名") != row.text("氏名"):
            message = f"{first.number}行目の氏名（{first.text('氏名')}）と違います。"
            heading = "氏名"
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
        start, end = row.day("発令日"), row.day("終了日")
        if start and end and end < start:
            self._refuse(row, "終了日", "終了日は発令日以後にしてください。")
            return None
        return PostFacts(section, ROLES[row.text("役割")], row.text("職名"), start, end)

    def _same_post(self, username: str, facts: PostFacts) -> Post | None:
        """The post a row speaks of: the same first day; without a day, the one that is still held."""
        person = self.people.get(username)
        posts = [
            post
            for post in self.posts.get(person.pk if person else 0, ())
            if (post.department_id, post.role) == (facts.department.pk, facts.role)
        ]
        exact = [post for post in posts if post.valid_from == facts.valid_from]
        held = [post for post in posts if post.valid_to is None and facts.valid_from is None]
        return next(iter(exact + held), None)

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

    def _details(
        self, username: str, row: Row, post: Post | None, facts: PostFacts
    ) -> tuple[Detail, ...]:
        person = self.people.get(username)
        pairs = [("氏名", person.name if person else "", row.text("氏名"))]
        for field in fields(facts):
            before, after = getattr(post, field.name, None), getattr(facts, field.name)
            if field.name == "role":
                before, after = (Role(value).label if value else "" for value in (before, after))
            pairs.append((HEADINGS[field.name], shown(before), shown(after)))
        return tuple(Detail(*each) for each in pairs if each[1] != each[2])

    def _deeds(self, username: str, row: Row, post: Post | None, facts: PostFacts) -> None:
        person, name = self.people.get(username), row.text("氏名")
        new = None
        if person is None:
            new = people_actions.add_person(
                municipality=self.city, username=username, name=name, by=self.by, reason=REASON
            )
            person = new.person
        elif person.name != name:
            people_actions.change_person(
                person=person, name=name, email=person.email, by=self.by, reason=REASON
            )
        if post is None:
            post = people_actions.add_post(person=person, facts=facts, by=self.by, reason=REASON)
        else:
            people_actions.change_post(post=post, facts=facts, by=self.by, reason=REASON)
        self.people[username] = person
        if new is not None:
            self.issued.append(new)

    def _refuse(self, row: Row, heading: str, message: str) -> None:
        self.problems.append(self.table.problem(row, heading, message))
