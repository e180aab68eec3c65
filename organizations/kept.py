"""What a person typed while the session ended: signed, carried by the sign-in page, given back afterwards.

Nothing is stored on the server: the text travels in one hidden field through the person's own browser. The
signature covers the address it was meant for, so the field cannot be turned against another page.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "kept"
SALT = "organizations.kept"
LIMIT_BYTES = 200_000
HOUR = 3600
# Pages whose posted fields are never carried: passwords, and signing out again after signing in.
NEVER = {
    "organizations:session-create",
    "organizations:session-end",
    "organizations:password-change",
}
SECRET_NAME = re.compile("pass", re.IGNORECASE)
TEXT_LENGTH = 12


class KeptError(Exception):
    """The carried field is too old or not ours; the message says so in Japanese."""


@dataclass(frozen=True)
class Kept:
    """Posted fields and the address they were posted to."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> list[str]:
        """What a person would not want to type again: the longer values."""
        return [value for _, value in self.fields if len(value.strip()) >= TEXT_LENGTH]

    @property
    def others(self) -> int:
        """How many shorter values there are besides (choices, numbers)."""
        return len([value for _, value in self.fields if value.strip()]) - len(self.texts)


def seconds_kept() -> int:
    """An hour, and for somebody locked out the time until they may try again."""
    return HOUR + int(settings.AXES_COOLOFF_TIME) * HOUR


def keep(request: HttpRequest) -> str:
    """Return the posted fields, signed; nothing when there is nothing to keep or it cannot be kept.

    Files and more than 200 kB are not carried; passwords never are.
    """
    if request.method != "POST" or not is_keepable(request):
        return ""
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "resumed", FIELD}
        for value in values
    ]
    content = {"path": request.get_full_path(), "fields": fields}
    return signing.dumps(content, salt=SALT, compress=True)


def is_keepable(request: HttpRequest) -> bool:
    """Whether a POST may be carried: a page of ours, no password, no file, not too long."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    return (
        match.view_name not in NEVER
        and length <= LIMIT_BYTES
        and not request.FILES
        and not any(SECRET_NAME.search(name) for name in request.POST)
        and is_own_path(request.get_full_path())
    )


def read(token: str) -> Kept:
    """Return what was kept.

    Raises:
        KeptError: too old, or the signature is not ours.
        BadRequest: signed by us and yet no address of ours.
    """
    try:
        content = signing.loads(token, salt=SALT, max_age=seconds_kept())
    except signing.SignatureExpired as error:
        raise KeptError("入力した内容は、時間が経ったため保たれていません。") from error
    except signing.BadSignature as error:
        raise KeptError("入力した内容を読み取れませんでした。") from error
    if not is_own_path(content["path"]):
        raise BadRequest("kept path")
    return Kept(content["path"], tuple((name, value) for name, value in content["fields"]))


def is_own_path(path: str) -> bool:
    """Whether an address stays on this site."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this site (Origin, else Referer)."""
    source = request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER") or ""
    scheme, host = urlsplit(source)[:2]
    return scheme == request.scheme and host == request.get_host()
