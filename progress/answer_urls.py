"""Addresses of 各課への問い and 各課の回答; ``progress/urls.py`` includes them."""

from django.urls import path

from progress import answer_list_views, answer_views, question_views, summary_views

answer_urls = [
    path(
        "progress/initiatives/<int:pk>/answers/",
        answer_list_views.answer_list,
        name="answer-list",
    ),
    path(
        "progress/initiatives/<int:pk>/question/",
        question_views.question_create,
        name="question-create",
    ),
    path("progress/questions/<int:pk>/", question_views.question_edit, name="question-edit"),
    path(
        "progress/questions/<int:pk>/remove/",
        question_views.question_remove,
        name="question-remove",
    ),
    path(
        "progress/periods/<int:period_pk>/sections/<int:pk>/answers/",
        answer_views.answer_edit,
        name="answer-edit",
    ),
    path(
        "progress/periods/<int:period_pk>/initiatives/<int:initiative_pk>/summary/",
        summary_views.answer_summarise,
        name="answer-summarise",
    ),
]
