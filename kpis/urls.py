"""Addresses of the room."""

from django.urls import path

from kpis import views

app_name = "kpis"

indicator_urls = [
    path("plans/<slug:slug>/kpis/", views.indicator_list, name="indicator-list"),
    path("kpis/<int:pk>/", views.indicator_show, name="indicator-show"),
]

urlpatterns = indicator_urls
