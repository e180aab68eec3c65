"""Addresses of the 年度評価; ``progress/urls.py`` includes them."""

from django.urls import path

from progress.annual import review_views, round_views

_ROUND = "progress/annual/<int:pk>/"
_REVIEW = "progress/annual/reviews/<int:pk>/"

round_urls = [
    path("plans/<slug:slug>/annual/", round_views.annualround_list, name="annualround-list"),
    path(
        "plans/<slug:slug>/annual/new/", round_views.annualround_create, name="annualround-create"
    ),
    path(_ROUND, round_views.annualround_show, name="annualround-show"),
    path(f"{_ROUND}edit/", round_views.annualround_edit, name="annualround-edit"),
    path(f"{_ROUND}accept/", round_views.annualround_accept, name="annualround-accept"),
    path(f"{_ROUND}changes/", round_views.annualchange_list, name="annualchange-list"),
]
review_urls = [
    path(
        "progress/annual/<int:round_pk>/initiatives/<int:initiative_pk>/",
        review_views.annualreview_edit,
        name="annualreview-edit",
    ),
    path(f"{_REVIEW}history/", review_views.annualreview_history, name="annualreview-history"),
    path(f"{_REVIEW}withdraw/", review_views.annualreview_withdraw, name="annualreview-withdraw"),
    path(f"{_REVIEW}confirm/", review_views.annualreview_confirm, name="annualreview-confirm"),
    path(f"{_REVIEW}accept/", review_views.annualreview_accept, name="annualreview-accept"),
    path(f"{_REVIEW}return/", review_views.annualreview_return, name="annualreview-return"),
    path(f"{_REVIEW}reopen/", review_views.annualreview_reopen, name="annualreview-reopen"),
]
annual_urls = [*round_urls, *review_urls]
