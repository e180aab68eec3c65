"""What a section writes in a 年度評価, apart from the rows it is kept in, and what must be there to hand it in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from initiatives.stages import Stage
from progress.content import Problem
from progress.models import AnnualReview
from progress.models.annual import CHANGING, Outlook

# Four reports may be joined in one stage.
LONGEST = 8_000


@dataclass(frozen=True)
class Content:
    """The fields of a review that the section fills; ``texts`` by the key of the stage."""

    texts: Mapping[str, str] = field(default_factory=dict)
    outlook: str = ""
    next_year: str = ""

    @classmethod
    def of(cls, review: AnnualReview) -> "Content":
        """Read the content of a row and its stages (one query)."""
        texts = {row.key: row.text for row in review.stages.all()}
        return cls(texts, review.outlook, review.next_year)


def problems(content: Content, stages: Sequence[Stage]) -> list[Problem]:
    """Return what is missing for a 提出, in the order of the page. Empty: ready."""
    return [*_unsaid(content, stages), *_undecided(content)]


def _unsaid(content: Content, stages: Sequence[Stage]) -> Iterable[Problem]:
    for stage in stages:
        text = content.texts.get(stage.key, "")
        if not text.strip():
            yield Problem(field_of(stage.key), f"「{stage.name}」を入力してください。")


def _undecided(content: Content) -> Iterable[Problem]:
    if not content.outlook:
        yield Problem("outlook", "今後の方向性を選んでください。")
    if content.outlook in CHANGING and not content.next_year.strip():
        word = Outlook(content.outlook).label
        yield Problem(
            "next_year",
            f"「{word}」を選んだときは、来年度の計画で変えることを入力してください。",
        )


def field_of(key: str) -> str:
    """The name of a stage's control."""
    return f"stage-{key}"
