"""Addresses of 調査票; ``exchange.urls`` includes them."""

from django.urls import path

from exchange.sheets import upload_views, views

sheet_urls = [
    path("periods/<int:period_pk>/sheets/", views.sheet_list, name="sheet-list"),
    path("periods/<int:period_pk>/sheets/all.zip", views.sheet_bundle, name="sheet-bundle"),
    path("periods/<int:period_pk>/sheets/<int:section_pk>/", views.sheet_show, name="sheet-show"),
    path(
        "periods/<int:period_pk>/sheets/<int:section_pk>/sheet.xlsx",
        views.sheet_issue,
        name="sheet-issue",
    ),
    path("sheets/<int:pk>/", upload_views.sheetupload_show, name="sheetupload-show"),
    path("sheets/<int:pk>/apply/", upload_views.sheetupload_apply, name="sheetupload-apply"),
    path("sheets/<int:pk>/discard/", upload_views.sheetupload_discard, name="sheetupload-discard"),
]
