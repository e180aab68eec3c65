"""The answer in one line, and the note on what was finished. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fiscal.wareki import digits, fiscal_year


@dataclass(frozen=True)
class Verdict:
    """What the head sentence says. ``newly`` are the delaying words with how many newly carry them.

    ``subject`` is the plan's own word for what is reported on.
    """

    active: int
    reported: int
    delay_words: tuple[str, ...]
    delayed_now: int
    delayed_before: int | None
    newly: tuple[tuple[str, int], ...]
    subject: str = "取組事項"


def head_sentence(verdict: Verdict) -> str:
    """Return 「23の取組事項のうち、遅れ・やや遅れは４件（前期４件）。…」."""
    if verdict.active == 0:
        return f"進めている{verdict.subject}はありません。"
    if verdict.reported == 0:
        return f"{digits(verdict.active)}の{verdict.subject}の報告は、まだ提出されていません。"
    words = "・".join(verdict.delay_words) or "遅れ"
    subject = f"{digits(verdict.active)}の{verdict.subject}のうち、{words}は"
    number = f"{digits(verdict.delayed_now)}件" if verdict.delayed_now else "ありません"
    earlier = (
        "" if verdict.delayed_before is None else f"（前期{digits(verdict.delayed_before)}件）"
    )
    return f"{subject}{number}{earlier}。{_newly(verdict)}"


def _newly(verdict: Verdict) -> str:
    if verdict.delayed_before is None or not verdict.newly:
        return ""
    parts = [f"{digits(number)}件が{{}}「{word}」に" for word, number in verdict.newly]
    first = parts[0].format("新たに")
    return "、".join([first, *(part.format("") for part in parts[1:])]) + "変わりました。"


def finished_note(
    *,
    early: int,
    early_until: int | None,
    active: int,
    finished_in: Sequence[int],
    subject: str = "取組事項",
) -> str:
    """Return 「このほか、令和６年度までに完了した取組事項が７件あります（計30件）。完了２件は…」."""
    note = ""
    if early and early_until is not None:
        note = (
            f"このほか、{fiscal_year(early_until)}までに完了した{subject}が{digits(early)}件あります"
            f"（計{digits(early + active)}件）。"
        )
    years = sorted(Counter(finished_in).items())
    if len(years) == 1:
        return f"{note}完了{digits(len(finished_in))}件は{fiscal_year(years[0][0])}中の完了です。"
    if years:
        parts = "、".join(f"{fiscal_year(year)}{digits(number)}件" for year, number in years)
        return f"{note}完了{digits(len(finished_in))}件の内訳は、{parts}です。"
    return note
