"""Addresses of the room."""

from django.urls import path

from initiatives import views

app_name = "initiatives"

initiative_urls = [
    path("initiatives/<int:pk>/history/", views.initiative_history, name="initiative-history"),
]

responsibility_urls = [
    path(
        "initiatives/<int:pk>/responsibility/",
        views.responsibility_assign,
        name="responsibility-assign",
    ),
    path(
        "initiatives/<int:pk>/responsibility/<int:responsibility_pk>/revoke/",
        views.responsibility_revoke,
        name="responsibility-revoke",
    ),
]

urlpatterns = initiative_urls + responsibility_urls
