"""Addresses of the exchange room."""

from django.urls import path

from exchange import views

app_name = "exchange"

urlpatterns = [
    path("plans/<slug:slug>/exchange/", views.download_list, name="download-list"),
    path("plans/<slug:slug>/exchange/hq.xlsx", views.hq_download, name="hq-download"),
]
