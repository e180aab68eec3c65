"""Forms of a 改定案: its head, what belongs to the whole plan, one 取組事項, its withdrawal."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from exchange.planfile import records
from exchange.planfile.schema import Field, Record
from exchange.revision import controls
from exchange.revision.controls import Options
from exchange.revision.identity import Group
from ui.forms import DateField, HouseForm, dress, speak

PLAN_KEYS = ("title", "first_year", "last_year", "schedule_first_year", "headquarters")
INITIATIVE_KEYS = ("title", "origin", "situation", "direction", "departments_printed", "page")
NEW_KEYS = ("category", "code", "number")
# The plan may be prolonged or begin earlier by so many years.
SPARE_YEARS = 6


class HeadForm(HouseForm):
    """Title, reason and date of a revision."""

    title = forms.CharField(
        label="改定の名称",
        max_length=120,
        help_text="例：令和８年11月改定",
        error_messages={"required": "改定の名称を入力してください。"},
    )
    in_force_on = DateField(
        label="施行日",
        help_text="この日から、改定後の計画になります。",
        error_messages={
            "required": "施行日を入力してください。",
            "invalid": "日付は 2026-11-01 のように入力してください。",
        },
    )
    reason = forms.CharField(
        label="改定の理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="新旧対照表の「理由」に入ります。箇所ごとの理由は、後で書けます。",
        error_messages={"required": "改定の理由を入力してください。"},
    )


class RecordForm(HouseForm):
    """Controls for some keys of a record."""

    def __init__(
        self, *args: Any, record: Record, keys: Iterable[str], options: Options, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keys: tuple[Field, ...] = tuple(f for f in record.fields if f.key in keys)
        for one in self.keys:
            self.fields[one.key] = controls.control(record, one, options)
        dress(self.fields)
        speak(self.fields)

    def taken(self, entry: Group) -> Group:
        """Return the entry with what was typed."""
        return controls.taken(self.keys, self.cleaned_data, entry)


def plan_form(document: Group, data: Any = None) -> RecordForm:
    """Return the form of 計画の期間・題名."""
    plan = document["plan"]
    years = range(plan["first_year"] - SPARE_YEARS, plan["last_year"] + SPARE_YEARS + 1)
    form = RecordForm(
        data,
        record=records.PLAN,
        keys=PLAN_KEYS,
        options=Options(years=years),
        initial=controls.shown(records.PLAN.fields, plan),
    )
    for number, statement in periods(document).items():
        name = f"period_{number}"
        form.fields[name] = forms.CharField(
            label="計画の期間の記述（原文）",
            initial=statement.get("text", ""),
            required=False,
            strip=False,
            widget=forms.Textarea(attrs={"rows": 4, "class": "area"}),
        )
    return form


def periods(document: Group) -> Mapping[int, Group]:
    """Return the statements that print the period of the plan, by their place."""
    return {n: s for n, s in enumerate(document["statements"]) if s["kind"] == "period"}


def with_plan(form: RecordForm, document: Group) -> Group:
    """Return the document with what the form of the plan says."""
    statements = list(document["statements"])
    for number in periods(document):
        text = form.cleaned_data[f"period_{number}"].replace("\r\n", "\n").strip("\n")
        statements[number] = {k: v for k, v in statements[number].items() if k != "text"}
        if text:
            statements[number]["text"] = text
    return {**document, "plan": form.taken(document["plan"]), "statements": statements}


def initiative_form(
    entry: Group, options: Options, data: Any = None, *, is_new: bool = False
) -> RecordForm:
    """Return the form of a 取組事項; a new one also says where it stands."""
    keys = (*NEW_KEYS, *INITIATIVE_KEYS) if is_new else INITIATIVE_KEYS
    form = RecordForm(
        data,
        record=records.INITIATIVE,
        keys=keys,
        options=options,
        initial=controls.shown(records.INITIATIVE.fields, entry),
    )
    form.fields["reason"] = forms.CharField(
        label="この改定の理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "area area--2"}),
        help_text="空欄なら、改定全体の理由が入ります。",
    )
    return form


class WithdrawalForm(HouseForm):
    """Which 取組事項 carries on what is withdrawn, and why."""

    successor = forms.ChoiceField(
        label="統合先",
        required=False,
        help_text="統合して続けるときに選びます。廃止だけのときは選びません。",
        error_messages={"invalid_choice": "一覧にあるものから選んでください。"},
    )
    reason = forms.CharField(
        label="廃止・統合の理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "廃止・統合の理由を入力してください。"},
    )

    def __init__(self, *args: Any, others: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "統合しない（廃止）"), *others]
