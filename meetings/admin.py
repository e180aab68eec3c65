"""Bodies and meetings in Django's admin."""

from django.contrib import admin

from meetings.models import Body, Meeting
from organizations.municipal_admin import MunicipalAdmin
from organizations.roles import Permission

OWN = admin.RelatedOnlyFieldListFilter


@admin.register(Body)
class BodyAdmin(MunicipalAdmin):
    municipality_path = "municipality"
    permission = Permission.EDIT_PLAN
    list_display = ("name", "municipality", "order")
    search_fields = ("name",)


@admin.register(Meeting)
class MeetingAdmin(MunicipalAdmin):
    municipality_path = "body__municipality"
    permission = Permission.EDIT_PLAN
    list_display = ("__str__", "held_on", "purpose", "document_number", "period")
    list_filter = (("body", OWN), "year", "purpose")
    list_select_related = ("body", "period")
    search_fields = ("body__name", "document_number")
    date_hierarchy = "held_on"
