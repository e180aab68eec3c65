"""Addresses of 提出のお願い, of 期限の延長 and of 自動の督促; ``progress/urls.py`` includes them."""

from django.urls import path

from progress import extension_views, notice_views, reminder_views

_PERIOD = "progress/periods/<int:pk>/notices/"

notice_urls = [
    path(_PERIOD, notice_views.notice_list, name="notice-list"),
    path(f"{_PERIOD}new/", notice_views.notice_create, name="notice-create"),
    path(
        "progress/periods/<int:period_pk>/sections/<int:pk>/extension/",
        extension_views.extension_grant,
        name="extension-grant",
    ),
    path(
        "progress/extensions/<int:pk>/revoke/",
        extension_views.extension_revoke,
        name="extension-revoke",
    ),
    path("progress/notices/<int:pk>/dismiss/", notice_views.notice_dismiss, name="notice-dismiss"),
    path("plans/<slug:slug>/reminders/", reminder_views.reminder_edit, name="reminder-edit"),
]
