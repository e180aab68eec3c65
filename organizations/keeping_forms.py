"""What the administrator types about the city hall, its sections, people and posts."""

from typing import Any, cast
from unicodedata import normalize

from django import forms
from django.db.models import QuerySet

from organizations.codes import validate_municipality_code
from organizations.models import Department, DepartmentQuerySet, Municipality, Post, User
from organizations.people_actions import Days
from organizations.prefectures import prefecture_of
from organizations.roles import Role
from ui.forms import DateField, HouseForm

REQUIRED = {"required": "入力してください。"}
CHOOSE = {"required": "選んでください。", "invalid_choice": "一覧から選んでください。"}
OPEN_END = "決まっていなければ空欄です。"


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


class SpanForm(HouseForm):
    """A form with a first and a last day."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            last = self.fields["valid_to"].label
            self.add_error(
                "valid_to", f"{last}は{self.fields['valid_from'].label}以後にしてください。"
            )
        return data


class CodeField(forms.CharField):
    """A code of digits; full-width ones mean the same."""

    def to_python(self, value: Any) -> str:
        return normalize("NFKC", str(super().to_python(value)))


class CityForm(HouseForm):
    """The city hall: code and name; the rest follows from the code."""

    code = CodeField(
        label="全国地方公共団体コード",
        max_length=6,
        validators=[validate_municipality_code],
        error_messages={**REQUIRED, "max_length": "６桁で入力してください。"},
        help_text="半角数字６桁（検査数字を含む）。標準地域コードは、はじめの５桁から決まります。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input input--num"}),
    )
    name = forms.CharField(
        label="自治体名", max_length=50, error_messages=REQUIRED, help_text="例：石巻市"
    )
    prefecture = forms.CharField(
        label="都道府県名",
        max_length=10,
        required=False,
        help_text="空欄のときは、コードから分かる都道府県名が入ります。",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("prefecture") and "code" in data:
            data["prefecture"] = prefecture_of(data["code"])
            if not data["prefecture"]:
                self.add_error("prefecture", "コードから分かりません。入力してください。")
        return data


class DepartmentForm(SpanForm):
    """A section."""

    name = forms.CharField(label="名称", max_length=80, error_messages=REQUIRED)
    parent = forms.ModelChoiceField(
        Department.objects.none(),
        label="上位の部",
        required=False,
        empty_label="なし",
        error_messages=CHOOSE,
    )
    code = forms.CharField(
        label="コード",
        max_length=20,
        required=False,
        help_text="庁内の所属コードがあれば入れます。",
    )
    extension = forms.CharField(label="内線", max_length=20, required=False)
    valid_from = DateField(label="設置日", required=False, help_text="分からなければ空欄です。")
    valid_to = DateField(
        label="廃止日",
        required=False,
        help_text="この日まであった、という日。今もある課は空欄です。",
    )

    def __init__(self, *args: Any, parents: DepartmentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "parent", parents)


class SecretariatForm(HouseForm):
    """Which section is the 事務局."""

    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="事務局の課",
        empty_label="選んでください",
        error_messages=CHOOSE,
        help_text="計画を管理し、報告期を開き、全課の報告を受理する課です。",
    )

    def __init__(self, *args: Any, departments: DepartmentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "department", departments)


class PostForm(SpanForm):
    """Which role in which section, and for how long."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label="所属", empty_label="選んでください", error_messages=CHOOSE
    )
    role = forms.ChoiceField(
        label="役割", choices=[("", "選んでください"), *Role.choices], error_messages=CHOOSE
    )
    title = forms.CharField(
        label="職名",
        max_length=60,
        required=False,
        help_text="例：課長、主査。画面の氏名に付きます。",
    )
    is_deputy = forms.BooleanField(
        label="所属長の代理",
        required=False,
        help_text="所属長に代わって確認する人です。発令日と終了日が要ります。",
    )
    valid_from = DateField(
        label="発令日", required=False, help_text="空欄のときは、すぐに使えます。"
    )
    valid_to = DateField(label="終了日", required=False, help_text=OPEN_END)

    def __init__(self, *args: Any, departments: DepartmentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "department", departments)


class AccountForm(SpanForm):
    """Name and address of a person, and until when the account can be used."""

    name = forms.CharField(label="氏名", max_length=60, error_messages=REQUIRED)
    email = forms.EmailField(
        label="メールアドレス",
        required=False,
        error_messages={"invalid": "メールアドレスの形で入力してください。"},
    )
    valid_from = DateField(
        label="利用開始日",
        required=False,
        help_text="この日からログインできます。空欄のときは、すぐに使えます。",
    )
    valid_to = DateField(
        label="利用終了日",
        required=False,
        help_text="この日までログインできます。退職などが決まったときに入れます。",
    )


class PersonForm(PostForm):
    """A new person with the first post, in one form."""

    username = forms.CharField(
        label="職員番号",
        max_length=150,
        validators=[User.username_validator],
        error_messages=REQUIRED,
        help_text="ログインに使います。半角の英数字と @ . + - _ が使えます。",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    name = forms.CharField(label="氏名", max_length=60, error_messages=REQUIRED)
    field_order = (
        *("username", "name", "department", "role"),
        *("title", "is_deputy", "valid_from", "valid_to"),
    )


def city_initial(city: Municipality | None) -> dict[str, Any]:
    """The stored values of a city hall."""
    names = ("code", "name", "prefecture")
    return {name: getattr(city, name) for name in names} if city else {}


def department_initial(department: Department) -> dict[str, Any]:
    """The stored values of a section."""
    names = ("name", "code", "extension", "valid_from", "valid_to")
    return {name: getattr(department, name) for name in names} | {"parent": department.parent_id}


def account_initial(person: User) -> dict[str, Any]:
    """The stored values of an account."""
    names = ("name", "email", "valid_from", "valid_to")
    return {name: getattr(person, name) for name in names}


def account_of(form: AccountForm) -> dict[str, Any]:
    """What was typed about an account, as the deed takes it."""
    typed = dict(form.cleaned_data)
    days = Days(typed.pop("valid_from"), typed.pop("valid_to"))
    return {**typed, "days": days}


def post_initial(post: Post) -> dict[str, Any]:
    """The stored values of a post."""
    names = ("role", "title", "is_deputy", "valid_from", "valid_to")
    return {name: getattr(post, name) for name in names} | {"department": post.department_id}
