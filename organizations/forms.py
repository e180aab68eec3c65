"""Forms of signing in and of passwords."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import (
    AdminUserCreationForm,
    AuthenticationForm,
    PasswordChangeForm,
    UsernameField,
)
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.forms import CharField, PasswordInput, TextInput

from fiscal import clock, wareki
from organizations import first_administrator
from organizations.account_days import closed_because
from organizations.models import User
from ui.forms import dress


class SignInForm(AuthenticationForm):
    """職員番号 and password. Which of the two is wrong is not told."""

    username = UsernameField(
        label="職員番号",
        widget=TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = CharField(
        label="パスワード",
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = wareki.digits(settings.AXES_FAILURE_LIMIT)
        wrong = (
            "職員番号かパスワードが正しくありません。"
            f"続けて{limit}回間違えると、しばらくログインできなくなります。"
        )
        self.error_messages = {"invalid_login": wrong, "inactive": wrong}
        dress(self.fields)

    def confirm_login_allowed(self, user: Any) -> None:
        """Say from or until when the account can be used: only to whoever knows its password."""
        super().confirm_login_allowed(user)
        closed = closed_because(user, clock.today())
        if closed:
            raise ValidationError(closed, code="closed")


class PasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "いまのパスワード"
        self.fields["new_password1"].label = "新しいパスワード"
        self.fields["new_password2"].label = "新しいパスワード（もう一度）"
        self.fields["new_password1"].help_text = self.fields["new_password2"].help_text = ""
        self.rules = password_validators_help_texts()
        dress(self.fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("old_password") and data["old_password"] == data.get("new_password1"):
            self.add_error("new_password1", "いまのパスワードと違うものにしてください。")
        return data

    def save(self, commit: bool = True) -> Any:
        """Keep the person's own choice: the password is a temporary one no longer."""
        self.user.password_is_temporary = False
        return super().save(commit)


class FirstAdministratorForm(AdminUserCreationForm):  # type: ignore[type-arg]
    """The first account of an empty database, made by whoever holds the key from the server's console."""

    usable_password = None  # type: ignore[assignment]
    key = CharField(
        label="鍵",
        help_text="サーバーで manage.py firstadmin --key を実行すると表示されます。",
        widget=TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ("key", "username", "name", "password1", "password2")

    class Meta:
        model = User
        fields = ("username", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "username"
        ].help_text = "ログインに使います。半角の英数字と @ . + - _ が使えます。"
        # Django checks them itself, after it has asked whether there is to be a password at all.
        self.fields["password1"].required = self.fields["password2"].required = True
        self.fields["password1"].label = "パスワード"
        self.fields["password2"].label = "パスワード（もう一度）"
        self.fields["password1"].help_text = self.fields["password2"].help_text = ""
        self.rules = password_validators_help_texts()
        dress(self.fields)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"].strip()
        if not first_administrator.is_key(key):
            raise ValidationError("鍵が違うか、期限が切れています。もう一度、鍵を作ってください。")
        return key
