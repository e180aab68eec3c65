"""Addresses of the meetings room."""

from django.urls import path

from meetings import proposal_views, views

app_name = "meetings"

urlpatterns = [
    path("meetings/", views.meeting_list, name="meeting-list"),
    path("meetings/new/", views.meeting_create, name="meeting-create"),
    path("meetings/<int:pk>/", views.meeting_edit, name="meeting-edit"),
    path(
        "meetings/<int:meeting_pk>/proposals/new/",
        proposal_views.proposal_create,
        name="proposal-create",
    ),
    path("proposals/<int:pk>/", proposal_views.proposal_show, name="proposal-show"),
    path("proposals/<int:pk>/edit/", proposal_views.proposal_edit, name="proposal-edit"),
    path("proposals/<int:pk>/history/", proposal_views.proposal_versions, name="proposal-history"),
    path("proposals/<int:pk>/submit/", proposal_views.proposal_submit, name="proposal-submit"),
    path("proposals/<int:pk>/reopen/", proposal_views.proposal_reopen, name="proposal-reopen"),
    path("proposals/<int:pk>/remove/", proposal_views.proposal_remove, name="proposal-remove"),
]
