"""Who takes over what, where a section that closes has more than one successor."""

from typing import Any

from django import forms
from django.forms import BoundField

from progress.handover import Handover, InitiativeMove, PostMove
from ui.forms import HouseForm


class ChoiceForm(HouseForm):
    """One choice for each initiative and each post of a section that splits."""

    def __init__(self, *args: Any, handover: Handover, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handover = handover
        for move in handover.choices:
            self.fields[move.field_name] = forms.ChoiceField(
                label=_label(move),
                choices=[(target.pk, target.name) for target in move.closing.targets],
                initial=move.target and move.target.pk,
                widget=forms.Select(
                    attrs={"class": "select select--sm", "aria-label": _label(move)}
                ),
                error_messages={"invalid_choice": "一覧にある課から選んでください。"},
            )

    @property
    def targets(self) -> dict[str, int]:
        """The chosen sections by the name of the field."""
        return {name: int(value) for name, value in self.cleaned_data.items()}

    @property
    def initiatives(self) -> list[tuple[InitiativeMove, BoundField | None]]:
        """The initiatives with their controls; where there is nothing to choose there is none."""
        return [(move, self._control(move)) for move in self.handover.initiatives]

    @property
    def posts(self) -> list[tuple[PostMove, BoundField | None]]:
        """The posts with their controls."""
        return [(move, self._control(move)) for move in self.handover.posts]

    def _control(self, move: InitiativeMove | PostMove) -> BoundField | None:
        return self[move.field_name] if move.field_name in self.fields else None


def _label(move: InitiativeMove | PostMove) -> str:
    if isinstance(move, PostMove):
        return f"{move.post}の新しい所属"
    return f"{move.closing.department}の{move.number} {move.initiative.title}を引き継ぐ課"
