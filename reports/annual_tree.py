"""The 年度評価 of a plan in a year, as a part of the tree that pages and papers show. Pure."""

from dataclasses import dataclass

from reports.mark import Mark


@dataclass(frozen=True)
class AnnualLine:
    """One initiative of the 年度評価: its grades by period, its indicators at the end, and what is decided."""

    code: str
    title: str
    department: str
    state: str
    marks: tuple[Mark, ...]
    kpis: tuple[str, ...]
    outlook: str
    next_year: str


@dataclass(frozen=True)
class Annual:
    """The 年度評価 of a plan in a year. ``outlooks`` counts the directions among what has been handed in.

    ``total`` initiatives owe a review, ``accepted`` of them are through; shortened, there are no ``lines``.
    """

    round_pk: int
    year: int
    is_open: bool
    total: int
    accepted: int
    outlooks: tuple[tuple[str, int], ...]
    periods: tuple[str, ...]
    lines: tuple[AnnualLine, ...]
