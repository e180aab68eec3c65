"""The root of all addresses. Each room's own list says the full paths."""

from django.contrib import admin
from django.urls import include, path

from dxplan import health, pages, setup_views

page_urls = [
    path("help/", pages.help_show, name="help-show"),
    path("accessibility/", pages.accessibility_show, name="accessibility-show"),
    path("start/", setup_views.start_show, name="start-show"),
    path("setup/", setup_views.setup_show, name="setup-show"),
    path("healthz", health.health_show, name="health-show"),
]

urlpatterns = [
    *page_urls,
    path("", include("organizations.urls")),
    path("", include("initiatives.urls")),
    path("", include("kpis.urls")),
    path("", include("progress.urls")),
    path("", include("reports.urls")),
    path("", include("meetings.urls")),
    path("", include("exchange.urls")),
    path("admin/", admin.site.urls),
]
