"""How strict a check is. Pure."""

from enum import StrEnum


class Severity(StrEnum):
    """How strict a check is, the strictest first."""

    STOP = "stop"
    WARN = "warn"
    NOTE = "note"
    OFF = "off"

    @property
    def label(self) -> str:
        """The Japanese word."""
        return SEVERITY_LABELS[self]


SEVERITY_LABELS = {
    Severity.STOP: "止める",
    Severity.WARN: "警告",
    Severity.NOTE: "参考",
    Severity.OFF: "使わない",
}
SEVERITY_MEANINGS = {
    Severity.STOP: "直すまで提出できません。",
    Severity.WARN: "提出の前に一度知らせます。「このまま提出する」で提出できます。",
    Severity.NOTE: "欄のそばに小さく示します。提出は妨げません。",
    Severity.OFF: "確かめません。",
}
