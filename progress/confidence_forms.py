"""What the office fills in about the prospects of an initiative."""

from typing import Any

from django import forms

from progress.forms import UNCHOSEN, DeedForm, TextField
from progress.judgement import LEVEL_LABELS, Level
from progress.models import Confidence


class JudgeForm(DeedForm):
    """The level and the reason; ``version`` is what was read of this period's judgement."""

    level = forms.TypedChoiceField(
        label="目標に届く見込み",
        choices=[UNCHOSEN, *((level.value, label) for level, label in LEVEL_LABELS.items())],
        coerce=Level,
        widget=forms.Select(attrs={"class": "select select--short"}),
        error_messages={
            "required": "高・中・低から選んでください。",
            "invalid_choice": "高・中・低から選んでください。",
        },
    )
    reason = TextField(
        label="見立ての理由",
        help_text="「低」とするときと、担当課の評価と分かれるときは必ず書きます。庁内に表示されます。",
        rows=3,
    )

    @classmethod
    def beside(cls, written: Confidence | None, back: str, key: int = 0) -> "JudgeForm":
        """Return the form that stands on another page and leads back to it; ``key`` tells forms of a page apart."""
        known: dict[str, Any] = {"version": written.version if written else 0, "next": back}
        if written:
            known |= {"level": written.level, "reason": written.reason}
        return cls(initial=known, auto_id=f"judge{key}_%s")

    def judged(self) -> dict[str, Any]:
        """Return what was typed under the names of the action; without a version nothing was read."""
        cleaned = self.cleaned_data
        return {
            "level": cleaned["level"],
            "reason": cleaned["reason"],
            "version": cleaned["version"] or 0,
        }

    def reread(self, current: Confidence) -> "JudgeForm":
        """Return the same words in a form that has read a colleague's judgement."""
        return JudgeForm(initial={**self.cleaned_data, "version": current.version})
