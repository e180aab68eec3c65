"""docs/checks.md, drawn from the table of the checks. Pure."""

from collections.abc import Iterator

from progress.checks import CHECKS
from progress.fixed_rules import FIXED
from progress.severity import SEVERITY_MEANINGS


def as_markdown() -> str:
    """Return the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# 提出前の点検"
    yield ""
    yield (
        "この頁は `manage.py drawchecks` が `progress/checks.py` の表から書き出したものです。"
        "手では直さず、表を直してから書き出してください。"
    )
    yield ""
    yield "報告を提出するときに確かめることです。扱いは、事務局が計画ごとに「報告期」の「提出前の点検」で選びます。"
    yield ""
    for severity, meaning in SEVERITY_MEANINGS.items():
        yield f"- **{severity.label}**：{meaning}"
    yield ""
    yield "| 番号 | 点検 | 確かめること | 初期値 | 選べる扱い |"
    yield "|---|---|---|---|---|"
    for check in CHECKS:
        choices = "・".join(choice.label for choice in check.choices)
        yield f"| {check.id} | {check.title} | {check.asks} | {check.default.label} | {choices} |"
    yield ""
    yield "「前期から変化なし」の提出は、警告では止まりません（「止める」にした点検では止まります）。"
    yield ""
    yield "## いつも止めること"
    yield ""
    yield "画面とデータベースの決まりで、切り替えられません。"
    yield ""
    for title, meaning in FIXED:
        yield f"- **{title}**：{meaning}"
