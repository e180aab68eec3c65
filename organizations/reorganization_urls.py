"""Addresses of 機構改革 and 課の沿革; ``organizations/urls.py`` includes them."""

from django.urls import path

from organizations import reorganization_views as views

reorganization_urls = [
    path("organizations/lineage/", views.lineage_show, name="lineage-show"),
    path(
        "organizations/reorganizations/",
        views.reorganization_list,
        name="reorganization-list",
    ),
    path(
        "organizations/reorganizations/new/",
        views.reorganization_create,
        name="reorganization-create",
    ),
    path(
        "organizations/reorganizations/<int:pk>/edit/",
        views.reorganization_edit,
        name="reorganization-edit",
    ),
    path(
        "organizations/reorganizations/<int:pk>/discard/",
        views.reorganization_discard,
        name="reorganization-discard",
    ),
]
