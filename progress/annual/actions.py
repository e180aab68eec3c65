"""The deeds of the 年度評価. Each is atomic, asks the table, and leaves history and an event.

``by`` is the desk of the person. Every deed raises ``WorkflowError`` (Japanese, for the person) when it is not
allowed, and writes nothing then.
"""

from django.db import transaction

from fiscal import clock
from initiatives import stages
from initiatives.models import Initiative
from organizations.desk import Desk
from organizations.models import Department
from organizations.signature import sign
from progress.annual.content import Content, problems
from progress.annual.transition import IncompleteReview, StaleReview, decide, keep, lock, write
from progress.models import AnnualReview, AnnualReviewStage, AnnualRound
from progress.workflow import EDITABLE, Action


@transaction.atomic
def save_draft(
    *,
    annual: AnnualRound,
    initiative: Initiative,
    department: Department,
    content: Content,
    version: int,
    by: Desk,
) -> AnnualReview:
    """Keep what the section has written so far, however incomplete. The same content again changes nothing.

    Raises:
        StaleReview: the stored review is newer than ``version`` and says something else.
        WorkflowError: the review has been handed in, or the round is not open.
    """
    review = _open(annual, initiative, department)
    is_new, moved = review.pk is None, review.department_id != department.pk
    if review.state in EDITABLE:
        review.department = department
    decide(review, Action.SAVE, by)
    if not is_new and not moved and Content.of(review) == content:
        return review
    if version != (0 if is_new else review.version):
        raise StaleReview
    review.outlook, review.next_year = content.outlook, content.next_year
    review.saved_at, review.saved_by = clock.now(), by.user
    keep(review, by, Action.SAVE.label)
    _write_stages(review, content, by)
    return review


def _open(annual: AnnualRound, initiative: Initiative, department: Department) -> AnnualReview:
    """Return the locked row, or a new one of version 0 that no one else can make at the same time."""
    Initiative.objects.select_for_update(no_key=True).get(pk=initiative.pk)
    found = AnnualReview.objects.filter(round=annual, initiative=initiative).first()
    if found is not None:
        return lock(found)
    return AnnualReview(round=annual, initiative=initiative, department=department, version=0)


def _write_stages(review: AnnualReview, content: Content, by: Desk) -> None:
    stored = {row.key: row for row in review.stages.all()}
    for order, (key, text) in enumerate(content.texts.items(), 1):
        row = stored.get(key) or AnnualReviewStage(review=review, key=key)
        if row.pk is None or (row.text, row.order) != (text, order):
            row.text, row.order = text, order
            sign(row, by=by.user, reason=Action.SAVE.label, at=clock.now())
            row.save()


@transaction.atomic
def submit(*, review: AnnualReview, by: Desk, comment: str = "") -> AnnualReview:
    """提出: hand the review in.

    Raises:
        IncompleteReview: something is still missing.
    """
    row = lock(review)
    target = decide(row, Action.SUBMIT, by)
    missing = problems(Content.of(row), stages.read(row.round.plan).stages)
    if missing:
        raise IncompleteReview(missing)
    return write(row, Action.SUBMIT, target, by, comment)


@transaction.atomic
def withdraw(
    *, review: AnnualReview, by: Desk, comment: str = "", version: int | None = None
) -> AnnualReview:
    """引戻し: take a review back before the head has confirmed it."""
    return _step(review, Action.WITHDRAW, by, comment, version)


@transaction.atomic
def confirm(
    *, review: AnnualReview, by: Desk, comment: str = "", version: int | None = None
) -> AnnualReview:
    """確認: the section's head has read it."""
    return _step(review, Action.CONFIRM, by, comment, version)


@transaction.atomic
def accept(
    *, review: AnnualReview, by: Desk, comment: str = "", version: int | None = None
) -> AnnualReview:
    """受理: the next year's Plan starts from it."""
    return _step(review, Action.ACCEPT, by, comment, version)


@transaction.atomic
def send_back(
    *, review: AnnualReview, reason: str, by: Desk, version: int | None = None
) -> AnnualReview:
    """差戻し: the section is to change something, and the reason says what."""
    return _step(review, Action.RETURN, by, reason, version)


@transaction.atomic
def reopen(
    *, review: AnnualReview, reason: str, by: Desk, version: int | None = None
) -> AnnualReview:
    """確定解除: an accepted review goes back to the section."""
    return _step(review, Action.REOPEN, by, reason, version)


def _step(
    review: AnnualReview, action: Action, by: Desk, words: str, version: int | None
) -> AnnualReview:
    row = lock(review, version)
    return write(row, action, decide(row, action, by, words), by, words)
