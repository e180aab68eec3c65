"""Which initiatives owe a 年度評価, and which review came before."""

from fiscal.calendar import Quarter
from initiatives.models import Initiative, InitiativeQuerySet
from progress.models import AnnualReview, AnnualRound
from progress.queries import finished_by_report


def expected_in(annual: AnnualRound) -> InitiativeQuerySet:
    """Initiatives that owe a review: in force at the end of the year, and not finished before it began."""
    return (
        Initiative.objects.filter(plan_id=annual.plan_id)
        .active()
        .in_force_on(annual.as_of)
        .filter(~finished_by_report(Quarter(annual.year, 1)))
    )


def last_year_of(initiative: Initiative, year: int) -> AnnualReview | None:
    """The review of the year before, once it has been handed in: with it the next Plan begins."""
    return (
        AnnualReview.objects.handed_in()
        .filter(initiative=initiative, round__year=year - 1)
        .select_related("round")
        .first()
    )
