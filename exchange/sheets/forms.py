"""Which file is a filled-in 調査票, and what the person decides about its changes."""

from typing import Any

from django import forms

from exchange import uploads
from exchange.sheets.taking import MINE, THEIRS
from ui.forms import HouseForm

# What a section writes in a quarter is far smaller; pictures pasted into the file are not read.
MAXIMUM_BYTES = 5 * uploads.MEGABYTE


class SheetForm(HouseForm):
    """A filled-in 調査票."""

    file = forms.FileField(
        label="記入した調査票",
        help_text="Excel（.xlsx、５MBまで）。",
        max_length=150,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "ファイルを選んでください。",
            "missing": "ファイルを選んでください。",
            "empty": "ファイルが空です。",
            "invalid": "ファイルを選んでください。",
            "max_length": "ファイル名が長すぎます。150字までにしてください。",
        },
    )
    raw = b""
    name = ""

    def clean_file(self) -> Any:
        """Take the bytes out, unless there are more than anybody fills in."""
        file = self.cleaned_data["file"]
        try:
            self.raw = uploads.received(file, maximum=MAXIMUM_BYTES)
        except uploads.UploadError as error:
            raise forms.ValidationError(str(error)) from error
        self.name = str(file.name)
        return file


class DecisionForm(forms.Form):
    """The choice for each clash, as ``keep:<key>``, and whether what is complete is handed in at once."""

    PREFIX = "keep:"
    hand_in = forms.BooleanField(label="足りないもののない報告は、同時に提出する", required=False)

    @property
    def choices(self) -> dict[str, str]:
        """The choices by key; anything else that was sent is no choice."""
        return {
            name.removeprefix(self.PREFIX): str(value)
            for name, value in self.data.items()
            if name.startswith(self.PREFIX) and value in (MINE, THEIRS)
        }
