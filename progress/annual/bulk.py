"""受理 of several reviews at once, in one transaction; what is refused says why."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from organizations.desk import Desk
from progress.annual import actions
from progress.bulk import Outcome
from progress.models import AnnualReview
from progress.naming import number_of
from progress.workflow import WorkflowError


@transaction.atomic
def accept_many(
    *, reviews: Iterable[AnnualReview], versions: Mapping[int, int], by: Desk
) -> Outcome:
    """受理 of every review that still is as it was read; the others stay as they are."""
    done: list[AnnualReview] = []
    refused: list[tuple[str, str]] = []
    for review in reviews:
        try:
            with transaction.atomic():
                done.append(actions.accept(review=review, version=versions[review.pk], by=by))
        except WorkflowError as error:
            refused.append((number_of(review.initiative), str(error)))
    return Outcome(tuple(done), tuple(refused))
