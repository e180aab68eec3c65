"""What a loading does to single rows, as it goes along: the preview is read from here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Model

from exchange.planfile.tables import Table


class Deed(StrEnum):
    """What is done to a row."""

    ADDED = "追加"
    CHANGED = "変更"
    REMOVED = "削除"


@dataclass(frozen=True)
class Note:
    """One row with what is done to it; ``values`` are the columns that change, before and after."""

    deed: Deed
    table: Table
    row: Model
    values: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
