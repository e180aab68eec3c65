"""Forms of 個別項目: how a reader narrows a list, and what becomes of its rows."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from fiscal import wareki
from initiatives.item_actions import Change
from initiatives.item_counts import Section
from initiatives.item_rows import UNKNOWN, Narrowing
from initiatives.models import InitiativeItem
from ui.forms import DateField, HouseForm

Status = InitiativeItem.Status
STATUSES = [(value or UNKNOWN, label) for value, label in Status.choices]
ORDER_CHOICES = [
    ("", "資料の順"),
    ("department", "担当課ごと"),
    ("status", "状況ごと"),
    ("done", "完了の新しい順"),
]
TICKED, SHOWN, FOUND = "ticked", "shown", "found"
KEY = re.compile(r"[0-9]{1,18}", re.ASCII)
LARGEST = 2**63 - 1
# Before this day the eras of the product have no use for a deed of a DX plan.
FIRST_DAY = date(1989, 1, 8)
STALE_PAGE = "画面の内容を読み取れませんでした。一覧を開き直してください。"


class KeysField(forms.Field):
    """Any number of keys of rows."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> set[int]:
        texts = value or ()
        if not all(KEY.fullmatch(text) for text in texts):
            raise ValidationError("選んだ行を読み取れませんでした。一覧を開き直してください。")
        return {int(text) for text in texts}


class ItemFilter(HouseForm):
    """Words, 状況, 担当課, and the order."""

    q = forms.CharField(label="ことばで探す", required=False, max_length=100)
    status = forms.ChoiceField(
        label="状況", required=False, choices=[("", "すべて"), *STATUSES[1:], STATUSES[0]]
    )
    department = forms.ChoiceField(label="担当課", required=False)
    order = forms.ChoiceField(label="並び", required=False, choices=ORDER_CHOICES)

    def __init__(self, *args: Any, sections: Iterable[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "すべて"), *((row.key, row.name) for row in sections)]
            field.error_messages["invalid_choice"] = "一覧にあるものを選んでください。"

    @property
    def asked(self) -> Narrowing:
        """What was asked for; what cannot be read narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        return Narrowing(
            words=data.get("q", ""),
            status=data.get("status", ""),
            section=data.get("department", ""),
            order=data.get("order", "") or "number",
        )


class ChangeForm(HouseForm):
    """What becomes of rows: 状況, 完了日, 備考, and why. ``seen`` is what the page was read at."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=LARGEST,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), STALE_PAGE),
    )
    status = forms.ChoiceField(
        label="状況",
        choices=[("", "選んでください"), *STATUSES[1:], STATUSES[0]],
        error_messages={
            "required": "状況を選んでください。",
            "invalid_choice": "一覧にある状況から選んでください。",
        },
    )
    done_on = DateField(label="完了日", required=False, help_text="「完了」のときに入力します。")
    note = forms.CharField(
        label="備考",
        required=False,
        max_length=200,
        error_messages={"max_length": "備考は%(limit_value)d字までで入力してください。"},
    )
    reason = forms.CharField(
        label="変更の理由",
        required=False,
        max_length=60,
        help_text="履歴に残ります。例：システムの稼働による",
        error_messages={"max_length": "理由は%(limit_value)d字までで入力してください。"},
    )
    clear = forms.BooleanField(
        label="完了の記録（完了年度・完了日）を消して、状況を変える", required=False
    )

    # A row that the document calls 完了 without a day may stay so; anything else needs the day.
    may_lack_day = False

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_status(self) -> str:
        value = str(self.cleaned_data["status"])
        return "" if value == UNKNOWN else value

    def clean_done_on(self) -> date | None:
        day: date | None = self.cleaned_data["done_on"]
        if day is not None and day > self.today:
            words = f"完了日は今日（{wareki.full_date(self.today)}）までの日付にしてください。"
            raise ValidationError(words)
        if day is not None and day < FIRST_DAY:
            raise ValidationError("完了日の年を確かめてください。平成より前の日付です。")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "status" not in data or "done_on" not in data:
            return data
        is_done, day = data["status"] == Status.DONE, data["done_on"]
        if is_done and day is None and not self.may_lack_day:
            self.add_error("done_on", "「完了」にするときは、完了日を入力してください。")
        if day is not None and not is_done:
            self.add_error("done_on", "完了日は、状況が「完了」のときだけ入力します。")
        return data

    @property
    def reading(self) -> dict[str, Any]:
        """What the person had before them, and why they change it."""
        return {name: self.cleaned_data[name] for name in ("seen", "reason")}


class BulkForm(ChangeForm):
    """The same for many rows: those with a tick, or all that a page or a search shows."""

    item = KeysField(label="選んだ行", required=False)
    scope = forms.ChoiceField(
        label="変更する行",
        widget=forms.RadioSelect,
        choices=[
            (TICKED, "印を付けた行"),
            (SHOWN, "この頁に表示しているすべての行"),
            (FOUND, "絞り込んだすべての行"),
        ],
        error_messages={
            "required": "変更する行を選んでください。",
            "invalid_choice": "変更する行を選び直してください。",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "done_on"
        ].help_text = "「完了」のときに入力します。完了の時期が既にある行の日付は変えません。"
        self.fields["note"].help_text = "空欄なら、それぞれの行の備考を残します。"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("scope") == TICKED and "item" in data and not data["item"]:
            self.add_error("scope", "表の左端で、変更する行に印を付けてください。")
        return data

    @property
    def change(self) -> Change:
        """What a valid form asks for."""
        data = self.cleaned_data
        return Change(
            status=data["status"],
            done_on=data["done_on"],
            note=data["note"] or None,
            keeps_dates=True,
            may_clear=data["clear"],
        )


class ItemForm(ChangeForm):
    """The same for one row, with its 備考 as it is to be."""

    def __init__(self, *args: Any, item: InitiativeItem, version: int, **kwargs: Any) -> None:
        initial = {
            "seen": version,
            "status": item.status or UNKNOWN,
            "done_on": item.done_on,
            "note": item.note,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.may_lack_day = item.status == Status.DONE and item.done_on is None
        if self.may_lack_day:
            known = (
                "時期の記載なし" if item.done_year is None else wareki.fiscal_year(item.done_year)
            )
            self.fields["done_on"].help_text = f"今の記録（{known}）のままにするときは空欄です。"

    @property
    def change(self) -> Change:
        """What a valid form asks for."""
        data = self.cleaned_data
        return Change(
            status=data["status"],
            done_on=data["done_on"],
            note=data["note"],
            may_clear=data["clear"],
        )
