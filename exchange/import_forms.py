"""Which file holds the plan."""

from typing import Any

from django import forms

from exchange import uploads
from ui.forms import HouseForm


class PlanUploadForm(HouseForm):
    """A filled-in plan workbook, or a plan file."""

    file = forms.FileField(
        label="計画のファイル",
        help_text="記入した計画取込み様式（.xlsx、10MBまで）か、計画ファイル（.yaml、.json、５MBまで）。",
        max_length=150,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.yaml,.yml,.json"}),
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
            self.raw, self.name = uploads.received(file), str(file.name)
        except uploads.UploadError as error:
            raise forms.ValidationError(str(error)) from error
        return file
