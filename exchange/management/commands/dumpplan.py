from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exchange.planbook import writing
from exchange.planfile import dumping
from exchange.planfile.tree import plan_tree
from initiatives.models import Plan


class Command(BaseCommand):
    """``manage.py dumpplan SLUG``: write a plan as a file that ``loadplan`` reads."""

    help = "計画を計画ファイル（YAML・JSON）か計画取込み様式（Excel）として書き出します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="計画の識別名")
        parser.add_argument(
            "--format", choices=["yaml", "json", "xlsx"], default="yaml", help="形式"
        )
        parser.add_argument("--output", help="書き出すファイルの名前。xlsx では必須")

    def handle(self, *_args: Any, **options: Any) -> None:
        plan = (
            Plan.objects.select_related("municipality", "grade_scale", "predecessor")
            .filter(slug=options["slug"])
            .first()
        )
        if plan is None:
            slugs = "、".join(Plan.objects.values_list("slug", flat=True)) or "なし"
            raise CommandError(f"計画「{options['slug']}」はありません。登録済みの計画：{slugs}")
        if options["format"] == "xlsx":
            if not options["output"]:
                raise CommandError("xlsx のときは --output でファイルの名前を指定してください。")
            content = writing.render(plan_tree(plan), title=plan.title)
            Path(options["output"]).write_bytes(content)
            return
        write = dumping.dump_json if options["format"] == "json" else dumping.dump_yaml
        text = write(plan)
        if options["output"]:
            Path(options["output"]).write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text, ending="")
