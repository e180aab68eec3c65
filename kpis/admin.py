"""Indicators and their values in Django's admin, for looking up and correcting."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from fiscal import clock
from kpis.models import Indicator, Measurement, Target
from organizations.municipal_admin import MunicipalAdmin, MunicipalTabularInline
from organizations.roles import Permission

OWN = admin.RelatedOnlyFieldListFilter


class TargetInline(MunicipalTabularInline):
    model = Target


@admin.register(Indicator)
class IndicatorAdmin(MunicipalAdmin):
    municipality_path = "initiative__plan__municipality"
    permission = Permission.EDIT_PLAN
    list_display = ("name", "initiative", "unit", "direction", "aggregation", "to_verify")
    list_filter = (("initiative__plan", OWN), "direction", "aggregation", "cycle")
    list_select_related = ("initiative",)
    search_fields = ("name", "code", "initiative__title", "initiative__code")
    inlines = (TargetInline,)


class MeasurementAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    """A correction keeps to what could have been measured."""

    def clean_as_of(self) -> Any:
        """Refuse a moment to come.

        Raises:
            ValidationError: the day is after today.
        """
        as_of = self.cleaned_data["as_of"]
        if as_of > clock.today():
            raise ValidationError("時点は今日までの日付にしてください。")
        return as_of

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        indicator, value = data.get("indicator"), data.get("value")
        if indicator is None or value is None:
            return data
        low, high = indicator.minimum, indicator.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            self.add_error("value", "指標の入力の下限から上限までの値にしてください。")
        return data


@admin.register(Measurement)
class MeasurementAdmin(MunicipalAdmin):
    municipality_path = "indicator__initiative__plan__municipality"
    permission = Permission.EDIT_PLAN
    form = MeasurementAdminForm
    list_display = (
        "indicator",
        "year",
        "quarter",
        "value",
        "absence",
        "not_measured_reason",
        "finality",
    )
    list_filter = ("year", "quarter", "finality", ("indicator__initiative__plan", OWN))
    list_select_related = ("indicator",)
    search_fields = ("indicator__name", "indicator__initiative__title")
    readonly_fields = ("finality",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A final value is opened by 確定解除 of its report, here as elsewhere."""
        is_final = obj is not None and obj.finality == Measurement.Finality.FINAL
        return super().has_change_permission(request, obj) and not is_final
