"""What the office writes in 提出のお願い."""

from django import forms
from django.core.exceptions import ValidationError

from progress.request_letter import WORDS, Letter, unknown_words
from ui.forms import HouseForm

SUBJECT_LENGTH, TEXT_LENGTH = 100, 2000
OFFERED = "".join(f"〔{word}〕" for word in WORDS)
TOO_LONG = "%(limit_value)d字以内で入力してください（いま%(show_value)d字）。"


class RequestForm(HouseForm):
    """The subject and the text, with words that are filled in for each section."""

    subject = forms.CharField(
        label="件名", max_length=SUBJECT_LENGTH, error_messages={"max_length": TOO_LONG}
    )
    text = forms.CharField(
        label="本文",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=f"{OFFERED} は、課ごとの内容に置き換わります。",
        error_messages={"max_length": TOO_LONG},
    )

    def clean_subject(self) -> str:
        """One line: a mail's subject has no other."""
        return _known(" ".join(self.cleaned_data["subject"].split()))

    def clean_text(self) -> str:
        return _known("\n".join(self.cleaned_data["text"].splitlines()))

    @property
    def letter(self) -> Letter:
        """What was written, in good form once it is valid; before that, what is proposed."""
        if self.is_valid():
            return Letter(self.cleaned_data["subject"], self.cleaned_data["text"])
        subject, text = (str(self[name].value() or "") for name in ("subject", "text"))
        return Letter(subject, text)


def _known(text: str) -> str:
    if wrong := unknown_words(text):
        raise ValidationError(f"〔{wrong[0]}〕は置き換えられません。使えるのは{OFFERED}です。")
    return text
