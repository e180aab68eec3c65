"""What people fill in about a report: its content, a reason, the office's own grade."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.http import QueryDict

from initiatives.models import Grade, GradeScale
from progress.content import LONGEST, NAMES, Content
from progress.models import ProgressReport
from ui.forms import DateField, HouseForm

UNCHOSEN = ("", "選んでください")
DONE = ProgressReport.Implementation.DONE


class TextField(forms.CharField):
    """Running text: browsers send two characters for a line break, people count one."""

    def __init__(self, *, rows: int = 2, longest: int = LONGEST, **kwargs: Any) -> None:
        css = "area area--3" if rows > 2 else "area area--2"  # noqa: PLR2004
        super().__init__(
            required=kwargs.pop("required", False),
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": rows, "class": css}),
            error_messages={
                "max_length": f"{longest:,}字以内で入力してください（いま%(show_value)d字）。",
                **kwargs.pop("error_messages", {}),
            },
            **kwargs,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002 - Django's
        """No ``maxlength``: browsers cut a pasted text without a word, we say so."""
        return {}

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class ReadGrades(ModelChoiceIterator):  # type: ignore[type-arg]
    """The grades of a field that has read them already."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        field = self.field
        assert isinstance(field, GradeField)  # noqa: S101 - for the type checker
        return (self.choice(grade) for grade in field.grades)


class GradeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A grade of a plan's scale. The grades are the scale's own, so that many forms read them once."""

    iterator = ReadGrades
    grades: tuple[Grade, ...] = ()

    def offer(self, scale: GradeScale) -> None:
        """Offer the grades of a scale (no query where they have been fetched with it)."""
        self.grades = tuple(scale.grades.all())
        self.queryset = Grade.objects.filter(scale=scale)

    def to_python(self, value: Any) -> Grade | None:
        """Return the grade of a posted key.

        Raises:
            ValidationError: not one of the scale.
        """
        if value in self.empty_values:
            return None
        found = next((grade for grade in self.grades if str(grade.pk) == str(value)), None)
        if found is None:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return found


class EntryForm(HouseForm):
    """The content of a report. Nothing is required: a draft may be incomplete, 提出 asks for the rest."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    implementation = forms.ChoiceField(
        label="実施状況",
        required=False,
        choices=[UNCHOSEN, *ProgressReport.Implementation.choices],
        widget=forms.Select(attrs={"class": "select select--short"}),
    )
    completed_on = DateField(
        label="完了日", required=False, help_text="実施状況が「完了」のときだけ入力します。"
    )
    self_grade = GradeField(
        Grade.objects.none(),
        label="進捗評価",
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
        help_text="計画と比べて、どこまで進んでいるか。担当課の判断で選びます。",
        error_messages={"invalid_choice": "この計画の評価から選んでください。"},
    )
    reason = TextField(
        label="理由", help_text="なぜ遅れたか、なぜ評価しないか。推進本部の資料に載ります。"
    )
    recovery = TextField(
        label="取り戻す見通し", help_text="いつ、どのように取り戻すか。推進本部の資料に載ります。"
    )
    recovery_on = DateField(
        label="取り戻す時期", required=False, help_text="計画どおりに戻る見込みの日。"
    )
    result = TextField(
        label="今期の実績",
        rows=4,
        help_text="前期の文章を写してあるときは、変わったところだけ直します。個人情報は書かないでください。",
    )
    issue = TextField(label="課題")
    next_action = TextField(label="今後の取組")
    future = forms.ChoiceField(
        label="今後の方向性",
        required=False,
        choices=[UNCHOSEN, *ProgressReport.Outlook.choices],
        widget=forms.Select(attrs={"class": "select select--short"}),
    )
    request = TextField(
        label="推進本部に求めること",
        help_text="判断や支援がほしいことがあるときだけ書きます。推進本部の資料に載ります。",
    )

    def __init__(self, *args: Any, scale: GradeScale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["self_grade"]
        assert isinstance(field, GradeField)  # noqa: S101 - for the type checker
        field.offer(scale)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("implementation", DONE) != DONE:
            cleaned["completed_on"] = None
        grade = cleaned.get("self_grade")
        if grade and not grade.is_delay:
            cleaned["recovery_on"] = None
        return cleaned

    def content(self, otherwise: Content) -> Content:
        """Return what was typed; a field in error keeps what is stored, so that the rest can be saved."""
        values: dict[str, Any] = {
            name: getattr(otherwise, name) if name in self.errors else self.cleaned_data.get(name)
            for name in NAMES
        }
        return Content(**values)


class VersionForm(forms.Form):
    """The version of a report at which a button was shown; a button without one does not mind."""

    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)

    @classmethod
    def of(cls, posted: QueryDict, otherwise: int) -> int:
        """Return the version that was sent, else the other one."""
        form = cls(posted)
        form.is_valid()
        version: int | None = form.cleaned_data.get("version")
        return otherwise if version is None else version


class DeedForm(HouseForm):
    """What every deed may carry: the version that was read, and where to go back to."""

    version = forms.IntegerField(
        required=False, widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class ReasonForm(DeedForm):
    """The reason of a deed that the workflow asks a reason for."""

    reason = TextField(label="理由", required=True, rows=4)

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = f"{label}の理由"
        self.fields["reason"].error_messages["required"] = f"{label}の理由を入力してください。"


class CommentForm(DeedForm):
    """An optional word with a deed."""

    comment = TextField(label="ひとこと", help_text="担当課に伝えたいことがあるときだけ書きます。")


class AcceptForm(CommentForm):
    """The office's own grade, where it differs from the section's, with its reason."""

    reviewed_grade = forms.ModelChoiceField(
        Grade.objects.none(),
        label="確認評価",
        required=False,
        empty_label="担当課の評価のとおり",
        error_messages={"invalid_choice": "この計画の評価から選んでください。"},
    )
    review_reason = TextField(
        label="確認評価の理由", help_text="担当課の評価と違えるときは必ず書きます。"
    )

    field_order = ("reviewed_grade", "review_reason", "comment")

    def __init__(self, *args: Any, report: ProgressReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        field = self.fields["reviewed_grade"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = Grade.objects.filter(scale=report.period.plan.grade_scale_id)

    def clean(self) -> dict[str, Any]:
        grade, reason = (
            self.cleaned_data.get("reviewed_grade"),
            self.cleaned_data.get("review_reason"),
        )
        if grade and grade.pk != self.report.self_grade_id and not reason:
            self.add_error("review_reason", "確認評価を変えるときは、理由を入力してください。")
        return self.cleaned_data
