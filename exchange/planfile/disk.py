"""Files on the disk of whoever runs a command: read within bounds, refused in Japanese."""

from pathlib import Path

from django.core.management.base import CommandError

from exchange.planfile import document
from exchange.planfile.problems import PlanFileError

SHOWN = 50


def read(name: str) -> bytes:
    """Return what a file holds.

    Raises:
        CommandError: it cannot be read.
        PlanFileError: it is too large to be one of ours.
    """
    path = Path(name)
    try:
        size = path.stat().st_size
        if size > document.MAXIMUM_BYTES:
            raise document.too_large(name, size)
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{name}：ファイルを読めません。名前を確かめてください。") from error


def refusal(error: PlanFileError) -> CommandError:
    """Return the problems of a file as a command says them, the first ones when there are many."""
    lines = error.sentences[:SHOWN]
    more = len(error.sentences) - len(lines)
    rest = [f"ほかに {more}件以上の誤りがあります。"] if more else []
    return CommandError("\n".join([*lines, *rest, "何も取り込んでいません。"]))
