"""Reminds the sections of the reports and reviews they owe, and the heads of what they have not confirmed; meant for a timer, harmless to run twice."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fiscal import clock, wareki
from organizations.models import Municipality
from progress import cadences, reminding
from progress.ledger import Dispatch


class Command(BaseCommand):
    """未提出の課に、提出を自動でお願いする。"""

    help = "進捗報告と年度評価の期限の前後に、未提出の課と確認待ちの所属長へお願いを送ります。毎日１回動かしてください。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="誰に何を送るかを表示するだけで、何も送りません。",
        )
        parser.add_argument(
            "--date", metavar="2026-10-14", help="この日に動かしたものとして送ります。"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Some city halls after the others, so that memory stays small and a stop loses nothing that was sent."""
        today, rule = self._day(options["date"]), cadences.of_server()
        deed = reminding.reminders if options["dry_run"] else reminding.remind
        tell = self._show if options["dry_run"] else self._count
        total = 0
        for cities in reminding.city_halls(today):
            found = deed(cities, today=today, rule=rule)
            total += len(found)
            for city in cities:
                tell(city, [row for row in found if row.round.plan.municipality_id == city.pk])
        if not total:
            day = wareki.full_date_weekday(today)
            self.stdout.write(f"{day}に送るお願いはありません。")

    def _count(self, city: Municipality, dispatches: list[Dispatch]) -> None:
        if dispatches:
            self.stdout.write(f"{city}：{wareki.digits(len(dispatches))}通を送りました。")

    def _show(self, city: Municipality, dispatches: list[Dispatch]) -> None:
        for row in dispatches:
            names = "、".join(str(user) for user in row.addressees.users) or "受け取る人なし"
            self.stdout.write(f"{city}　{row.addressees.route.label} {names}　{row.letter.subject}")

    def _day(self, text: str | None) -> date:
        if text is None:
            return clock.today()
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"--date {text}：2026-10-14 のように書いてください。") from error
