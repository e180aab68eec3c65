"""Draw docs/roles.md from the table of roles."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from organizations import roles


class Command(BaseCommand):
    help = "Draw docs/roles.md from organizations/roles.py."

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "roles.md"
        page.parent.mkdir(exist_ok=True)
        page.write_text(roles.as_markdown(), encoding="utf-8")
        self.stdout.write(f"{page.relative_to(settings.BASE_DIR)}")
