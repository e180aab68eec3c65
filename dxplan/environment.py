"""Settings read from environment variables; a wrong value fails with the sentence that mends it."""

import os
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
WEEKDAYS = "月火水木金土日"
FALSE = {"", "0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """Return a variable's text."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable; anything but 1/0, true/false, yes/no, on/off is refused."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: use 1 or 0.")


def number(name: str, default: int) -> int:
    """Return a whole number."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={value!r}: use a whole number.") from error


def choice(name: str, offered: tuple[str, ...]) -> str:
    """Return one of a few words; the first is the default."""
    value = os.environ.get(name) or offered[0]
    if value not in offered:
        raise ImproperlyConfigured(f"{name}={value!r}: use {', '.join(offered)}.")
    return value


def numbers(name: str, default: str) -> list[int]:
    """Return a comma-separated list of whole numbers from 1 to 99."""
    found = words(name, default)
    if not all(word.isascii() and word.isdigit() and 1 <= int(word) <= 99 for word in found):  # noqa: PLR2004
        raise ImproperlyConfigured(f"{name}={','.join(found)!r}: use numbers such as 5,1.")
    return [int(word) for word in found]


def weekdays(name: str, default: str) -> list[int]:
    """Return weekdays written 月,火,水 as numbers; Monday is 0."""
    found = words(name, default)
    if not found or not all(word in WEEKDAYS and len(word) == 1 for word in found):
        raise ImproperlyConfigured(f"{name}={','.join(found)!r}: use weekdays such as 月,火,水.")
    return [WEEKDAYS.index(word) for word in found]


def days(name: str, default: str) -> list[str]:
    """Return days of every year (12-29) or of one (2026-08-14)."""
    found = words(name, default)
    for word in found:
        try:
            # Every year's days are read in a leap year, so that 02-29 is one.
            date.fromisoformat(word if len(word) > len("12-29") else f"2000-{word}")
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name}={word!r}: use days such as 12-29 or 2026-08-14."
            ) from error
    return found


def day(name: str) -> date | None:
    """Return a date written 2026-10-14, or None when the variable is not set."""
    value = os.environ.get(name)
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={value!r}: use a date such as 2026-10-14.") from error


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(base: Path) -> dict[str, object]:
    """Return Django's settings for ``DATABASE_URL`` (sqlite:///path or postgresql://user:password@host:port/name).

    Without the variable, an SQLite file beside manage.py. SQLite writes ahead and locks at the start of a
    transaction, so that many clerks at once wait for each other instead of failing. Every commit is on the disk
    before anybody is told of it (FULL): with less, a power cut may take back the last minutes.

    Raises:
        ImproperlyConfigured: another scheme.
    """
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{base / 'db.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"DATABASE_URL begins with {parts.scheme!r}: use sqlite:///path/to/file or postgresql://user@host/name."
    )
