"""What the office or the leading section fills in to ask the sections something."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from fiscal import wareki
from organizations.models import Department
from progress.models import ReportingPeriod, SectionQuestion
from progress.question_actions import COLUMNS, Facts
from ui.forms import HouseForm

DEFAULT_TEXT = "この期に行ったこと"
MOST_DAYS, MOST_DECIMALS = 60, 2
TOO_LONG = "{}字以内で入力してください（いま%(show_value)d字）。"
CHOSEN = SectionQuestion.Asks.CHOSEN


class PeriodField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A period of the plan."""

    def label_from_instance(self, obj: Any) -> str:
        return wareki.quarter(obj.as_quarter)


class QuestionForm(HouseForm):
    """A question to the sections."""

    # The long list of sections stands last.
    field_order = (
        *("version", "text", "number_label", "unit", "decimals", "first", "last", "days_before"),
        *("asks", "departments"),
    )

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    text = forms.CharField(
        label="問い",
        max_length=100,
        help_text="各課は、これに一行（200字まで）で答えます。",
        error_messages={
            "required": "問いを入力してください。",
            "max_length": TOO_LONG.format(100),
        },
    )
    number_label = forms.CharField(
        label="聞く数",
        required=False,
        max_length=40,
        help_text="数も聞くときだけ、何の数かを書きます。例：利用したツールの数",
        error_messages={"max_length": TOO_LONG.format(40)},
    )
    unit = forms.CharField(
        label="単位",
        required=False,
        max_length=20,
        help_text="例：件、人、時間。指標と同じ単位にすると、合計を指標の値に入れられます。",
        error_messages={"max_length": TOO_LONG.format(20)},
    )
    decimals = forms.TypedChoiceField(
        label="数の桁",
        coerce=int,
        choices=[(0, "整数"), (1, "小数第１位まで"), (2, "小数第２位まで")],
        widget=forms.Select(attrs={"class": "select select--short"}),
    )
    asks = forms.ChoiceField(
        label="聞く課",
        choices=SectionQuestion.Asks.choices,
        widget=forms.RadioSelect,
        help_text="「計画の担当のとおり」では、報告する課のほかの全ての担当課・関係課に聞きます。機構改革があると、その日から後継の課に聞きます。",
        error_messages={"required": "聞く課を選んでください。"},
    )
    departments = forms.MultipleChoiceField(
        label="選ぶ課",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="「選んだ課」のときだけ選びます。",
        error_messages={"invalid_choice": "一覧の課から選んでください。"},
    )
    first = PeriodField(
        ReportingPeriod.objects.none(),
        label="最初の報告期",
        empty_label=None,
        error_messages={"invalid_choice": "この計画の報告期から選んでください。"},
    )
    last = PeriodField(
        ReportingPeriod.objects.none(),
        label="最後の報告期",
        required=False,
        empty_label="決めない（続ける）",
        error_messages={"invalid_choice": "この計画の報告期から選んでください。"},
    )
    days_before = forms.IntegerField(
        label="報告期限の何日前までに答えてもらうか",
        min_value=0,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "input input--num"}),
        help_text="主担当課がまとめる日数です。０なら報告期限と同じ日です。",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            f"０から{MOST_DAYS}までの整数で入力してください。",
        ),
    )

    def __init__(
        self,
        *args: Any,
        sections: Sequence[Department],
        periods: Sequence[ReportingPeriod],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sections = {str(row.pk): row for row in sections}
        chosen = self.fields["departments"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - for the type checker
        chosen.choices = [(pk, str(row)) for pk, row in self.sections.items()]
        for name in ("first", "last"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
            field.queryset = ReportingPeriod.objects.filter(pk__in=[row.pk for row in periods])

    @classmethod
    def again(
        cls, posted: QueryDict, version: int, why: Exception, **kwargs: Any
    ) -> "QuestionForm":
        """The same input, to be saved over a newer version, with the reason why it has not been saved."""
        data = posted.copy()
        data["version"] = str(version)
        form = cls(data, **kwargs)
        form.add_error(None, str(why))
        return form

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("number_label") == "":
            if data.get("unit"):
                self.add_error(
                    "number_label", "単位だけでは分かりません。何の数かも書いてください。"
                )
            data["decimals"] = 0
        if data.get("asks") == CHOSEN and not data.get("departments"):
            self.add_error("departments", "聞く課を１つ以上選んでください。")
        return data

    @property
    def facts(self) -> Facts:
        """What a valid form says."""
        data = self.cleaned_data
        departments = tuple(self.sections[pk] for pk in data["departments"])
        return Facts(**{name: data[name] for name in COLUMNS}, departments=departments)


def initial(question: SectionQuestion | None, current: ReportingPeriod | None) -> dict[str, object]:
    """What the form starts with: the question, or a new one from the current period on."""
    if question is None:
        return {
            "version": 0,
            "text": DEFAULT_TEXT,
            "decimals": 0,
            "asks": SectionQuestion.Asks.DUTY,
            "first": current,
            "days_before": 0,
        }
    return {
        **{name: getattr(question, name) for name in COLUMNS},
        "departments": [str(pk) for pk in question.departments.values_list("pk", flat=True)],
        "version": question.version,
    }
