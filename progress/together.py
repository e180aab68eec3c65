"""Reports that wait in one section and period, to be entered on one page (一括入力). Pure: it groups tasks."""

from collections.abc import Iterable
from dataclasses import dataclass

from progress.tasks import Task

# A single report has its own page.
FEWEST = 2


@dataclass(frozen=True)
class Together:
    """So many reports of a section in a period."""

    url: str
    section: str
    what: str
    number: int


def together(tasks: Iterable[Task]) -> tuple[Together, ...]:
    """Return where several of the tasks are reports of one section and period, soonest due first."""
    groups: dict[str, list[Task]] = {}
    for task in tasks:
        if task.section_url:
            groups.setdefault(task.section_url, []).append(task)
    return tuple(
        Together(url, rows[0].section, rows[0].what, len(rows))
        for url, rows in groups.items()
        if len(rows) >= FEWEST
    )
