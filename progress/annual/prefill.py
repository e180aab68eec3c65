"""The words a review starts with, made from what is already known. Pure: what was typed is never touched here."""

from collections.abc import Callable, Iterable, Sequence

from initiatives.stages import WHOLE, Stage
from progress.annual.content import LONGEST, Content
from progress.annual.year import Year
from progress.models import AnnualReview


def content(stages: Sequence[Stage], year: Year, last_year: AnnualReview | None) -> Content:
    """Return the prefilled review: a stage of another cycle, whose meaning only the plan knows, starts empty."""
    texts = {
        stage.key: WRITERS[stage.key](year, last_year)[:LONGEST] if stage.key in WRITERS else ""
        for stage in stages
    }
    last = year.told[-1].report if year.told else None
    return Content(texts, last.future if last else "")


def taken_over(review: AnnualReview) -> str:
    """What the year before handed on: 拡充：窓口を広げる。"""
    words = review.get_outlook_display()
    return f"{words}：{review.next_year}" if review.next_year else words


def _plan(year: Year, last_year: AnnualReview | None) -> str:
    taken = _listed("前年度の評価から", [taken_over(last_year)] if last_year else [])
    if last_year and last_year.next_year:
        return taken[0]
    bars = [bar.text for bar in year.bars.bars]
    return "\n".join([*taken, *_listed("工程", bars), *_listed("目標", year.goals)])


def _do(year: Year, _: AnnualReview | None) -> str:
    rows = (f"【{row.name}】{row.report.result}" for row in year.told if row.report.result)
    return "\n".join(rows)


def _check(year: Year, _: AnnualReview | None) -> str:
    aims = [f"{aim.text}（{aim.due}）：{aim.outcome}" for aim in year.aims]
    return "\n".join(
        [
            *(row.words for row in year.kpis),
            *_listed("目標事項", aims),
            *_listed("進捗評価", [year.grades] if year.told else []),
        ]
    )


def _act(year: Year, _: AnnualReview | None) -> str:
    return year.told[-1].report.next_action if year.told else ""


def _whole(year: Year, last_year: AnnualReview | None) -> str:
    return "\n".join(filter(None, (_do(year, last_year), _check(year, last_year))))


def _listed(label: str, rows: Iterable[str]) -> list[str]:
    words = "、".join(rows)
    return [f"{label}：{words}"] if words else []


WRITERS: dict[str, Callable[[Year, AnnualReview | None], str]] = {
    "plan": _plan,
    "do": _do,
    "check": _check,
    "act": _act,
    WHOLE: _whole,
}
