from django.urls import path

from organizations import deputy_views, first_views, keeping_views, people_views, views
from organizations.reorganization_urls import reorganization_urls

app_name = "organizations"

session_urls = [
    path("accounts/login/", views.session_create, name="session-create"),
    path("accounts/logout/", views.session_end, name="session-end"),
    path("accounts/password/", views.password_change, name="password-change"),
    path("setup/first/", first_views.administrator_create, name="administrator-create"),
]

department_urls = [
    path("organizations/city/", keeping_views.municipality_edit, name="municipality-edit"),
    path("organizations/secretariat/", keeping_views.secretariat_edit, name="secretariat-edit"),
    path("organizations/departments/", keeping_views.department_list, name="department-list"),
    path(
        "organizations/departments/new/", keeping_views.department_create, name="department-create"
    ),
    path("organizations/departments/sort/", keeping_views.department_sort, name="department-sort"),
    path(
        "organizations/departments/<int:pk>/", keeping_views.department_edit, name="department-edit"
    ),
]

person_urls = [
    path("organizations/people/", people_views.person_list, name="person-list"),
    path("organizations/people/new/", people_views.person_create, name="person-create"),
    path("organizations/people/<int:pk>/", people_views.person_edit, name="person-edit"),
    path("organizations/people/<int:pk>/switch/", people_views.person_switch, name="person-switch"),
    path(
        "organizations/people/<int:pk>/password/",
        people_views.password_reset,
        name="password-reset",
    ),
    path("organizations/people/<int:pk>/posts/new/", people_views.post_create, name="post-create"),
    path("organizations/posts/<int:pk>/", people_views.post_edit, name="post-edit"),
]

deputy_urls = [
    path("organizations/deputies/", deputy_views.deputy_list, name="deputy-list"),
    path("organizations/deputies/new/", deputy_views.deputy_create, name="deputy-create"),
    path("organizations/deputies/<int:pk>/end/", deputy_views.deputy_end, name="deputy-end"),
]

urlpatterns = session_urls + department_urls + person_urls + deputy_urls + reorganization_urls
