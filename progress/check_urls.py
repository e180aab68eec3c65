"""Addresses of the checks; ``progress/urls.py`` includes them."""

from django.urls import path

from progress import check_views

check_urls = [
    path("plans/<slug:slug>/checks/", check_views.check_edit, name="check-edit"),
    path("progress/periods/<int:pk>/findings/", check_views.finding_list, name="finding-list"),
]
