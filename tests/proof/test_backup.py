"""A backup made and restored as docs/operation.md says holds every report and every attachment, byte for byte."""

import os
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from progress.models import Attachment, ProgressReport
from tests import factories
from tests.progress import files
from tests.proof import hall
from tests.proof.server import ROOT, database_url

pytestmark = pytest.mark.django_db(transaction=True)
MANUAL = ROOT / "docs" / "operation.md"
PHOTOGRAPH = bytes(range(256)) * 4_000


@pytest.fixture
def rows(transactional_db) -> None:
    """Reports with attachments of many kinds of bytes, NUL and invalid UTF-8 among them."""
    made = hall.build(sections=4)
    for number, section in enumerate(made.sections):
        report = factories.report(
            initiative=section.initiatives[0],
            period=made.period,
            department=section.department,
            result=f"実績の文{number}　①㈱髙﨑\n改行も。",
        )
        for content in (files.png(), files.pdf(size=200_000 + number), PHOTOGRAPH):
            factories.attachment(report=report, by=section.clerks[0], content=content)


def documented(program: str, **places: str) -> list[str]:
    """The commands of the manual that begin so, with the places of this machine."""
    found = re.findall(
        rf"^{re.escape(program)} .*$", MANUAL.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert found
    for written, place in places.items():
        found = [line.replace(PLACES[written], place) for line in found]
    return found


PLACES = {
    "restored": "postgresql://dxplan@127.0.0.1:5432/dxplan_restored",
    "database": "postgresql://dxplan@127.0.0.1:5432/dxplan",
    "file": "/var/lib/dxplan/db.sqlite3",
    "backups": "/var/backups/dxplan",
}


def run(command: str) -> str:
    return subprocess.run(
        shlex.split(command), check=True, capture_output=True, text=True, timeout=60
    ).stdout


def contents(rows_of) -> dict[str, list]:
    """Every table with its rows in one order."""
    names = sorted(connection.introspection.table_names())
    return {name: sorted(map(repr, rows_of(f'SELECT * FROM "{name}"'))) for name in names}  # noqa: S608 - our own tables


def asked(place: str) -> dict[str, list]:
    if connection.vendor == "sqlite":
        with sqlite3.connect(place) as database:
            return contents(lambda sql: list(database.execute(sql)))
    with psycopg.connect(place) as server:
        return contents(lambda sql: server.execute(sql).fetchall())


@pytest.fixture
def restored(rows, tmp_path: Path) -> Iterator[str]:
    """The address of what came back, made by the commands of the manual."""
    if connection.vendor == "sqlite":
        yield _restored_file(tmp_path)
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    address = database_url().replace(connection.settings_dict["NAME"], name)
    places = {"restored": address, "database": database_url(), "backups": str(tmp_path)}
    run(documented("pg_dump", **places)[0])
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        run(documented("pg_restore", **places)[0])
        yield address
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _restored_file(folder: Path) -> str:
    """Backed up while it is open, restored over another file that somebody has left there."""
    (backups := folder / "backups").mkdir()
    place = folder / "db.sqlite3"
    for leftover in ("", "-wal", "-shm"):
        place.with_name(place.name + leftover).write_bytes(b"what was there before")
    now = str(connection.settings_dict["NAME"])
    run(documented("sqlite3", file=now, backups=str(backups))[0])
    for program in ("rm -f", "cp"):
        run(documented(program, file=str(place), backups=str(backups))[0])
    assert run(documented("sqlite3", file=str(place))[1]) == "ok\n"
    return str(place)


def test_restored_backup_has_every_row_and_attachment_byte_for_byte(restored):
    here = (
        str(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else database_url()
    )

    assert (ProgressReport.objects.count(), Attachment.objects.count()) == (8, 12)
    assert asked(restored) == asked(here)
    assert len(asked(restored)["progress_attachment"]) == 12


def test_product_starts_on_the_restored_database(restored):
    address = f"sqlite:///{restored}" if connection.vendor == "sqlite" else restored

    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--check"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address},
        check=False,
        capture_output=True,
    )

    assert done.returncode == 0
