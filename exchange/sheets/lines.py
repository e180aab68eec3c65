"""One row of a 調査票 as the city hall knows it, and the texts by which two states of it are compared. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from exchange.sheets.columns import PageName
from exchange.workbook.grid import clean

Texts = Mapping[str, str]
# What stands in the fields of an initiative that another section reports on.
ELSEWHERE = {"implementation": "主担当課が\n記入", "self_grade": "主担当課が\n記入"}
NOT_HERE = "－"


@dataclass(frozen=True)
class Line:
    """A row. ``values`` are its fields as texts; ``facts`` what stands beside them; ``pk`` its row in the database.

    ``lock`` says why nobody may fill it in; without any values another section does.
    """

    page: PageName
    key: str
    version: int
    pk: int
    name: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
    values: Texts = field(default_factory=dict)
    lock: str = ""

    @property
    def issued(self) -> dict[str, Any]:
        """What is kept of it when the sheet is handed out."""
        return {
            "page": self.page.value,
            "key": self.key,
            "version": self.version,
            "pk": self.pk,
            "name": self.name,
            "values": dict(self.values),
            "lock": self.lock,
        }

    @classmethod
    def of_issue(cls, kept: Mapping[str, Any]) -> "Line":
        """The row as it was handed out."""
        return cls(**{**kept, "page": PageName(kept["page"])})


def elsewhere(name: str) -> str:
    """What stands in a field that another section fills in."""
    return ELSEWHERE.get(name, NOT_HERE)


def text(value: str) -> str:
    """A text as it comes back from a workbook that nobody has touched."""
    return clean(value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def day(value: date | None) -> str:
    """A day, or nothing."""
    return value.isoformat() if value else ""


def number(value: Decimal | None) -> str:
    """A number without zeros that mean nothing, or nothing."""
    return "" if value is None else f"{value.normalize():f}"
