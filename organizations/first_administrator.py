"""The first administrator of an empty database: made at the console, or in the browser with a key from there."""

from django.core import signing
from django.db import transaction

from organizations.models import User
from organizations.signature import sign

SALT = "organizations.first_administrator"
HOUR = 3600
WORD = "first"


class NotFirstError(Exception):
    """There is an administrator already; the message is Japanese."""


def is_wanted() -> bool:
    """Whether nobody has an account yet: only then is there a first administrator to be made."""
    return not User.objects.exists()


def make_key() -> str:
    """Return a key for the browser. It is worth an hour, and nothing once there is an account."""
    return signing.TimestampSigner(salt=SALT).sign(WORD)


def is_key(text: str) -> bool:
    """Whether a key was made here within the hour."""
    try:
        return signing.TimestampSigner(salt=SALT).unsign(text, max_age=HOUR) == WORD
    except signing.BadSignature:
        return False


@transaction.atomic
def create_first(*, username: str, name: str, password: str) -> User:
    """Make the account: a superuser who belongs to no city hall yet.

    Raises:
        NotFirstError: somebody has an account already.
    """
    if not is_wanted():
        raise NotFirstError(
            "利用者が既に登録されています。管理者は、利用者の画面で登録してください。"
        )
    person = User(
        username=User.normalize_username(username), name=name, is_superuser=True, is_staff=True
    )
    person.set_password(password)
    sign(person, by=None, reason="最初の管理者の登録")
    person.save()
    return person
