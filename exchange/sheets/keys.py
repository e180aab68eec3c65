"""What names a row and a file: R8Q2:A-4-1:0310 and CS-R8Q2-042021-0310-1. Pure."""

import re

from fiscal import wareki
from fiscal.calendar import Quarter
from organizations.models import Department

NO_CODE_LETTER = re.compile(r"[^0-9A-Za-z]")


def round_code(quarter: Quarter) -> str:
    """R8Q2."""
    return f"{wareki.fiscal_year_short(quarter.year)}Q{quarter.number}"


def section_code(section: Department) -> str:
    """The section's code; a section without one has its number in the database."""
    return NO_CODE_LETTER.sub("", section.code) or f"{section.pk:04}"


def row_key(quarter: Quarter, what: str, section: Department) -> str:
    """R8Q2:A-4-1:0310."""
    return f"{round_code(quarter)}:{what}:{section_code(section)}"


def sheet_series(quarter: Quarter, section: Department) -> str:
    """CS-R8Q2-042021-0310-, to which a running number is added."""
    city = section.municipality.code
    return f"CS-{round_code(quarter)}-{city}-{section_code(section)}-"
