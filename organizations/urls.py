from django.urls import path

from organizations import views

app_name = "organizations"
urlpatterns = [
    path("accounts/login/", views.session_create, name="session-create"),
    path("accounts/logout/", views.session_end, name="session-end"),
    path("accounts/password/", views.password_change, name="password-change"),
]
