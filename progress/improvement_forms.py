"""What people fill in about 業務改善報告: its content, how a reader narrows the list, what the office says."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from fiscal import typed, wareki
from initiatives.models import Initiative, InitiativeQuerySet
from organizations.models import Department
from progress.forms import TextField
from progress.improvement_actions import NEEDED, Facts
from progress.improvement_workflow import STATE_LABELS
from progress.models import Improvement
from progress.naming import number_of
from ui.forms import DateField, HouseForm

SAVE, SUBMIT = "save", "submit"
FIRST_DAY = date(1989, 1, 8)
TITLE_LENGTH, UNIT_LENGTH, MOST_DIGITS, DECIMALS = 100, 20, 12, 2
TOO_LONG = "{}字以内で入力してください（いま%(show_value)d字）。"
NUMBER_WORDS = {
    "invalid": "数字で入力してください（例：120、1.5）。",
    "min_value": "０以上の数字で入力してください。",
    **dict.fromkeys(("max_digits", "max_whole_digits"), "10桁までの数字で入力してください。"),
    "max_decimal_places": "小数は２桁までで入力してください。",
}


class AmountField(forms.DecimalField):
    """A number as people type it: full-width digits and separators of thousands are understood."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=Decimal(0),
            max_digits=MOST_DIGITS,
            decimal_places=DECIMALS,
            localize=False,
            widget=forms.TextInput(attrs={"class": "input input--num", "inputmode": "decimal"}),
            error_messages=NUMBER_WORDS,
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = typed.plain(value).replace(",", "").replace("、", "")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored 120.00 as 120."""
        if isinstance(value, Decimal) and value.is_finite():
            return f"{value.normalize():f}"
        return value


class ImprovementForm(HouseForm):
    """An improvement. A draft needs a name and a day; 提出 asks for the rest."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="課",
        empty_label=None,
        error_messages={"invalid_choice": "一覧の課から選んでください。"},
    )
    kind = forms.ChoiceField(
        label="区分",
        choices=Improvement.Kind.choices,
        widget=forms.RadioSelect,
        help_text="報告：もう実施したこと。提案：これから実施したいこと。",
        error_messages={"required": "区分を選んでください。"},
    )
    title = forms.CharField(
        label="件名",
        max_length=TITLE_LENGTH,
        help_text="例：証明書の申請書を１枚にまとめた",
        error_messages={
            "required": "件名を入力してください。",
            "max_length": TOO_LONG.format(TITLE_LENGTH),
        },
    )
    made_on = DateField(label="実施した日・提案の日")
    before = TextField(
        label="改善前の状況", rows=4, help_text="何に困っていたか。どれだけ手間が掛かっていたか。"
    )
    done = TextField(
        label="改善の内容",
        rows=4,
        help_text="何をどう変えたか（変えたいか）。ほかの課がまねできるように書きます。",
    )
    effect = TextField(
        label="効果", rows=4, help_text="市民や職員にとって何が良くなったか（良くなる見込みか）。"
    )
    amount = AmountField(
        label="効果の数値",
        required=False,
        help_text="数えられるときだけ。例：120（１年間に減った時間）",
    )
    unit = forms.CharField(
        label="単位",
        required=False,
        max_length=UNIT_LENGTH,
        widget=forms.TextInput(attrs={"class": "input input--num", "list": "units"}),
        help_text="例：時間／年、枚／年、件／年",
        error_messages={"max_length": TOO_LONG.format(UNIT_LENGTH)},
    )

    def __init__(
        self, *args: Any, sections: Sequence[Department], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = Department.objects.filter(pk__in=[row.pk for row in sections])

    @property
    def submits(self) -> bool:
        """Whether the person asked to hand it in at once."""
        return self.data.get("action") == SUBMIT

    def clean_made_on(self) -> date:
        made_on: date = self.cleaned_data["made_on"]
        if made_on > self.today:
            raise forms.ValidationError("先の日付は入れられません。")
        if made_on < FIRST_DAY:
            raise forms.ValidationError("年を確かめてください。平成より前の日付です。")
        return made_on

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if {"amount", "unit"} <= values.keys():
            amount, unit = values["amount"], values["unit"]
            if amount is not None and not unit:
                self.add_error("unit", "数値の単位を入力してください。例：時間／年")
            if unit and amount is None:
                self.add_error("amount", "単位だけでは分かりません。数値も入力してください。")
        if self.submits:
            for name in NEEDED:
                if values.get(name) == "":
                    label = self.fields[name].label
                    self.add_error(name, f"提出するには、{label}を入力してください。")
        return values

    @property
    def facts(self) -> Facts:
        """What a valid form says."""
        return Facts(**{key: value for key, value in self.cleaned_data.items() if key != "version"})

    @classmethod
    def again(cls, posted: QueryDict, version: int, **kwargs: Any) -> "ImprovementForm":
        """The same input, to be saved over a newer version."""
        data = posted.copy()
        data["version"] = str(version)
        return cls(data, **kwargs)


class InitiativeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An initiative of any plan, offered with its number and its plan."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{number_of(obj)} {obj.title}（{obj.plan}）"


class VerdictForm(HouseForm):
    """What the office decides about an improvement."""

    LIST, GOOD, RETURN = "list", "good", "return"

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    verdict = forms.ChoiceField(
        label="判断",
        widget=forms.RadioSelect,
        choices=[
            (LIST, "掲載する（庁内の全員が読めます）"),
            (GOOD, "優良事例として掲載する"),
            (RETURN, "差し戻す"),
        ],
        error_messages={"required": "どれかを選んでください。"},
    )
    reason = TextField(
        label="理由",
        rows=4,
        help_text="優良事例とするとき、差し戻すときに書きます。優良事例の理由は推進本部の資料に載ります。",
    )
    initiative = InitiativeField(
        Initiative.objects.none(),
        label="関係する取組事項",
        required=False,
        empty_label="どの取組事項にも結び付けない",
        help_text="選ぶと、その取組事項の個票にも出ます。",
        error_messages={"invalid_choice": "一覧の取組事項から選んでください。"},
    )

    def __init__(self, *args: Any, initiatives: InitiativeQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["initiative"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = initiatives

    @classmethod
    def again(cls, posted: QueryDict, version: int, why: Exception, **kwargs: Any) -> "VerdictForm":
        """The same input beside the newer text, with the reason why it has not been saved."""
        data = posted.copy()
        data["version"] = str(version)
        form = cls(data, **kwargs)
        form.add_error(None, str(why))
        return form

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        verdict, reason = values.get("verdict"), values.get("reason")
        if verdict in {self.GOOD, self.RETURN} and reason == "":
            word = "優良事例とする" if verdict == self.GOOD else "差し戻す"
            self.add_error("reason", f"{word}理由を入力してください。")
        if verdict == self.LIST and reason:
            self.add_error("reason", "理由は、優良事例とするとき、差し戻すときだけ入力します。")
        return values


class ImprovementFilter(HouseForm):
    """Words, 年度, 課, 優良事例, 状態."""

    q = forms.CharField(label="ことばで探す", required=False, max_length=100)
    year = forms.ChoiceField(label="年度", required=False)
    department = forms.ChoiceField(label="課", required=False)
    good = forms.ChoiceField(
        label="優良事例", required=False, choices=[("", "すべて"), ("yes", "優良事例だけ")]
    )
    state = forms.ChoiceField(
        label="状態",
        required=False,
        choices=[("", "すべて"), *((str(key), word) for key, word in STATE_LABELS.items())],
    )

    def __init__(
        self, *args: Any, years: Iterable[int], sections: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "year": [(str(year), wareki.fiscal_year(year)) for year in years],
            "department": [(str(pk), name) for pk, name in sections],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [("", "すべて"), *choices]
        for name in ("year", "department", "good", "state"):
            self.fields[name].error_messages["invalid_choice"] = "一覧にあるものを選んでください。"

    @classmethod
    def searches(cls, query: QueryDict) -> bool:
        """Whether an address asks for words."""
        return bool(query.get("q", "").strip())

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for; what cannot be read narrows nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
