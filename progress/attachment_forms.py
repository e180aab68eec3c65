"""Which file a section attaches to its report."""

from typing import Any

from django import forms
from django.conf import settings

from fiscal.wareki import digits
from progress import attached_files
from progress.attached_files import MEGABYTE, AttachmentError, OfferedFile
from ui.forms import HouseForm

CHOOSE = "添付するファイルを選んでください。"


class AttachmentForm(HouseForm):
    """One file; ``offered`` is what it turned out to be."""

    file = forms.FileField(
        label="ファイル",
        widget=forms.FileInput(attrs={"accept": attached_files.ACCEPT}),
        error_messages={
            "required": CHOOSE,
            "missing": CHOOSE,
            "invalid": CHOOSE,
            "empty": attached_files.EMPTY,
        },
    )
    offered: OfferedFile

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = limits()

    def clean_file(self) -> Any:
        """Take the bytes out, unless there are too many, and see what they are."""
        file = self.cleaned_data["file"]
        maximum = settings.ATTACHMENT_MEGABYTES
        if file.size > maximum * MEGABYTE:
            raise forms.ValidationError(
                f"ファイルが大きすぎます（{file.size / MEGABYTE:.1f}MB）。"
                f"{digits(maximum)}MBまでにしてください。"
            )
        try:
            self.offered = attached_files.offered(str(file.name), file.read())
        except AttachmentError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


def limits() -> str:
    """What may be attached, in one line."""
    return (
        f"{attached_files.TAKEN}。１つ{digits(settings.ATTACHMENT_MEGABYTES)}MBまで、"
        f"１つの報告に{digits(settings.ATTACHMENTS_PER_REPORT)}件まで。"
        "個人情報の入ったファイルは添付しないでください。"
    )
