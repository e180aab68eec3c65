"""One step of a 年度評価 through its workflow: lock the row, ask the table, write the row and its event."""

from collections.abc import Sequence

from fiscal import clock, wareki
from organizations.desk import Desk
from organizations.signature import sign
from progress.access import department_actors
from progress.annual import workflow
from progress.content import Problem
from progress.models import AnnualReview, AnnualReviewEvent
from progress.transition import CHANGED, REASON_LENGTH
from progress.workflow import Action, State, WorkflowError


class StaleReview(Exception):  # noqa: N818  (it names the review, and is no fault)
    """Somebody else saved after the person read; nothing was written."""


class IncompleteReview(WorkflowError):  # noqa: N818  (same)
    """The review cannot be handed in yet; ``problems`` say why, field by field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(
            f"まだ提出していません。次の{wareki.digits(len(problems))}項目を入力してください。"
        )
        self.problems = tuple(problems)


def lock(review: AnnualReview, version: int | None = None) -> AnnualReview:
    """Read the row again and hold it until the transaction ends.

    Raises:
        WorkflowError: a version is given and is not the row's: the person has read something else.
    """
    row = (
        AnnualReview.objects.select_for_update(of=("self",))
        .select_related("round__plan", "initiative", "department")
        .get(pk=review.pk)
    )
    if version is not None and version != row.version:
        raise WorkflowError(CHANGED)
    return row


def decide(review: AnnualReview, action: Action, by: Desk, reason: str = "") -> State:
    """Return the state an action leads to.

    Raises:
        WorkflowError: the table, the person's posts or the round's dates do not allow it.
    """
    state, annual = review.workflow_state, review.round
    target = workflow.step(
        state=state,
        action=action,
        actors=department_actors(by, review.department_id),
        reason=reason,
        needs_confirmation=annual.plan.needs_confirmation,
    )
    workflow.check_day(
        state=state,
        action=action,
        opens_on=annual.opens_on,
        closes_on=annual.closes_on,
        today=clock.today(),
    )
    return target


def write(
    review: AnnualReview, action: Action, target: State, by: Desk, words: str = ""
) -> AnnualReview:
    """Save the row in its new state with history, person and reason, and add the event."""
    source = review.state
    review.state = target
    keep(review, by, f"{action.label}：{words}" if words else action.label)
    AnnualReviewEvent.objects.create(
        review=review,
        action=action,
        by=by.user,
        source=source,
        target=target,
        comment=words,
        at=clock.now(),
    )
    return review


def keep(review: AnnualReview, by: Desk, reason: str) -> None:
    """Save the row as its next version, with who and why in its history."""
    review.version += 1
    sign(review, by=by.user, reason=reason[:REASON_LENGTH], at=clock.now())
    review.save()
