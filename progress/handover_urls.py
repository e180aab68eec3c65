"""Addresses of what a 機構改革 moves; ``progress/urls.py`` includes them."""

from django.urls import path

from progress import handover_views as views

_REORGANIZATION = "organizations/reorganizations/<int:pk>/"

handover_urls = [
    path(_REORGANIZATION, views.reorganization_show, name="reorganization-show"),
    path(f"{_REORGANIZATION}apply/", views.reorganization_apply, name="reorganization-apply"),
]
