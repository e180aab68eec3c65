from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from exchange.planbook import loading
from exchange.planfile import disk
from exchange.planfile.problems import PlanFileError
from initiatives.models import Plan


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
        parser.add_argument(
            "--new",
            action="store_true",
            help="まだない計画だけを取り込みます。ある計画は、画面での変更も改定もそのまま残します。",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        prefix = "確認のみ " if options["check"] else ""
        with transaction.atomic():
            for name in options["files"]:
                self.stdout.write(prefix + _load(name, only_new=options["new"]))
            if options["check"]:
                transaction.set_rollback(True)


def _load(name: str, *, only_new: bool) -> str:
    """Load a file and say what it did."""
    try:
        raw = disk.read(name)
        held = _held(raw, name) if only_new else None
        if held is not None:
            return f"{held.title}：取込み済みです。そのままにします。"
        return loading.load(raw=raw, name=name, by=None).sentence
    except PlanFileError as error:
        raise disk.refusal(error) from error


def _held(raw: bytes, name: str) -> Plan | None:
    """Return the plan of a file when the database has it already."""
    slug = loading.read(raw, name=name).entry["plan"]["slug"]
    return Plan.objects.filter(slug=slug).first()
