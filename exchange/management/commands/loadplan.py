from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from exchange.planfile import document, loading
from exchange.planfile.problems import PlanFileError

_SHOWN = 50


class Command(BaseCommand):
    """``manage.py loadplan FILE…``: put plan files into the database; a second time changes nothing."""

    help = "計画ファイル（YAML・JSON）を取り込みます。同じファイルを２回取り込んでも変わりません。"

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


def _load(name: str) -> loading.Outcome:
    try:
        return loading.load(raw=_read(name), name=name, by=None)
    except PlanFileError as error:
        lines = error.sentences[:_SHOWN]
        more = len(error.sentences) - len(lines)
        rest = [f"ほかに {more}件以上の誤りがあります。"] if more else []
        raise CommandError("\n".join([*lines, *rest, "何も取り込んでいません。"])) from error


def _read(name: str) -> bytes:
    path = Path(name)
    try:
        size = path.stat().st_size
        if size > document.MAXIMUM_BYTES:
            raise document.too_large(name, size)
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{name}：ファイルを読めません。名前を確かめてください。") from error
