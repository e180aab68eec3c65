"""What the office fills in to say when the sections are reminded by themselves."""

import re
from typing import Any

from django import forms

from fiscal import typed
from progress.cadence import Cadence
from progress.models import ReminderSetting
from ui.forms import HouseForm

MOST = 5
LONGEST = 40
NUMBER = re.compile(r"[1-9][0-9]?", re.ASCII)
SEPARATOR = re.compile(r"[\s,、，・]+")
NO_DAY = "督促する日を１つ以上決めてください。送らないときは「自動で督促する」の印を外します。"


class DaysField(forms.CharField):
    """Numbers of working days: "５、１" becomes "5,1", in the order of the calendar."""

    def __init__(self, *, farthest_first: bool, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=LONGEST, **kwargs)
        self.farthest_first = farthest_first

    def clean(self, value: Any) -> str:
        text = typed.plain(super().clean(value))
        words = [word for word in SEPARATOR.split(text) if word]
        if not all(NUMBER.fullmatch(word) for word in words):
            raise forms.ValidationError("１から99までの数を、5,1 のように並べてください。")
        days = sorted({int(word) for word in words}, reverse=self.farthest_first)
        if len(days) > MOST:
            raise forms.ValidationError("日は５つまでにしてください。")
        return ",".join(str(day) for day in days)


class ReminderForm(HouseForm):
    """The days, in working days from the deadline; ``read`` is the version the page showed."""

    is_on = forms.BooleanField(label="自動で督促する", required=False)
    before = DaysField(
        label="報告期限の前",
        farthest_first=True,
        help_text="何開庁日前に送るか。5,1 のように並べます。空にすると、前には送りません。",
    )
    on_due = forms.BooleanField(label="報告期限の当日にも送る", required=False)
    after = DaysField(
        label="報告期限の後",
        farthest_first=False,
        help_text="何開庁日後に送るか（締切日まで）。空にすると、後には送りません。",
    )
    read = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput()
    )

    def clean_read(self) -> int:
        """Nothing read is nothing set."""
        return self.cleaned_data["read"] or 0

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        days = [values.get(name) for name in ("before", "on_due", "after")]
        if values.get("is_on") and not self.errors and not any(days):
            self.add_error("is_on", NO_DAY)
        return values


def initial_of(setting: ReminderSetting | None, usual: Cadence) -> dict[str, Any]:
    """What the page shows first: what is set, else the server's days."""
    if setting:
        names = ("is_on", "before", "on_due", "after")
        return {**{name: getattr(setting, name) for name in names}, "read": setting.version}
    return {
        "is_on": True,
        "before": _written(sorted(usual.before, reverse=True)),
        "on_due": usual.on_the_day,
        "after": _written(sorted(usual.after)),
        "read": 0,
    }


def _written(days: list[int]) -> str:
    return ",".join(str(day) for day in days)
