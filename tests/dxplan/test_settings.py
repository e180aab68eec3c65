"""Settings: every variable is documented, wrong values are told, production is clean."""

import os
import re
import secrets
import subprocess
import sys

import pytest
from django.conf import settings

PAGE = settings.BASE_DIR / "docs" / "settings.md"
VARIABLE = re.compile(r"\b(DXPLAN_[A-Z_]+|DATABASE_URL)\b")
PRODUCTION = {
    "DXPLAN_PRODUCTION": "1",
    "DXPLAN_SECRET_KEY": secrets.token_urlsafe(50),
    "DXPLAN_HOSTS": "example.jp",
}


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    ours = ("DXPLAN_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env={**kept, **variables},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_settings_page_lists_every_variable():
    source = "".join(
        (settings.BASE_DIR / "dxplan" / name).read_text(encoding="utf-8")
        for name in ("settings.py", "environment.py")
    )
    rows = re.findall(r"^\| `([A-Z_]+)` ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert set(rows) == set(VARIABLE.findall(source))
    assert len(rows) == len(set(rows))


def test_deployment_check_is_clean_in_production():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert done.stderr == ""
    assert done.returncode == 0
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"DXPLAN_PRODUCTION": "1"}, "Set DXPLAN_SECRET_KEY to a long random text"),
        ({"DXPLAN_DEBUG": "maybe"}, "DXPLAN_DEBUG='maybe': use 1 or 0."),
        ({"DXPLAN_IDLE_MINUTES": "long"}, "DXPLAN_IDLE_MINUTES='long': use a whole number."),
        ({"DXPLAN_TODAY": "R8.10.14"}, "DXPLAN_TODAY='R8.10.14': use a date such as 2026-10-14."),
        ({"DXPLAN_MAIL_HOST": "mail"}, "Set DXPLAN_MAIL_FROM to the address the mails come from"),
        ({"DXPLAN_MAIL_SECURITY": "tls"}, "DXPLAN_MAIL_SECURITY='tls': use none, starttls, ssl."),
        ({"DXPLAN_REMIND_BEFORE": "0"}, "DXPLAN_REMIND_BEFORE='0': use numbers such as 5,1."),
        ({"DXPLAN_WORKDAYS": "Mon"}, "DXPLAN_WORKDAYS='Mon': use weekdays such as 月,火,水."),
        ({"DXPLAN_CLOSED_DAYS": "12-32"}, "DXPLAN_CLOSED_DAYS='12-32': use days such as 12-29"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL begins with 'mysql'"),
    ],
)
def test_wrong_variable_fails_with_the_sentence_that_mends_it(variables, message):
    done = manage("check", **variables)

    assert done.returncode != 0
    assert message in done.stderr
