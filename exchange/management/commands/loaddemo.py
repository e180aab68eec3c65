from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exchange.demo import load, story
from organizations.models import User


class Command(BaseCommand):
    """Load the fictional demo year on top of the plan; a second time changes nothing."""

    help = "デモ用の架空データ（人、職、進捗）を計画の上に読み込みます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--address", default="", help="最後に表示する接続先")

    def handle(self, *args: Any, **options: Any) -> None:
        told = story.read(options["file"])
        if load.is_loaded(told):
            self.stdout.write("デモ用の架空データは読み込み済みです。変更はありません。")
        else:
            try:
                load.load(told)
            except load.DemoError as error:
                raise CommandError(str(error)) from error
            self.stdout.write("デモ用の架空データを読み込みました。")
        self.show(told, options["address"])

    def show(self, told: story.Story, address: str) -> None:
        """Print where to go and with which accounts."""
        if address:
            self.stdout.write(f"\n接続先  {address}\n")
        self.stdout.write(f"\nデモ用の利用者（パスワードは全員 {told.password}）")
        guests = [row for group in told.guests for row in group["people"]]
        known = set(User.objects.values_list("username", flat=True))
        for person in (row for row in [*told.people, *guests] if row.get("shown")):
            if person["username"] not in known:
                continue
            posts = "・".join(post["role"] for post in person["posts"])
            self.stdout.write(
                f"  {person['username']:<18}  {posts}　{person['name']}　{person['note']}"
            )
        self.stdout.write("")
