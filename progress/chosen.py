"""Reports ticked on a page, each with the version that was read: "12:3"."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from progress.forms import TextField

STAMP = re.compile(r"([0-9]{1,18}):([0-9]{1,9})", re.ASCII)


class StampsField(forms.Field):
    """Any number of ``report:version`` values as a dictionary."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> dict[int, int]:
        found = [STAMP.fullmatch(text) for text in value or ()]
        if not all(found):
            raise ValidationError("選んだ報告を読み取れませんでした。開き直して選んでください。")
        return {int(match[1]): int(match[2]) for match in found if match}


NOTHING = "報告を１件以上選んでください。"


class ChosenForm(forms.Form):
    """What 選んだ報告を受理する sends, with the place to come back to."""

    report = StampsField(error_messages={"required": NOTHING})
    show = forms.CharField(required=False)
    page = forms.CharField(required=False)


class ConfirmForm(ChosenForm):
    """What 確認 sends: the ticked reports, or with ``which`` all that waited when the page was drawn."""

    report = StampsField(required=False)
    every = forms.CharField(required=False)
    which = forms.CharField(required=False)
    comment = TextField()

    def clean_every(self) -> dict[int, int]:
        """The versions of everything that waited, on whatever page."""
        return StampsField(required=False).to_python(self.cleaned_data["every"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("which") == "all":
            data["report"] = data.get("every", {})
        if not self.errors and not data["report"]:
            self.add_error("report", NOTHING)
        return data
