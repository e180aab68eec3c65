"""Addresses of 提出のお願い; ``progress/urls.py`` includes them."""

from django.urls import path

from progress import notice_views

_PERIOD = "progress/periods/<int:pk>/notices/"

notice_urls = [
    path(_PERIOD, notice_views.notice_list, name="notice-list"),
    path(f"{_PERIOD}new/", notice_views.notice_create, name="notice-create"),
    path("progress/notices/<int:pk>/dismiss/", notice_views.notice_dismiss, name="notice-dismiss"),
]
