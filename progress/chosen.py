"""Reports ticked on a page, each with the version that was read: "12:3"."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

STAMP = re.compile(r"([0-9]{1,18}):([0-9]{1,9})", re.ASCII)


class StampsField(forms.Field):
    """Any number of ``report:version`` values as a dictionary."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> dict[int, int]:
        found = [STAMP.fullmatch(text) for text in value or ()]
        if not all(found):
            raise ValidationError("選んだ報告を読み取れませんでした。開き直して選んでください。")
        return {int(match[1]): int(match[2]) for match in found if match}


class ChosenForm(forms.Form):
    """What 選んだ報告を受理する and 確認する send, with the place to come back to."""

    report = StampsField(error_messages={"required": "報告を１件以上選んでください。"})
    show = forms.CharField(required=False)
    page = forms.CharField(required=False)
