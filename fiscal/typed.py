"""What people type for years and days: R7, 令和７年度, 2025, R8.4.1, 令和８年４月１日, 2026/4/1. Pure."""

import re
import unicodedata
from datetime import date

from fiscal.wareki import ERAS

_STARTS = {name: era.first_day.year - 1 for era in ERAS for name in (era.name, era.letter)}
_YEAR = re.compile(r"(令和|平成|昭和|[RHS])?\s*(元|[0-9]{1,4})\s*(?:年度|年)?\Z", re.IGNORECASE)
_SEPARATORS = r"\s*(?:[-/.年])\s*"
_DAY = re.compile(
    rf"(令和|平成|昭和|[RHS])?\s*(元|[0-9]{{1,4}}){_SEPARATORS}([0-9]{{1,2}})"
    r"(?:\s*[-/.月]\s*(?:([0-9]{1,2})\s*日?)?)?\Z",
    re.IGNORECASE,
)
_WESTERN_DIGITS = 4


def plain(text: str) -> str:
    """Return digits and signs half-width, without blanks around them."""
    return unicodedata.normalize("NFKC", text).strip()


def fiscal_year(text: str) -> int | None:
    """Return the western fiscal year meant by R7, 令和７年度, 2025 or 2025年度; None when it is none of these.

    A bare number of one or two digits is read as a year of the present era.
    """
    found = _YEAR.match(plain(text))
    return _western(found[1], found[2]) if found else None


def is_bare_year(text: str) -> bool:
    """Whether a year was typed without era and without century, so that the reader had to guess."""
    found = _YEAR.match(plain(text))
    return bool(found and not found[1] and found[2].isdigit() and len(found[2]) <= 2)  # noqa: PLR2004


def moment(text: str) -> str | None:
    """Return 2025, 2025-03 or 2025-03-31, as far as the day was typed; None when it cannot be read."""
    typed = plain(text)
    if whole := _YEAR.match(typed):
        year = _western(whole[1], whole[2]) if not typed.endswith("年度") else None
        return f"{year:04}" if year is not None else None
    found = _DAY.match(typed)
    year = _western(found[1], found[2]) if found and (found[1] or len(found[2]) > 2) else None  # noqa: PLR2004
    if found is None or year is None:
        return None
    parts = [f"{year:04}", *(f"{int(part):02}" for part in found.group(3, 4) if part)]
    try:
        date(year, int(found[3]), int(found[4] or 1))
    except ValueError:
        return None
    return "-".join(parts)


def day(text: str) -> date | None:
    """Return the day meant by 2026-04-01, 2026/4/1, R8.4.1 or 令和８年４月１日; None when it is no whole day."""
    written = moment(text)
    return date.fromisoformat(written) if written and written.count("-") == 2 else None  # noqa: PLR2004


def _western(era: str | None, number: str) -> int | None:
    """Return the western year, or None when the number has neither an era nor four digits nor two."""
    count = 1 if number == "元" else int(number)
    if era:
        return _STARTS[era.upper()] + count if len(number) < 3 else None  # noqa: PLR2004
    if len(number) == _WESTERN_DIGITS:
        return count
    if number == "元" or len(number) > 2 or not count:  # noqa: PLR2004
        return None
    return _STARTS["R"] + count
