"""Make the first administrator of an empty database, asking in Japanese; or print a key to do so in the browser."""

from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organizations import first_administrator
from organizations.forms import FirstAdministratorForm


class Command(BaseCommand):
    help = "最初の管理者を登録します。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--key",
            action="store_true",
            help="ブラウザで登録するための鍵を表示します（１時間有効、利用者が登録されるまで）。",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not first_administrator.is_wanted():
            raise CommandError(
                "利用者が既に登録されています。管理者は、利用者の画面で登録してください。"
            )
        if options["key"]:
            self.stdout.write(
                "ブラウザで /setup/first/ を開き、次の鍵を入れてください（１時間有効）。"
            )
            self.stdout.write(first_administrator.make_key())
            return
        form = self._asked()
        if not form.is_valid():
            lines = (
                f"{form.fields[name].label if name in form.fields else ''}：{error}"
                for name, errors in form.errors.items()
                for error in errors
            )
            raise CommandError("\n".join(["登録できませんでした。", *lines]))
        person = first_administrator.create_first(
            username=form.cleaned_data["username"],
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password1"],
        )
        self.stdout.write(
            f"{person}さんを登録しました。ブラウザでログインすると、次にすることが出ます。"
        )

    def _asked(self) -> FirstAdministratorForm:
        self.stdout.write("最初の管理者を登録します。")
        return FirstAdministratorForm(
            {
                "key": first_administrator.make_key(),
                "username": input("職員番号（ログインに使います）: "),
                "name": input("氏名: "),
                "password1": getpass("パスワード（表示されません）: "),
                "password2": getpass("パスワード（もう一度）: "),
            }
        )
