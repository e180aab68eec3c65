"""The demo file as typed values. The file is the product's own, so a wrong one simply fails."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from fiscal.calendar import Quarter


@dataclass(frozen=True)
class StoryReport:
    """One fictional report."""

    initiative: str
    quarter: Quarter
    state: str
    implementation: str
    grade: str
    days_late: int
    completed_on: date | None
    recovery_on: date | None
    texts: dict[str, str]


@dataclass(frozen=True)
class StoryValue:
    """One fictional value of the only indicator of an initiative; None was not measured."""

    initiative: str
    quarter: Quarter
    value: str | None
    reason: str


@dataclass(frozen=True)
class Story:
    """The whole file."""

    plan: str
    today: date
    password: str
    extension: str
    people: list[dict[str, Any]]
    guests: list[dict[str, Any]]
    assignments: list[dict[str, str]]
    periods: list[dict[str, Any]]
    meetings: list[dict[str, Any]]
    remarks: list[dict[str, Any]]
    confidences: list[dict[str, Any]]
    improvements: list[dict[str, Any]]
    attachments: list[dict[str, Any]]
    annual: dict[str, Any]
    questions: list[dict[str, Any]]
    accepted_with: dict[tuple[str, Quarter], str]
    returned_with: dict[tuple[str, Quarter], dict[str, Any]]
    reports: list[StoryReport] = field(default_factory=list)
    values: list[StoryValue] = field(default_factory=list)


def quarter_of(text: str) -> Quarter:
    """Read "2026-2"."""
    year, number = text.split("-")
    return Quarter(int(year), int(number))


def read(path: Path) -> Story:
    """Read the demo file."""
    raw = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    keyed = {
        name: {(row["initiative"], quarter_of(row["period"])): row for row in raw[name]}
        for name in ("accepted_with", "returned_with")
    }
    return Story(
        plan=raw["plan"],
        today=raw["today"],
        password=raw["password"],
        extension=raw["extension"],
        people=raw["people"],
        guests=raw["guests"],
        assignments=raw["assignments"],
        periods=raw["periods"],
        meetings=raw["meetings"],
        remarks=raw["remarks"],
        confidences=raw["confidences"],
        improvements=raw["improvements"],
        attachments=raw["attachments"],
        annual=raw["annual"],
        questions=raw["questions"],
        accepted_with={key: row["comment"] for key, row in keyed["accepted_with"].items()},
        returned_with=keyed["returned_with"],
        reports=[_report(code, row) for code, rows in raw["reports"].items() for row in rows],
        values=[value for code, row in raw["measurements"].items() for value in _values(code, row)],
    )


def _report(code: str, row: dict[str, Any]) -> StoryReport:
    texts = ("result", "issue", "next_action", "reason", "recovery", "request")
    return StoryReport(
        initiative=code,
        quarter=quarter_of(row["period"]),
        state=row.get("state", "accepted"),
        implementation=row["implementation"],
        grade=row["grade"],
        days_late=row.get("days_late", 0),
        completed_on=row.get("completed_on"),
        recovery_on=row.get("recovery_on"),
        texts={name: row.get(name, "") for name in texts},
    )


def _values(code: str, row: dict[str, Any]) -> list[StoryValue]:
    reason = str(row.get("note", ""))
    values: dict[str, Any] = row.get("values", row)
    return [
        StoryValue(code, quarter_of(period), None if value is None else str(value), reason)
        for period, value in values.items()
    ]
