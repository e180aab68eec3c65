from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exchange.proposalfile import dumping
from meetings.models import Proposal


class Command(BaseCommand):
    """``manage.py dumpproposal NUMBER``: write a proposal as the file that ``loadproposal`` reads."""

    help = "提案書を提案書ファイルとして書き出します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="提案書の番号（ページの所在にある数）")

    def handle(self, *_args: Any, **options: Any) -> None:
        related = Proposal.objects.select_related("meeting__body__municipality")
        proposal = related.filter(pk=options["number"]).first()
        if proposal is None:
            known = "、".join(map(str, Proposal.objects.values_list("pk", flat=True))) or "なし"
            raise CommandError(f"提案書 {options['number']} はありません。登録済みの番号：{known}")
        self.stdout.write(dumping.dump_yaml(proposal), ending="")
