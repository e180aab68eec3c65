from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from exchange.planbook import loading
from exchange.planfile import disk
from exchange.planfile.loading import Outcome
from exchange.planfile.problems import PlanFileError


class Command(BaseCommand):
    """``manage.py loadplan FILE…``: put plan files into the database; a second time changes nothing."""

    help = "計画ファイル（YAML・JSON）か計画取込み様式（Excel）を取り込みます。同じファイルを２回取り込んでも変わりません。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            metavar="file",
            help="計画ファイル（docs/plan-file.md）。前の計画から順に。全部取り込むか、何も取り込まないかです。",
        )
        parser.add_argument("--check", action="store_true", help="確かめるだけで、書き込みません。")

    def handle(self, *_args: Any, **options: Any) -> None:
        prefix = "確認のみ " if options["check"] else ""
        with transaction.atomic():
            for name in options["files"]:
                self.stdout.write(prefix + _load(name).sentence)
            if options["check"]:
                transaction.set_rollback(True)


def _load(name: str) -> Outcome:
    try:
        return loading.load(raw=disk.read(name), name=name, by=None)
    except PlanFileError as error:
        raise disk.refusal(error) from error
