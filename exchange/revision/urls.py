"""Addresses of 計画の改定; ``exchange.urls`` includes them."""

from django.urls import path

from exchange.revision import comparison_views, edit_views, views

comparison_urls = [
    path("plans/<slug:slug>/comparison/", comparison_views.comparison_show, name="comparison-show"),
    path(
        "plans/<slug:slug>/comparison/comparison.xlsx",
        comparison_views.comparison_download,
        name="comparison-download",
    ),
]
amendment_urls = [
    path("plans/<slug:slug>/amendments/", views.amendment_list, name="amendment-list"),
    path("plans/<slug:slug>/amendments/new/", views.amendment_create, name="amendment-create"),
    path("amendments/<int:pk>/", views.amendment_show, name="amendment-show"),
    path("amendments/<int:pk>/edit/", views.amendment_edit, name="amendment-edit"),
    path("amendments/<int:pk>/period/", edit_views.amendment_period, name="amendment-period"),
    path("amendments/<int:pk>/import/", edit_views.amendment_import, name="amendment-import"),
    path("amendments/<int:pk>/reasons/", views.amendment_reasons, name="amendment-reasons"),
    path("amendments/<int:pk>/decide/", views.amendment_decide, name="amendment-decide"),
    path("amendments/<int:pk>/reopen/", views.amendment_reopen, name="amendment-reopen"),
    path("amendments/<int:pk>/discard/", views.amendment_discard, name="amendment-discard"),
    path("amendments/<int:pk>/enforce/", views.amendment_enforce, name="amendment-enforce"),
    path("amendments/<int:pk>/rebase/", views.amendment_rebase, name="amendment-rebase"),
    path("amendments/<int:pk>/amendment.xlsx", views.amendment_download, name="amendment-download"),
]
initiative_urls = [
    path("amendments/<int:pk>/add/", edit_views.initiative_add, name="initiative-add"),
    path(
        "amendments/<int:pk>/initiatives/<str:code>/",
        edit_views.initiative_revise,
        name="initiative-revise",
    ),
    path(
        "amendments/<int:pk>/initiatives/<str:code>/withdraw/",
        edit_views.initiative_withdraw,
        name="initiative-withdraw",
    ),
    path(
        "amendments/<int:pk>/initiatives/<str:code>/restore/",
        edit_views.initiative_restore,
        name="initiative-restore",
    ),
]
revision_urls = comparison_urls + amendment_urls + initiative_urls
