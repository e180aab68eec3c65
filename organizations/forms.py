"""Forms of signing in and of passwords."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UsernameField
from django.contrib.auth.password_validation import password_validators_help_texts
from django.forms import CharField, PasswordInput, TextInput

from fiscal import wareki
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
