"""What a reader would ask back: answers of one report that do not fit together. Pure, and never a refusal."""

from collections.abc import Iterable

from progress.models import ProgressReport

Step = ProgressReport.Implementation
# 中止 stands outside: a project may stop at any time.
ORDER = (Step.NOT_STARTED, Step.STUDYING, Step.PREPARING, Step.DOING, Step.DONE)


def oddities(report: ProgressReport, previous: ProgressReport | None) -> Iterable[str]:
    """Name what does not fit within a report, or beside the one of the period before."""
    grade = report.self_grade
    if grade and grade.is_delay and report.implementation == Step.DONE:
        yield f"実施状況は「完了」ですが、評価は「{grade}」です。"
    if previous is None:
        return
    if _went_back(previous.implementation, report.implementation):
        yield (
            f"実施状況が「{previous.get_implementation_display()}」から"
            f"「{report.get_implementation_display()}」に戻っています。"
        )
    if report.result and report.result == previous.result and _graded_anew(report, previous):
        yield "評価が変わりましたが、今期の実績は前期と同じ文です。"


def _went_back(before: str, now: str) -> bool:
    return before in ORDER and now in ORDER and ORDER.index(Step(now)) < ORDER.index(Step(before))


def _graded_anew(report: ProgressReport, previous: ProgressReport) -> bool:
    shown = previous.reviewed_grade or previous.self_grade
    return report.self_grade != shown
