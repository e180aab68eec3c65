"""Addresses of 一括入力; ``progress/urls.py`` includes them."""

from django.urls import path

from progress import grid_views

grid_urls = [
    path(
        "progress/periods/<int:period_pk>/sections/<int:section_pk>/",
        grid_views.section_edit,
        name="section-edit",
    ),
]
