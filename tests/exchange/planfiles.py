"""Plan files for the tests: the real one, and the small example of the manual."""

import re
from pathlib import Path

from exchange.planfile import loading
from exchange.planfile.loading import Outcome
from exchange.planfile.problems import PlanFileError

ROOT = Path(__file__).parents[2]
POLICY = ROOT / "fixtures" / "ishinomaki-dx-policy.yaml"
ISHINOMAKI = ROOT / "fixtures" / "ishinomaki-dx-plan.yaml"
MANUAL = ROOT / "docs" / "plan-file.md"


def small() -> str:
    """The example that docs/plan-file.md shows."""
    found = re.search(r"```yaml\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found.group(1)


def changed(old: str, new: str) -> str:
    """The example with one passage replaced."""
    text = small()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the example"
    return text.replace(old, new)


def line_of(text: str, passage: str) -> int:
    """The line in which a passage begins."""
    return text[: text.index(passage)].count("\n") + 1


def load(text: str | bytes, *, by=None, dry_run: bool = False) -> Outcome:
    raw = text.encode() if isinstance(text, str) else text
    return loading.load(raw=raw, name="plan.yaml", by=by, dry_run=dry_run)


def load_ishinomaki() -> Outcome:
    """Load the policy of 2021 and then the plan that descends from it."""
    load(POLICY.read_bytes())
    return load(ISHINOMAKI.read_bytes())


def mistakes(text: str | bytes) -> list[str]:
    """The sentences with which a plan file is refused; none when it is taken."""
    try:
        load(text)
    except PlanFileError as error:
        return error.sentences
    return []
