"""``make bench``: the measured numbers, each a ratio within one run on one machine.

Uses a database of its own (SQLite in a temporary folder, or a fresh one on the server DATABASE_URL names).
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def prepare(folder: str) -> None:
    """Set Django up on an empty database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dxplan.settings")
    os.environ["DXPLAN_TODAY"] = "2026-10-14"
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
    import django  # noqa: PLC0415  after the environment is set

    django.setup()


def main() -> int:
    """Run the groups named on the command line, or all, and say how many bars were missed."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from tests.bench import numbers  # noqa: PLC0415  needs Django

        return numbers.run(set(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(main())
