"""A word on the grade axis, as pages and papers print it. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mark:
    """A word on the grade axis. ``tone`` is done, ahead, ontrack, slip, late, na or none; 速報 until 受理."""

    tone: str
    word: str
    is_preliminary: bool = field(default=False, compare=False)

    def __hash__(self) -> int:
        # Thousands are counted for a page; a text remembers its hash, a pair of texts does not.
        return hash(self.word)
