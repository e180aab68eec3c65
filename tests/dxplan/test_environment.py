from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from dxplan import environment

BASE = Path("/srv/dxplan")


def test_database_is_a_file_beside_manage_py_by_default(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert environment.database(BASE)["NAME"] == "/srv/dxplan/db.sqlite3"


def test_database_url_names_an_sqlite_file(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:////var/lib/dxplan/a%20b.sqlite3")

    database = environment.database(BASE)

    assert database["NAME"] == "/var/lib/dxplan/a b.sqlite3"
    assert database["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
    }


def test_database_url_names_a_postgresql_server(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://clerk:p%40ss@db.example:5433/dxplan")

    database = environment.database(BASE)

    assert {
        key: database[key] for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")
    } == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "dxplan",
        "USER": "clerk",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
    }


def test_database_of_another_kind_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://root@localhost/x")

    with pytest.raises(ImproperlyConfigured, match="use sqlite"):
        environment.database(BASE)


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), ("off", False), ("", False)]
)
def test_flag_reads_yes_and_no(monkeypatch, value, expected):
    monkeypatch.setenv("DXPLAN_X", value)

    assert environment.flag("DXPLAN_X", default=not expected) is expected


def test_flag_refuses_anything_else(monkeypatch):
    monkeypatch.setenv("DXPLAN_X", "maybe")

    with pytest.raises(ImproperlyConfigured, match="use 1 or 0"):
        environment.flag("DXPLAN_X")


def test_number_refuses_words(monkeypatch):
    monkeypatch.setenv("DXPLAN_X", "ten")

    with pytest.raises(ImproperlyConfigured, match="whole number"):
        environment.number("DXPLAN_X", 1)


def test_day_reads_a_date_and_refuses_anything_else(monkeypatch):
    monkeypatch.setenv("DXPLAN_X", "2026-10-14")
    assert environment.day("DXPLAN_X") == date(2026, 10, 14)

    monkeypatch.setenv("DXPLAN_X", "R8.10.14")
    with pytest.raises(ImproperlyConfigured, match="use a date"):
        environment.day("DXPLAN_X")


def test_words_are_split_at_commas(monkeypatch):
    monkeypatch.setenv("DXPLAN_X", "a.example, b.example,")

    assert environment.words("DXPLAN_X") == ["a.example", "b.example"]
