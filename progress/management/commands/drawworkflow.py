"""Draw docs/workflow.md from the table of the workflow."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from progress import drawing


class Command(BaseCommand):
    help = "Draw docs/workflow.md from progress/workflow.py; --check only compares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "workflow.md"
        drawn = drawing.as_markdown()
        if not options["check"]:
            page.write_text(drawn, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != drawn:
            raise CommandError("docs/workflow.md is not what the table draws: run drawworkflow.")
        self.stdout.write(str(page.relative_to(settings.BASE_DIR)))
