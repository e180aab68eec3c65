"""Deeds on people and posts: accounts are made, corrected and switched off; posts are given and ended."""

from dataclasses import dataclass, fields
from datetime import date

from axes.utils import reset
from django.db import transaction

from fiscal import clock
from organizations.models import Department, Municipality, Post, User
from organizations.passwords import encoded, temporary_password
from organizations.roles import Role
from organizations.signature import sign

NO_DEPUTY = "代理は、役割が所属長で、発令日と終了日の両方があるときだけ付けられます。"


class PersonError(Exception):
    """A person or post that cannot be; ``field`` is where, the message is Japanese and meant for the person."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True)
class PostFacts:
    """Which role in which section, and for how long."""

    department: Department
    role: str
    title: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    is_deputy: bool = False


@dataclass(frozen=True)
class Days:
    """Between which days an account can be used; an open end is None."""

    valid_from: date | None = None
    valid_to: date | None = None


ALWAYS = Days()


@dataclass(frozen=True)
class Issued:
    """A temporary password, to be shown once."""

    person: User
    password: str


@transaction.atomic
def add_person(
    *,
    municipality: Municipality,
    username: str,
    name: str,
    email: str = "",
    days: Days = ALWAYS,
    by: User,
    reason: str = "利用者の登録",
) -> Issued:
    """Make an account with a temporary password.

    Raises:
        PersonError: the 職員番号 is taken.
    """
    username = User.normalize_username(username)
    if User.objects.filter(username=username).exists():
        raise PersonError("username", "この職員番号は既に使われています。")
    person = User(
        municipality=municipality, username=username, name=name, email=email, **vars(days)
    )
    return _issue(person, by, reason)


@transaction.atomic
def change_person(
    *, person: User, name: str, email: str, days: Days, by: User, reason: str = "利用者の変更"
) -> None:
    """Correct name, address and the days between which the account can be used.

    Raises:
        PersonError: nobody ends their own account today.
    """
    person.name, person.email = name, email
    person.valid_from, person.valid_to = days.valid_from, days.valid_to
    if person.pk == by.pk and not person.is_open_on(clock.today()):
        raise PersonError("valid_to", "自分の利用期間は、今日を含めてください。")
    sign(person, by=by, reason=reason)
    person.save()


@transaction.atomic
def switch_person(*, person: User, is_active: bool, by: User) -> None:
    """Let an account sign in, or no longer; what the person wrote keeps the name.

    Raises:
        PersonError: nobody switches off their own account.
    """
    if person.pk == by.pk:
        raise PersonError(
            "", "自分の利用は停止できません。ほかのシステム管理者に依頼してください。"
        )
    person.is_active = is_active
    sign(person, by=by, reason="利用の再開" if is_active else "利用の停止")
    person.save()


@transaction.atomic
def reset_password(*, person: User, by: User) -> Issued:
    """Give a person who forgot it a temporary password; a lock after failed sign-ins is lifted.

    Raises:
        PersonError: the own password has a page of its own.
    """
    if person.pk == by.pk:
        raise PersonError("", "自分のパスワードは「パスワード」の画面で変更してください。")
    reset(username=person.username)
    return _issue(person, by, "仮のパスワードの発行")


@transaction.atomic
def add_post(*, person: User, facts: PostFacts, by: User, reason: str = "職の登録") -> Post:
    """Give a person a post.

    Raises:
        PersonError: the person holds the same post in the same time already, or a deputy who is no head for a time.
    """
    return _fill(Post(user=person), facts, by, reason)


@transaction.atomic
def change_post(*, post: Post, facts: PostFacts, by: User, reason: str = "職の変更") -> Post:
    """Correct a post, or end it by its last day.

    Raises:
        PersonError: as for a new one.
    """
    return _fill(Post.objects.select_for_update().get(pk=post.pk), facts, by, reason)


def _issue(person: User, by: User, reason: str) -> Issued:
    password = temporary_password()
    person.password = encoded(password)
    person.password_is_temporary = True
    sign(person, by=by, reason=reason)
    person.save()
    return Issued(person, password)


def _fill(row: Post, facts: PostFacts, by: User, reason: str) -> Post:
    if facts.is_deputy and (facts.role != Role.HEAD or not (facts.valid_from and facts.valid_to)):
        raise PersonError("is_deputy", NO_DEPUTY)
    same = Post.objects.filter(user=row.user_id, department=facts.department, role=facts.role)
    if same.exclude(pk=row.pk).overlapping(facts.valid_from, facts.valid_to).exists():
        raise PersonError("valid_from", "同じ所属と役割の職が、同じ時期に既にあります。")
    for field in fields(facts):
        setattr(row, field.name, getattr(facts, field.name))
    sign(row, by=by, reason=reason)
    row.save()
    return row
