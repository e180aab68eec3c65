"""What a section writes in a report, apart from the row it is kept in, and what must be there to hand it in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from fiscal.calendar import Quarter
from initiatives.models import Grade
from kpis.models import Indicator
from progress.models import ProgressReport

LONGEST = 2_000
TEXTS = ("reason", "recovery", "result", "issue", "next_action", "request")


@dataclass(frozen=True)
class Content:
    """The fields of a report that the section fills."""

    implementation: str = ""
    self_grade: Grade | None = None
    reason: str = ""
    recovery: str = ""
    recovery_on: date | None = None
    result: str = ""
    issue: str = ""
    next_action: str = ""
    future: str = ""
    request: str = ""
    completed_on: date | None = None

    @classmethod
    def of(cls, report: ProgressReport) -> "Content":
        """Read the content of a row."""
        return cls(**{name: getattr(report, name) for name in NAMES})

    def write_to(self, report: ProgressReport) -> None:
        """Put the content into a row, without saving it."""
        for name in NAMES:
            setattr(report, name, getattr(self, name))


NAMES = tuple(field.name for field in fields(Content))


@dataclass(frozen=True)
class Late:
    """The value of an earlier quarter that was 集計中; None: it still is."""

    quarter: Quarter
    value: Decimal | None = None


@dataclass(frozen=True)
class Entered:
    """What was typed for an indicator: a value, or why there is none; neither means nothing yet (未入力).

    ``late`` are values of earlier quarters, as far as they were asked for.
    """

    indicator: Indicator
    value: Decimal | None = None
    not_measured_reason: str = ""
    absence: str = ""
    late: tuple[Late, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether the question is answered, one way or the other."""
        return self.value is not None or bool(self.absence or self.not_measured_reason)


@dataclass(frozen=True)
class Problem:
    """What keeps a report from being handed in; ``indicator_id`` is set when it is about a KPI value."""

    field: str
    message: str
    indicator_id: int | None = None


def problems(content: Content, entered: Iterable[Entered], today: date) -> list[Problem]:
    """Return what is missing or wrong for a 提出, in the order of the page. Empty: ready."""
    missing_values = [
        Problem(
            "value",
            f"{row.indicator.name}の値を入力するか、「今期は測定なし」を選んで理由を書いてください。",
            row.indicator.pk,
        )
        for row in entered
        if row.indicator.cycle == Indicator.Cycle.QUARTERLY and not row.is_answered
    ]
    return [*missing_values, *_missing_answers(content), *_wrong(content, today)]


def _missing_answers(content: Content) -> list[Problem]:
    grade = content.self_grade
    needs: Sequence[tuple[str, str]] = [
        ("implementation", "実施状況を選んでください。"),
        ("self_grade", "進捗評価を選んでください。"),
        ("result", "今期の実績を入力してください。"),
        ("next_action", "今後の取組を入力してください。"),
    ]
    found = [Problem(name, message) for name, message in needs if not getattr(content, name)]
    if grade and grade.needs_reason and not content.reason:
        found.append(Problem("reason", f"「{grade}」を選んだときは、理由を入力してください。"))
    if grade and grade.is_delay and not content.recovery:
        found.append(
            Problem("recovery", f"「{grade}」を選んだときは、取り戻す見通しを入力してください。")
        )
    return found


def _wrong(content: Content, today: date) -> list[Problem]:
    found = [
        Problem(name, f"{LONGEST:,}字以内で入力してください。")
        for name in TEXTS
        if len(getattr(content, name)) > LONGEST
    ]
    if content.implementation == ProgressReport.Implementation.DONE and not content.completed_on:
        found.append(Problem("completed_on", "「完了」を選んだときは、完了日を入力してください。"))
    if content.completed_on and content.completed_on > today:
        found.append(Problem("completed_on", "完了日に先の日付は入れられません。"))
    return found
