"""/healthz."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

PROBE = """
import django
django.setup()
from django.test import Client
response = Client().get("/healthz")
print(response.status_code, response.content.decode())
"""


def test_health_show_answers_without_sign_in(db, client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": True})
    assert "no-store" in response.headers["Cache-Control"]


def test_health_show_makes_no_session(db, client):
    assert client.get("/healthz").cookies == {}


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_health_show_is_for_reading(db, method):
    assert getattr(Client(), method)("/healthz").status_code == 405


def test_health_show_tells_a_database_that_does_not_answer(tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/no-such-folder/db.sqlite3",
        "DJANGO_SETTINGS_MODULE": "dxplan.settings",
    }
    environment.pop("DXPLAN_DEBUG", None)
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    status, _, body = done.stdout.strip().partition(" ")

    assert (status, json.loads(body)) == ("503", {"status": "error", "database": False})
