"""Addresses of attachments; ``progress/urls.py`` includes them."""

from django.urls import path

from progress import attachment_views

_ATTACHMENT = "progress/attachments/<int:pk>/"

attachment_urls = [
    path(
        "progress/reports/<int:pk>/attachments/",
        attachment_views.attachment_create,
        name="attachment-create",
    ),
    path(
        f"{_ATTACHMENT}download/", attachment_views.attachment_download, name="attachment-download"
    ),
    path(f"{_ATTACHMENT}remove/", attachment_views.attachment_remove, name="attachment-remove"),
]
