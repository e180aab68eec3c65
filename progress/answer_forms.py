"""What a section fills in: one line and, where it is asked, one number for each question of a period."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from kpis.forms import NumberField, decimals_words
from progress.answer_actions import Given, Said
from progress.answers import Row
from progress.models import SectionAnswer, SectionQuestion
from ui.forms import HouseForm

LINE_LENGTH = 200
SAME, WITHDRAW = "same", "withdraw"
EMPTIED = "空欄では保存できません。回答をやめるときは「回答を取り消す」を押してください。"


class AnswerForm(HouseForm):
    """One answer. Blank everywhere is 未入力: nothing is saved."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    line = forms.CharField(
        label="回答",
        required=False,
        max_length=LINE_LENGTH,
        error_messages={
            "max_length": f"{LINE_LENGTH}字以内で入力してください（いま%(show_value)d字）。"
        },
    )
    absence = forms.ChoiceField(
        label="区分",
        required=False,
        choices=[("", "（選ばない）"), *SectionAnswer.Absence.choices],
        widget=forms.Select(attrs={"class": "select select--short"}),
        error_messages={"invalid_choice": "一覧の区分から選んでください。"},
    )

    def __init__(self, *args: Any, question: SectionQuestion, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", f"q{question.pk}")
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.question = question
        self.fields["line"].label = question.text
        # Browsers cut a pasted text without a word; we say so.
        self.fields["line"].widget.attrs.pop("maxlength", None)
        if question.has_number:
            attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "input input--num"}
            unit = f"（{question.unit}）" if question.unit else ""
            number = NumberField(
                indicator=question,
                label=f"{question.number_label}{unit}",
                required=False,
                widget=forms.TextInput(attrs=attrs),
                help_text=f"{decimals_words(question.decimals)}。",
            )
            self.fields = {
                "version": self.fields["version"],
                "line": self.fields["line"],
                "number": number,
                "absence": self.fields["absence"],
            }

    def clean_line(self) -> str:
        """One line, whatever was pasted."""
        return " ".join(self.cleaned_data["line"].split())

    @property
    def said(self) -> Said:
        """What a valid form says."""
        data = self.cleaned_data
        return Said(data["line"], data.get("number"), data["absence"])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.errors or self.said == Said():
            return data
        if data["absence"]:
            if data.get("number") is not None:
                words = "数が入っています。区分を選ぶときは、数を消してください。"
                self.add_error("absence", words)
            return data
        if not data["line"]:
            self.add_error("line", "ひとことで回答するか、区分を選んでください。")
        if self.question.has_number and data.get("number") is None:
            words = "数を入力してください。まだ出せないときは、区分を選んでください。"
            self.add_error("number", words)
        return data


class AnswerSheet:
    """The answers of one section in one period, drawn, read and checked together."""

    def __init__(self, rows: Sequence[Row], data: Mapping[str, str] | None = None) -> None:
        self.rows = [(row, _form(row, data)) for row in rows]

    @property
    def open(self) -> list[tuple[Row, AnswerForm]]:
        """Those that may be answered now."""
        return [(row, form) for row, form in self.rows if not row.lock]

    @property
    def answered(self) -> int:
        """How many have an answer."""
        return sum(row.answer is not None for row, _ in self.rows)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to answer."""
        return all(row.answer or row.lock for row, _ in self.rows)

    @property
    def can_repeat(self) -> bool:
        """Whether 前期と同じ for all would fill anything."""
        return any(row.last and not row.answer for row, _ in self.open)

    def is_valid(self) -> bool:
        """Whether every answer can be kept; an answer must not be emptied."""
        found = [_is_valid(row, form) for row, form in self.open]
        return all(found)

    def given(self) -> list[Given]:
        """The answers of a valid sheet; what is blank is not answered."""
        return [
            Given(row.question, form.said, form.cleaned_data["version"])
            for row, form in self.open
            if form.said != Said()
        ]

    def errors(self) -> Iterator[tuple[str, BoundField, str]]:
        """Label, control and message of every error, in the order of the page."""
        for row, form in self.open:
            for control in form:
                for message in control.errors:
                    yield f"{row.number}　{control.label}", control, str(message)


def _is_valid(row: Row, form: AnswerForm) -> bool:
    if form.is_valid() and row.answer and form.said == Said():
        form.add_error("line", EMPTIED)
    return not form.errors


def _form(row: Row, data: Mapping[str, str] | None) -> AnswerForm:
    said = Said.of(row.answer)
    return AnswerForm(
        None if row.lock else data,
        question=row.question,
        initial={**vars(said), "version": row.version},
    )


def repeated(rows: Sequence[Row], data: Mapping[str, str], which: str | None) -> dict[str, str]:
    """The posted input with last time's answer in one question (its key), in all that are blank (""), or in none."""
    filled = dict(data)
    if which is None:
        return filled
    for row in rows:
        form = AnswerForm(question=row.question)
        names = [form.add_prefix(name) for name in ("line", "number", "absence")]
        is_meant = str(row.question.pk) == which or (
            not which and not row.answer and not any(filled.get(name) for name in names)
        )
        if row.last is None or row.lock or not is_meant:
            continue
        said = Said.of(row.last)
        number = (
            "" if said.number is None else str(form.fields["number"].prepare_value(said.number))
        )
        filled.update(zip(names, (said.line, number, said.absence), strict=True))
    return filled
