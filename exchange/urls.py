"""Addresses of the exchange room."""

from django.urls import path

from exchange import (
    answer_views,
    crosswalk_views,
    handover_views,
    import_views,
    item_views,
    proposal_views,
    roster_views,
    views,
)
from exchange.revision.urls import revision_urls
from exchange.sheets.urls import sheet_urls

app_name = "exchange"

urlpatterns = [
    path("plans/<slug:slug>/exchange/", views.download_list, name="download-list"),
    path(
        "plans/<slug:slug>/crosswalk/crosswalk.xlsx",
        crosswalk_views.crosswalk_download,
        name="crosswalk-download",
    ),
    path("plans/<slug:slug>/exchange/hq.xlsx", views.hq_download, name="hq-download"),
    path(
        "plans/<slug:slug>/exchange/plan.xlsx",
        import_views.planbook_download,
        name="planbook-download",
    ),
    path(
        "plans/<slug:slug>/exchange/plan.yaml",
        import_views.planfile_download,
        name="planfile-download",
    ),
    path("imports/", import_views.import_create, name="import-create"),
    path("imports/template.xlsx", import_views.template_download, name="template-download"),
    path("imports/<int:pk>/", import_views.import_show, name="import-show"),
    path("imports/<int:pk>/apply/", import_views.import_apply, name="import-apply"),
    path("imports/<int:pk>/discard/", import_views.import_discard, name="import-discard"),
    path("items/<int:pk>/items.xlsx", item_views.item_download, name="item-download"),
    path("answers/<int:pk>/answers.xlsx", answer_views.answer_download, name="answer-download"),
    path(
        "proposals/<int:pk>/proposal.xlsx",
        proposal_views.proposal_download,
        name="proposal-download",
    ),
    path("rosters/<slug:kind>/", roster_views.roster_import, name="roster-import"),
    path("rosters/<slug:kind>/apply/", roster_views.roster_apply, name="roster-apply"),
    path("rosters/<slug:kind>/<str:name>", roster_views.roster_download, name="roster-download"),
    path(
        "handovers/<int:pk>/handover.xlsx",
        handover_views.handover_download,
        name="handover-download",
    ),
    *revision_urls,
    *sheet_urls,
]
