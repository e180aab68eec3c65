"""Addresses of the room: what the plan adds up to."""

from django.urls import path

from reports import dashboard_views, handover_views
from reports.plan_urls import plan_urls

app_name = "reports"

dashboard_urls = [
    path("plans/<slug:slug>/dashboard/", dashboard_views.dashboard_show, name="dashboard-show"),
]

trend_urls = [path("plans/<slug:slug>/trend/", dashboard_views.trend_show, name="trend-show")]

handover_urls = [
    path("handovers/", handover_views.handover_list, name="handover-list"),
    path("handovers/<int:pk>/", handover_views.handover_show, name="handover-show"),
]

urlpatterns = [*dashboard_urls, *trend_urls, *plan_urls, *handover_urls]
