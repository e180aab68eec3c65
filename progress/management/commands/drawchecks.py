"""Draw docs/checks.md from the table of the checks."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from progress import check_drawing


class Command(BaseCommand):
    help = "Draw docs/checks.md from progress/checks.py; --check only compares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "checks.md"
        drawn = check_drawing.as_markdown()
        if not options["check"]:
            page.write_text(drawn, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != drawn:
            raise CommandError("docs/checks.md is not what the table draws: run drawchecks.")
        self.stdout.write(str(page.relative_to(settings.BASE_DIR)))
