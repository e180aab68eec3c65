"""A list between preview and apply: it travels signed through the person's own browser, nothing is stored."""

from base64 import b64decode, b64encode
from dataclasses import dataclass

from django.core import signing

from exchange.rosters.columns import Kind
from exchange.uploads import UploadError
from organizations.models import User

SALT = "exchange.rosters"
SECONDS = 2 * 3600


@dataclass(frozen=True)
class Carried:
    """The bytes of a list and the mark of what its preview showed."""

    raw: bytes
    mark: str
    transfer: bool


def pack(raw: bytes, *, kind: Kind, by: User, mark: str, transfer: bool) -> str:
    """Return the field that carries a list."""
    content = [kind.key, by.pk, mark, transfer, b64encode(raw).decode()]
    return signing.dumps(content, salt=SALT, compress=True)


def unpack(text: str, *, kind: Kind, by: User) -> Carried:
    """Return what a field carries.

    Raises:
        UploadError: too old, not ours, another person's, or of the other list.
    """
    try:
        key, owner, mark, transfer, raw = signing.loads(text, salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError) as error:
        raise UploadError(
            "確認の画面が古くなりました。もう一度ファイルを選んでください。"
        ) from error
    if (key, owner) != (kind.key, by.pk):
        raise UploadError("確認した内容と合いません。もう一度ファイルを選んでください。")
    return Carried(b64decode(raw), mark, transfer)
