"""Addresses of the plan's own pages; ``reports.urls`` includes them."""

from django.urls import path

from reports import category_views, crosswalk_views, finding_views, plan_list_views, plan_views

plan_urls = [
    path("plans/", plan_list_views.plan_list, name="plan-list"),
    path("search/", finding_views.passage_search, name="passage-search"),
    path("plans/<slug:slug>/", plan_views.plan_show, name="plan-show"),
    path(
        "plans/<slug:slug>/categories/<str:code>/",
        category_views.category_show,
        name="category-show",
    ),
    path("plans/<slug:slug>/chapters/", plan_views.chapter_list, name="chapter-list"),
    path("plans/<slug:slug>/schedule/", plan_views.schedule_show, name="schedule-show"),
    path("plans/<slug:slug>/crosswalk/", crosswalk_views.crosswalk_show, name="crosswalk-show"),
    path("initiatives/<int:pk>/", plan_views.initiative_show, name="initiative-show"),
]
