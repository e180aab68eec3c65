"""What head and office have said about an initiative's reports: who, when, of which period, in which words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from fiscal import wareki
from organizations.models import Post
from organizations.roles import Role
from progress.models import ProgressReport, ReportEvent
from progress.workflow import Action

SAID = (Action.CONFIRM, Action.ACCEPT, Action.RETURN, Action.REOPEN, Action.CORRECT)
HEAD, OFFICE = "所属長", "事務局"
# So many are read; the history of each report has them all.
LIMIT = 12


@dataclass(frozen=True)
class Comment:
    """One word of a reader: 所属長 例田 一郎　７月15日　第１四半期の差戻し."""

    role: str
    name: str
    at: datetime
    occasion: str
    words: str


def comments_on(initiative: int) -> list[Comment]:
    """Return the words of head and office on an initiative, newest first (two queries)."""
    found = [*_with_deeds(initiative), *_with_grades(initiative)]
    return sorted(found, key=lambda comment: comment.at, reverse=True)[:LIMIT]


def _with_deeds(initiative: int) -> Iterator[Comment]:
    """差戻しの理由, and the word that came with a 確認 or 受理."""
    heads = Post.objects.filter(
        user=OuterRef("by"), department=OuterRef("report__department"), role=Role.HEAD
    )
    rows = (
        ReportEvent.objects.filter(report__initiative=initiative, action__in=SAID)
        .exclude(comment="")
        .annotate(is_head=Exists(heads))
        .select_related("by", "report__period")
        .order_by("-at", "-pk")[:LIMIT]
    )
    for row in rows:
        period = wareki.quarter_short(row.report.period.as_quarter)
        role = HEAD if row.is_head else OFFICE
        occasion = f"{period}の{row.get_action_display()}"
        yield Comment(role, row.who, row.at, occasion, row.comment)


def _with_grades(initiative: int) -> Iterator[Comment]:
    """確認評価の理由, dated by the 受理 that gave the grade."""
    accepted = ReportEvent.objects.filter(report__initiative=initiative, action=Action.ACCEPT)
    rows = (
        accepted.filter(report__reviewed_grade__isnull=False)
        .select_related("by", "report__period", "report__reviewed_grade")
        .order_by("report", "at", "pk")
    )
    latest = {row.report_id: row for row in rows}
    for row in latest.values():
        report: ProgressReport = row.report
        period = wareki.quarter_short(report.period.as_quarter)
        occasion = f"{period}の確認評価「{report.reviewed_grade}」"
        yield Comment(OFFICE, row.who, row.at, occasion, report.review_reason)
