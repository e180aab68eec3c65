"""Who changed what in a 年度評価 and its stages, when, and why, from simple-history."""

from collections.abc import Iterator
from dataclasses import replace

from initiatives import stages
from organizations.models import Department
from progress import history
from progress.history import Change
from progress.models import AnnualReview, AnnualReviewStage


def of(review: AnnualReview) -> list[Change]:
    """Return all changes, newest first, with a fixed number of queries."""
    sections = Department.objects.filter(municipality=review.round.plan.municipality_id)
    words: history.Words = {Department: dict(sections.values_list("pk", "name"))}
    own = AnnualReview.history.filter(id=review.pk).select_related("history_user")
    found = [
        *history.changes(own.order_by("history_id"), words),
        *_of_stages(review, words),
    ]
    return sorted(found, key=lambda change: change.at, reverse=True)


def _of_stages(review: AnnualReview, words: history.Words) -> Iterator[Change]:
    """The changes of each stage, under the name the plan gives it."""
    names = {stage.key: stage.name for stage in stages.read(review.round.plan).stages}
    texts = AnnualReviewStage.history.filter(review_id=review.pk).select_related("history_user")
    versions: dict[str, list[object]] = {}
    for row in texts.order_by("history_id"):
        versions.setdefault(row.key, []).append(row)
    for key, rows in versions.items():
        for change in history.changes(rows, words):
            yield replace(change, what=names.get(key, change.what))
