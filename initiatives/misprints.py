"""Misprints of a document: its words stay as printed, and are found under the right words too. Pure."""

from collections.abc import Iterable

ARROW = "→"


def pair(line: str) -> tuple[str, str] | None:
    """Return (as printed, as meant) of スケージュール → スケジュール; None when the line is no such pair."""
    printed, arrow, meant = (part.strip() for part in line.partition(ARROW))
    return (printed, meant) if arrow and printed and meant and printed != meant else None


def readings(texts: Iterable[str], misprints: Iterable[str]) -> tuple[str, ...]:
    """Return the texts that hold a misprint once more, as meant, each misprint named beside its place."""
    pairs = [found for line in misprints if (found := pair(line))]
    read = ((text, _as_meant(text, pairs)) for text in texts)
    return tuple(meant for text, meant in read if meant != text)


def _as_meant(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    for printed, meant in pairs:
        text = text.replace(printed, f"{meant}（原文は「{printed}」）")
    return text
