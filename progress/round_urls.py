"""Addresses of the quarterly round; ``progress/urls.py`` includes them."""

from django.urls import path

from progress import (
    improvement_deeds,
    improvement_views,
    mypage_views,
    period_views,
    remark_views,
    review_views,
    round_views,
    unowned_views,
)

mypage_urls = [path("", mypage_views.mypage_show, name="mypage-show")]
review_urls = [
    path("progress/unowned/", unowned_views.unowned_list, name="unowned-list"),
    path("progress/confirmations/", review_views.confirmation_list, name="confirmation-list"),
    path(
        "progress/confirmations/record/",
        review_views.confirmation_record,
        name="confirmation-record",
    ),
    path("progress/periods/<int:pk>/", round_views.round_show, name="round-show"),
    path("progress/periods/<int:pk>/review/", review_views.review_list, name="review-list"),
    path(
        "progress/periods/<int:pk>/review/accept/",
        review_views.review_accept,
        name="review-accept",
    ),
    path("progress/periods/<int:pk>/missing/", review_views.missing_list, name="missing-list"),
]
period_urls = [
    path("plans/<slug:slug>/periods/", period_views.period_list, name="period-list"),
    path("plans/<slug:slug>/periods/new/", period_views.period_create, name="period-create"),
    path("progress/periods/<int:pk>/edit/", period_views.period_edit, name="period-edit"),
]
remark_urls = [
    path(
        "progress/initiatives/<int:pk>/remarks/", remark_views.remark_create, name="remark-create"
    ),
    path("progress/remarks/<int:pk>/", remark_views.remark_answer, name="remark-answer"),
]
_IMPROVEMENT = "improvements/<int:pk>/"
improvement_urls = [
    path("improvements/", improvement_views.improvement_list, name="improvement-list"),
    path("improvements/new/", improvement_views.improvement_create, name="improvement-create"),
    path(_IMPROVEMENT, improvement_views.improvement_show, name="improvement-show"),
    path(f"{_IMPROVEMENT}edit/", improvement_views.improvement_edit, name="improvement-edit"),
    path(f"{_IMPROVEMENT}review/", improvement_views.improvement_review, name="improvement-review"),
    path(
        f"{_IMPROVEMENT}history/", improvement_views.improvement_history, name="improvement-history"
    ),
    path(f"{_IMPROVEMENT}submit/", improvement_deeds.improvement_submit, name="improvement-submit"),
    path(
        f"{_IMPROVEMENT}withdraw/",
        improvement_deeds.improvement_withdraw,
        name="improvement-withdraw",
    ),
    path(f"{_IMPROVEMENT}remove/", improvement_deeds.improvement_remove, name="improvement-remove"),
]
round_urls = [*mypage_urls, *review_urls, *period_urls, *remark_urls, *improvement_urls]
