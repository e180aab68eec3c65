from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from exchange.planfile import disk, frameworks
from exchange.planfile.problems import PlanFileError


class Command(BaseCommand):
    """``manage.py loadframeworks FILE``: put the national frameworks into the database."""

    help = (
        "国の枠組み（重点取組事項の各版、SDGs など）を取り込みます。２回取り込んでも変わりません。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="fixtures/national-frameworks.yaml")
        parser.add_argument("--check", action="store_true", help="確かめるだけで、書き込みません。")

    def handle(self, *_args: Any, **options: Any) -> None:
        name = options["file"]
        try:
            outcome = frameworks.load(
                raw=disk.read(name), name=name, by=None, dry_run=options["check"]
            )
        except PlanFileError as error:
            raise disk.refusal(error) from error
        self.stdout.write(outcome.sentence)
