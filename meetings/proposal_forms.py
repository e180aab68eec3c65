"""What the office fills in about a proposal, heading by heading."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import Model, QuerySet
from django.forms import BoundField

from initiatives.models import Plan
from meetings import comparison
from meetings.comparison import Count
from meetings.models import Proposal, ProposalComparison
from meetings.models.proposal import HIGHEST
from meetings.paper import HEADINGS
from meetings.proposal_actions import COLUMNS, Facts, counts_of
from organizations.models import Department
from ui.forms import DateField, HouseForm, dress

LONGEST = 10_000
NUMBER = {
    "invalid": "数字で入力してください。",
    "min_value": "{}以上にしてください。",
    "max_value": f"{HIGHEST}以下にしてください。",
}


class ProseField(forms.CharField):
    """A text of several paragraphs as it is printed: indents stay, ends of lines are of one kind."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=LONGEST, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text without what nobody sees: spaces at line ends, empty lines at both ends."""
        return tidy(super().to_python(value) or "")


def tidy(text: str) -> str:
    """A text of several paragraphs in one spelling."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


def _text(label: str, hint: str = "", *, rows: int = 3) -> ProseField:
    area = forms.Textarea(attrs={"class": "area area--3", "rows": rows})
    return ProseField(label=label, help_text=hint, widget=area)


def _short(name: str, label: str, hint: str = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=_longest(Proposal, name),
        error_messages={"required": "入力してください。"},
    )


def _longest(model: type[Model], name: str) -> int:
    """The room of a column."""
    longest: int = cast("Any", model._meta.get_field(name)).max_length
    return longest


def _number(label: str, least: int, hint: str = "") -> forms.IntegerField:
    errors = {key: text.format(least) for key, text in NUMBER.items()}
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=least,
        max_value=HIGHEST,
        error_messages=errors,
    )


def _line_fields(at: int) -> dict[str, forms.Field]:
    """The controls of a line of ⑦."""
    labels = {"label": "", "count": "の数", "unit": "の単位", "names": "の自治体名"}
    return {f"row{at}_{part}": _line_field(part, f"⑦ 区分{at}{of}") for part, of in labels.items()}


def _line_field(part: str, label: str) -> forms.Field:
    if part == "count":
        return _number(label, 0)
    longest = _longest(ProposalComparison, part)
    return forms.CharField(label=label, required=False, max_length=longest)


class ProposalForm(HouseForm):
    """A 提案書 in the order in which it is printed."""

    kind = forms.ChoiceField(label="区分", choices=Proposal.Kind.choices)
    submitted_on = DateField(label="提出日", required=False, help_text="提出するまでに入れます。")
    department_printed = _short(
        "department_printed",
        "担当部・課",
        "紙に出すとおりに。例：復興政策部ＩＣＴ総合推進課",
        required=True,
    )
    extension = _short("extension", "内線")
    department = forms.ModelChoiceField(
        Department.objects.none(), label="組織の課", required=False, empty_label="結び付けない"
    )
    plan = forms.ModelChoiceField(
        Plan.objects.none(),
        label="対象の計画",
        required=False,
        empty_label="なし",
        help_text="選んで「計画から写す」を押すと、空いている欄に、計画で分かることを入れます。",
    )
    subject = _short("subject", "件名", required=True)
    background = _text("【背景】", rows=6)
    aim = _text("【目的】")
    laws = _text("【根拠法令】", "１行に１つ。")
    alignment = forms.ChoiceField(
        label="計画との整合性",
        choices=[("", "決めていない（様式のまま印刷）"), *Proposal.Alignment.choices],
        required=False,
    )
    alignment_text = _text("整合性の内容")
    course = _text("経過")
    participation = forms.ChoiceField(
        label="市民参加",
        choices=[("", "書かない"), *Proposal.Participation.choices],
        required=False,
    )
    participation_text = _text("市民参加の内容")
    content = _text("主な内容", "段落ごとに１行。見出しは「１　」「（１）」で始めます。", rows=16)
    effect = _text("影響・効果")
    cost = _text("財源措置・複数年のコスト")
    comparison = _text("比較検討の文章")
    comparison_title = _short("comparison_title", "表題")
    comparison_scope = _short("comparison_scope", "範囲", "例：県内")
    comparison_total = _number("全数", 1, "例：35。区分の数の合計と照らし合わせます。")
    comparison_source = _short("comparison_source", "出典")
    comparison_as_of = DateField(label="時点", required=False)
    schedule = _text("今後の予定", "１行に１つ。例：令和４年１月　設置要綱の改正")
    other = _text("その他")

    def __init__(
        self,
        *args: Any,
        plans: QuerySet[Plan],
        departments: QuerySet[Department],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["plan"]).queryset = plans
        cast("Any", self.fields["department"]).queryset = departments
        for at in range(1, comparison.AT_MOST + 1):
            self.fields |= _line_fields(at)
        dress(self.fields)

    def clean(self) -> dict[str, Any]:
        """Refuse numbers of ⑦ without a name, and numbers that do not add up."""
        for at in range(1, comparison.AT_MOST + 1):
            has_more = any(self.cleaned_data.get(f"row{at}_{part}") for part in ("count", "names"))
            number = self.cleaned_data.get(f"row{at}_count")
            if (has_more or number == 0) and not self.cleaned_data.get(f"row{at}_label"):
                self.add_error(f"row{at}_label", "区分を入力してください。")
        numbers = [count.number for count in self.counts()]
        objection = comparison.objection(numbers, self.cleaned_data.get("comparison_total"))
        if objection:
            self.add_error("comparison_total", objection)
        return self.cleaned_data

    def counts(self) -> tuple[Count, ...]:
        """The lines of ⑦ that were filled in."""
        return tuple(self._counts())

    def _counts(self) -> Iterator[Count]:
        for at in range(1, comparison.AT_MOST + 1):
            label, number, unit, names = (
                self.cleaned_data.get(f"row{at}_{part}")
                for part in ("label", "count", "unit", "names")
            )
            if label:
                yield Count(label, number, unit or "自治体", names or "")

    def facts(self, kept: Proposal | None = None) -> Facts:
        """What was filled in; where the text was taken from stays as it is."""
        values = {name: self.cleaned_data[name] for name in COLUMNS if name in self.fields}
        return Facts(**values, source=kept.source if kept else "")

    def lines(self) -> list[list[BoundField]]:
        """The controls of ⑦, line by line."""
        parts = ("label", "count", "unit", "names")
        return [
            [self[f"row{at}_{part}"] for part in parts] for at in range(1, comparison.AT_MOST + 1)
        ]

    def groups(self) -> list["Group"]:
        """The other controls, under the headings of the paper."""
        return [
            Group(
                f"g{at}",
                title,
                [self[name] for name in names],
                has_plan="plan" in names,
                has_lines="comparison" in names,
            )
            for at, (title, names) in enumerate(GROUPS.items())
        ]


@dataclass(frozen=True)
class Group:
    """The controls under one heading of the paper."""

    anchor: str
    title: str
    fields: list[BoundField]
    has_plan: bool
    has_lines: bool


def _heading(number: str) -> str:
    return f"{number} {HEADINGS[number].replace('　', '')}"


GROUPS = {
    "提案書の頭": (
        *("kind", "submitted_on", "department_printed", "extension", "department", "plan"),
    ),
    _heading("①"): ("subject",),
    _heading("②"): ("background", "aim"),
    _heading("③"): ("laws", "alignment", "alignment_text"),
    _heading("④"): ("course", "participation", "participation_text"),
    _heading("⑤"): ("content",),
    _heading("⑥"): ("effect", "cost"),
    _heading("⑦"): (
        *("comparison", "comparison_title", "comparison_scope", "comparison_total"),
        *("comparison_source", "comparison_as_of"),
    ),
    _heading("⑧"): ("schedule",),
    _heading("⑨"): ("other",),
}


def initial_of(proposal: Proposal) -> dict[str, Any]:
    """The stored values of a proposal."""
    values: dict[str, Any] = {name: getattr(proposal, name) for name in COLUMNS}
    for at, count in enumerate(counts_of(proposal), 1):
        named = {
            "label": count.label,
            "count": count.number,
            "unit": count.unit,
            "names": count.names,
        }
        values |= {f"row{at}_{part}": value for part, value in named.items()}
    return values


def texts(form: ProposalForm) -> dict[str, str]:
    """Every answer as a browser sends it, in one spelling, so that two inputs can be compared."""
    return {name: _as_text(form[name].value()) for name in form.fields}


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return tidy(str(value.pk if isinstance(value, Model) else value))
