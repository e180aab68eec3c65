"""What happens to a posted sheet: save what can be saved and, if asked, hand it in, in one transaction."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from organizations.desk import Desk
from progress.annual import actions
from progress.annual.sheet import Sheet
from progress.annual.transition import IncompleteReview
from progress.keeping import Kept

SUBMIT = "submit"


@transaction.atomic
def keep(sheet: Sheet, action: str, by: Desk) -> Kept:
    """Save, and hand in.

    Raises:
        PermissionDenied: no section reports for the initiative.
        StaleReview: somebody else has saved something else; nothing was written.
        WorkflowError: the workflow or the round does not allow it; nothing was written.
    """
    subject = sheet.subject
    if subject.department is None:
        raise PermissionDenied
    is_valid = sheet.is_valid()
    review = actions.save_draft(
        annual=subject.round,
        initiative=subject.initiative,
        department=subject.department,
        content=sheet.content(),
        version=sheet.version,
        by=by,
    )
    if action != SUBMIT or not is_valid:
        return Kept()
    try:
        actions.submit(review=review, by=by)
    except IncompleteReview as missing:
        return Kept(problems=missing.problems)
    return Kept(is_submitted=True)
