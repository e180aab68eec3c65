"""Addresses of the progress room."""

from django.urls import path

from progress import confidence_views, entry_views, report_views
from progress.annual.urls import annual_urls
from progress.answer_urls import answer_urls
from progress.attachment_urls import attachment_urls
from progress.check_urls import check_urls
from progress.grid_urls import grid_urls
from progress.handover_urls import handover_urls
from progress.notice_urls import notice_urls
from progress.round_urls import round_urls

app_name = "progress"

_ENTRY = "progress/periods/<int:period_pk>/initiatives/<int:initiative_pk>/"
_REPORT = "progress/reports/<int:pk>/"

entry_urls = [
    path(_ENTRY, entry_views.entry_edit, name="entry-edit"),
    path(f"{_ENTRY}repeat/", entry_views.entry_repeat, name="entry-repeat"),
    path(f"{_ENTRY}confidence/", confidence_views.confidence_judge, name="confidence-judge"),
]
report_urls = [
    path(f"{_REPORT}submit/", report_views.report_submit, name="report-submit"),
    path(f"{_REPORT}withdraw/", report_views.report_withdraw, name="report-withdraw"),
    path(f"{_REPORT}confirm/", report_views.report_confirm, name="report-confirm"),
    path(f"{_REPORT}accept/", report_views.report_accept, name="report-accept"),
    path(f"{_REPORT}return/", report_views.report_return, name="report-return"),
    path(f"{_REPORT}reopen/", report_views.report_reopen, name="report-reopen"),
    path(f"{_REPORT}history/", report_views.report_history, name="report-history"),
]

urlpatterns = [
    *entry_urls,
    *grid_urls,
    *report_urls,
    *answer_urls,
    *attachment_urls,
    *round_urls,
    *notice_urls,
    *check_urls,
    *handover_urls,
    *annual_urls,
]
