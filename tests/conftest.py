"""What every test may use: the cast, the real plan, a browser, and the house's rules for the database."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.test import Client

from initiatives.models import Initiative, Plan
from organizations.models import Department, Municipality, User
from progress.models import ReportingPeriod
from tests import factories

# Playwright runs an event loop; Django's guard against it does not apply to tests that only wait.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

TODAY = date(2026, 10, 14)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Give SQLite a file of its own: an in-memory database cannot serve a browser and a test at once."""
    database = project_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(
            tmp_path_factory.mktemp("database") / "test.sqlite3"
        )
    else:
        database.setdefault("TEST", {})["NAME"] = f"test_dxplan_{os.getpid()}"


@pytest.fixture(autouse=True)
def house(settings, tmp_path: Path) -> None:
    """Stand on the demo's day and hash passwords quickly."""
    settings.TODAY = TODAY
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def municipality(db) -> Municipality:
    return factories.municipality()


@pytest.fixture
def department(municipality: Municipality) -> Department:
    """市民課, the section of clerk and head."""
    return factories.department(municipality=municipality, name="市民課")


@pytest.fixture
def office(municipality: Municipality) -> Department:
    """ＤＸ推進課, the secretariat."""
    return factories.department(municipality=municipality, name="ＤＸ推進課", is_secretariat=True)


@pytest.fixture
def plan(municipality: Municipality) -> Plan:
    return factories.plan(municipality=municipality)


@pytest.fixture
def period(plan: Plan) -> ReportingPeriod:
    """R8 第２四半期, open on the day of the tests."""
    return factories.period(plan=plan)


@pytest.fixture
def initiative(plan: Plan, department: Department) -> Initiative:
    """An initiative led by 市民課."""
    return factories.initiative(plan=plan, lead=department)


@pytest.fixture
def clerk(department: Department) -> User:
    return factories.person(department, "clerk", username="clerk", name="見本 花子")


@pytest.fixture
def head(department: Department) -> User:
    return factories.person(department, "head", username="head", name="例田 一郎")


@pytest.fixture
def secretary(office: Department) -> User:
    return factories.person(office, "secretariat", username="secretary", name="事務 局子")


@pytest.fixture
def executive(office: Department) -> User:
    return factories.person(office, "executive", username="executive", name="架空 進")


@pytest.fixture
def viewer(department: Department) -> User:
    return factories.person(department, "viewer", username="viewer", name="閲覧 見子")


@pytest.fixture
def administrator(office: Department) -> User:
    return factories.person(office, "administrator", username="administrator", name="管理 治")


@pytest.fixture
def neighbour(municipality: Municipality) -> User:
    """A clerk of another section of the same city hall."""
    other = factories.department(municipality=municipality, name="総務課")
    return factories.person(other, "clerk", username="neighbour", name="隣野 課子")


@pytest.fixture
def outsider(db) -> User:
    """A clerk of another city."""
    elsewhere = factories.municipality(code="042145", area_code="04214", name="東松島市")
    return factories.person(
        factories.department(municipality=elsewhere, name="市民課"),
        "clerk",
        username="outsider",
        name="外野 人",
    )


CAST = (
    "clerk",
    "head",
    "secretary",
    "executive",
    "viewer",
    "administrator",
    "neighbour",
    "outsider",
    "anonymous",
)


@pytest.fixture
def as_(request: pytest.FixtureRequest):
    """Return a client signed in as a member of the cast: ``as_("clerk")``; "anonymous" is nobody."""

    def sign_in(name: str) -> Client:
        client = Client()
        if name != "anonymous":
            client.force_login(
                request.getfixturevalue(name), backend="django.contrib.auth.backends.ModelBackend"
            )
        return client

    return sign_in
