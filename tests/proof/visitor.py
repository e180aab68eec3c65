"""A person's browser without a window: real requests, a session's cookie, forms read from the page they stand on."""

import http.client
import json
import secrets
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from django.test import Client

from organizations.models import User
from tests.proof.server import Server

PATIENCE = 60
CUT = (OSError, http.client.HTTPException)
TOKEN = "t" * 32
MULTIPART = "multipart/form-data; boundary="


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    content: bytes

    @property
    def text(self) -> str:
        """The page."""
        return self.content.decode()

    @property
    def data(self) -> dict:
        """What a script gets."""
        return json.loads(self.content)

    def form(self, marker: str) -> dict[str, str]:
        """What a browser would send of the form whose tag carries an attribute."""
        reader = _FormReader(marker)
        reader.feed(self.text)
        return reader.fields


def session_of(user: User) -> str:
    """Sign somebody in; the cookie's value."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in at a server. Raises one of ``CUT`` where no whole answer came."""

    server: Server
    session: str

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: dict[str, str], *, fetch: bool = False) -> Answer:
        """Send a form; ``fetch`` as the script of the entry page does."""
        body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if fetch:
            headers["X-Requested-With"] = "fetch"
        return self._ask("POST", path, body, headers)

    def upload(self, path: str, name: str, content: bytes) -> Answer:
        """Send a file."""
        mark = secrets.token_hex(16)
        head = f'--{mark}\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n'
        parts = [
            (head % ("csrfmiddlewaretoken", "")).encode() + TOKEN.encode(),
            (head % ("file", f'; filename="{name}"')).encode() + content,
            f"--{mark}--\r\n".encode(),
        ]
        return self._ask("POST", path, b"\r\n".join(parts), {"Content-Type": MULTIPART + mark})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
        cookies = f"sessionid={self.session}; csrftoken={TOKEN}"
        try:
            connection.request(method, path, body, {**headers, "Cookie": cookies})
            response = connection.getresponse()
            content = response.read()
            return Answer(response.status, response.headers.get("Location", ""), content)
        finally:
            connection.close()


@dataclass
class _FormReader(HTMLParser):
    """Collects the fields of one form."""

    marker: str
    fields: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self._inside = False
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self._inside = self.marker in found
        if not self._inside:
            return
        name = found.get("name") or ""
        if tag == "input":
            self._input(name, found)
        elif tag == "textarea":
            self._area, self.fields[name] = name, ""
        elif tag == "select":
            self._select = name
            self.fields.setdefault(name, "")
        elif tag == "option" and "selected" in found:
            self.fields[self._select] = found.get("value") or ""

    def _input(self, name: str, found: dict[str, str | None]) -> None:
        kind = found.get("type")
        if kind in {"radio", "checkbox"} and "checked" not in found:
            return
        if kind not in {"file", "submit"}:
            self.fields[name] = found.get("value") or ("on" if kind == "checkbox" else "")

    def handle_data(self, data: str) -> None:
        if self._inside and self._area:
            # A browser leaves out the line break that follows the tag.
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.fields[self._area] = self.fields[self._area].removeprefix("\n")
            self._area = ""
        elif tag == "form":
            self._inside = False
