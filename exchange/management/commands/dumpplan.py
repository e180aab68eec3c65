from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exchange.planfile import dumping
from initiatives.models import Plan


class Command(BaseCommand):
    """``manage.py dumpplan SLUG``: write a plan as the file that ``loadplan`` reads."""

    help = "計画を計画ファイルとして書き出します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="計画の識別名")
        parser.add_argument("--format", choices=["yaml", "json"], default="yaml", help="形式")

    def handle(self, *_args: Any, **options: Any) -> None:
        plan = (
            Plan.objects.select_related("municipality", "grade_scale", "predecessor")
            .filter(slug=options["slug"])
            .first()
        )
        if plan is None:
            slugs = "、".join(Plan.objects.values_list("slug", flat=True)) or "なし"
            raise CommandError(f"計画「{options['slug']}」はありません。登録済みの計画：{slugs}")
        write = dumping.dump_json if options["format"] == "json" else dumping.dump_yaml
        self.stdout.write(write(plan), ending="")
