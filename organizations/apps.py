from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class OrganizationsConfig(AppConfig):
    name = "organizations"
    verbose_name = "組織と利用者"


class CityAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our site in front of it."""

    default = False
    default_site = "organizations.admin_site.CityAdminSite"
