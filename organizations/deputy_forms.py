"""What is typed to name a deputy of a section's head."""

import re
from typing import Any, cast

from django import forms
from django.db.models import Value
from django.db.models.functions import Replace

from organizations.keeping_forms import CHOOSE, REQUIRED, SpanForm
from organizations.models import Department, DepartmentQuerySet, Municipality, User
from ui.forms import DateField

NOBODY = "当たる人がいません。氏名か職員番号を確かめてください。"


class DeputyForm(SpanForm):
    """Who stands in for which head, from when to when, and why."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label="課", empty_label="選んでください", error_messages=CHOOSE
    )
    person = forms.CharField(
        label="代理をする人",
        max_length=150,
        error_messages=REQUIRED,
        help_text="氏名か職員番号。課の外の人でも構いません。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "colleagues"}),
    )
    valid_from = DateField(label="はじめの日")
    valid_to = DateField(
        label="おわりの日", help_text="この日まで。過ぎると、何もしなくても権限がなくなります。"
    )
    reason = forms.CharField(
        label="理由",
        max_length=60,
        error_messages=REQUIRED,
        help_text="例：出張のため。記録に残ります。",
    )

    def __init__(
        self, *args: Any, city: Municipality, departments: DepartmentQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.city = city
        field = cast("forms.ModelChoiceField[Department]", self.fields["department"])
        field.queryset = departments
        for name in ("valid_from", "valid_to"):
            self.fields[name].error_messages["required"] = REQUIRED["required"]

    def clean_person(self) -> User:
        """The only person of that 職員番号, else of that name; spaces do not count."""
        typed = self.cleaned_data["person"].strip()
        everybody = User.objects.filter(municipality=self.city, is_active=True)
        plain = Replace(Replace("name", Value(" ")), Value("　"))
        named = everybody.annotate(plain=plain).filter(plain=re.sub(r"\s", "", typed))
        found = list(everybody.filter(username=typed)) or list(named.order_by("username"))
        if not found:
            raise forms.ValidationError(NOBODY)
        if len(found) > 1:
            numbers = "、".join(user.username for user in found)
            raise forms.ValidationError(
                f"同じ氏名の人がいます。職員番号（{numbers}）で入力してください。"
            )
        return found[0]
