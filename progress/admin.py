"""Reports, periods and remarks in Django's admin: to look progress up and to correct it, by the workflow's rules."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from organizations.desk import DeskRequest
from organizations.municipal_admin import MunicipalAdmin, MunicipalTabularInline
from organizations.roles import Permission
from progress import actions
from progress.access import may_do
from progress.content import NAMES, Content
from progress.correction import CorrectionForm
from progress.forms import ReasonForm
from progress.models import (
    AnnualRound,
    Attachment,
    Confidence,
    Improvement,
    ProgressReport,
    Remark,
    ReminderSetting,
    ReportEvent,
    ReportingPeriod,
)
from progress.report_page import closed_for
from progress.transition import StaleReport
from progress.workflow import Action, WorkflowError

OWN = admin.RelatedOnlyFieldListFilter
CHOSEN = "_selected_action"


class ReadInline(MunicipalTabularInline):
    """Rows that are shown with the report and cannot be touched."""

    permission = Permission.REVIEW
    viewers = (Permission.ADMINISTER,)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReportEventInline(ReadInline):
    """What was done to the report."""

    model = ReportEvent
    fields = readonly_fields = ("at", "action", "by", "source", "target", "comment")


class AttachmentInline(ReadInline):
    """The files that show what the report says, by name: they are taken out through the report's page only."""

    model = Attachment
    fields = readonly_fields = ("name", "kind", "size", "by", "at")


@admin.register(ProgressReport)
class ProgressReportAdmin(MunicipalAdmin):
    """The office corrects the words of reports that were handed in; states change by deeds only."""

    municipality_path = "period__plan__municipality"
    permission = Permission.REVIEW
    viewers = (Permission.ADMINISTER,)
    form = CorrectionForm
    inlines = (ReportEventInline, AttachmentInline)
    list_display = (
        "initiative",
        "period",
        "department",
        "state",
        "self_grade",
        "reviewed_grade",
        "saved_at",
    )
    list_filter = (
        "state",
        ("period", OWN),
        ("department", OWN),
        "implementation",
        ("self_grade", OWN),
        "unchanged",
    )
    list_select_related = (
        "period__plan",
        "initiative",
        "department",
        "self_grade",
        "reviewed_grade",
    )
    ordering = ("-period__year", "-period__quarter", "initiative__order", "pk")
    list_per_page = 50
    search_fields = ("initiative__code", "initiative__title", "result", "reason", "next_action")
    fixed = ("period", "initiative", "department", "state", "unchanged")
    reviewed = ("reviewed_grade", "review_reason", "saved_at", "saved_by")
    actions = ("accept", "send_back")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def may_correct(self, request: HttpRequest, report: ProgressReport | None) -> bool:
        """Whether the workflow's table lets this person correct the report now."""
        desk = cast("DeskRequest", request).desk
        return (
            report is not None
            and Action.CORRECT in may_do(desk, report)
            and not closed_for(report, Action.CORRECT)
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        asked = ("correction_reason", "read_version") if self.may_correct(request, obj) else ()
        return (*self.fixed, *NAMES, *self.reviewed, *asked)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        kept = () if self.may_correct(request, obj) else NAMES
        return (*self.fixed, *kept, *self.reviewed)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A form for reading has no question; one for correcting knows who corrects."""
        if not self.may_correct(request, obj):
            kwargs["form"] = forms.ModelForm
        form = super().get_form(request, obj, change, **kwargs)
        form.desk = request.desk
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Correct through the workflow, which writes history and event. A reading form saves nothing."""
        if "correction_reason" not in form.fields:
            return
        try:
            actions.correct(
                report=obj,
                content=Content(**{name: form.cleaned_data[name] for name in NAMES}),
                version=form.cleaned_data["read_version"],
                reason=form.cleaned_data["correction_reason"],
                by=cast("DeskRequest", request).desk,
            )
        except (StaleReport, WorkflowError) as refusal:
            messages.error(request, str(refusal))

    @admin.action(description="選んだ報告を受理する", permissions=["change"])
    def accept(self, request: HttpRequest, chosen: QuerySet[ProgressReport]) -> None:
        desk = cast("DeskRequest", request).desk
        self._each(request, chosen, lambda row: actions.accept(report=row, by=desk))

    @admin.action(description="選んだ報告を差し戻す（理由を書く）", permissions=["change"])
    def send_back(
        self, request: HttpRequest, chosen: QuerySet[ProgressReport]
    ) -> HttpResponse | None:
        """Ask for the reason first: the same action, posted again with it, does the deed."""
        desk = cast("DeskRequest", request).desk
        is_answered = "reason" in request.POST
        form = ReasonForm(request.POST if is_answered else None, label=Action.RETURN.label)
        if is_answered and form.is_valid():
            reason = form.cleaned_data["reason"]
            self._each(
                request, chosen, lambda row: actions.send_back(report=row, reason=reason, by=desk)
            )
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "差戻しの理由",
            "form": form,
            "chosen": chosen,
            "checkbox": CHOSEN,
        }
        return render(request, "admin/progress/send_back.html", context)

    def _each(self, request: HttpRequest, chosen: QuerySet[ProgressReport], deed: Any) -> None:
        done = 0
        for report in chosen:
            try:
                deed(report)
                done += 1
            except WorkflowError as refusal:
                messages.error(request, f"{report}：{refusal}")
        if done:
            messages.success(request, f"{done}件を処理しました。")


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(MunicipalAdmin):
    municipality_path = "plan__municipality"
    permission = Permission.OPEN_PERIOD
    list_display = ("__str__", "plan", "as_of", "opens_on", "due_on", "closes_on")
    list_filter = (("plan", OWN), "year")
    list_select_related = ("plan",)
    search_fields = ("plan__title", "message")


@admin.register(ReminderSetting)
class ReminderSettingAdmin(MunicipalAdmin):
    """To look the days up; they are set on their page."""

    municipality_path = "plan__municipality"
    permission = Permission.OPEN_PERIOD
    list_display = ("plan", "is_on", "before", "on_due", "after")
    list_select_related = ("plan",)
    readonly_fields = ("plan", "is_on", "before", "on_due", "after", "version")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AnnualRound)
class AnnualRoundAdmin(MunicipalAdmin):
    """The years looked back on; the reviews themselves are written and judged on their own pages."""

    municipality_path = "plan__municipality"
    permission = Permission.OPEN_PERIOD
    list_display = ("__str__", "plan", "as_of", "opens_on", "due_on", "closes_on")
    list_filter = (("plan", OWN), "year")
    list_select_related = ("plan",)
    search_fields = ("plan__title", "message")


@admin.register(Remark)
class RemarkAdmin(MunicipalAdmin):
    municipality_path = "initiative__plan__municipality"
    permission = Permission.REMARK
    list_display = ("initiative", "occasion", "made_on", "text", "department", "due_on", "response")
    list_filter = (("department", OWN), "made_on", "occasion")
    list_select_related = ("initiative", "department")
    search_fields = ("initiative__title", "text", "response", "occasion")
    readonly_fields = ("by", "response", "responded_at", "responded_by")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        if not change:
            obj.by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Improvement)
class ImprovementAdmin(MunicipalAdmin):
    """To look improvements up and to correct their words; states change by deeds only."""

    municipality_path = "municipality"
    permission = Permission.REVIEW
    viewers = (Permission.ADMINISTER,)
    list_display = ("title", "made_on", "department", "kind", "state", "is_good_example")
    list_filter = ("state", "is_good_example", ("department", OWN), "kind", "made_on")
    list_select_related = ("department",)
    list_per_page = 50
    search_fields = ("title", "before", "done", "effect")
    fields = (
        *("department", "by", "kind", "title", "made_on", "before", "done", "effect"),
        *("amount", "unit", "initiative", "state", "is_good_example", "good_reason"),
        "return_reason",
    )
    readonly_fields = ("department", "by", "initiative", "state")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Confidence)
class ConfidenceAdmin(MunicipalAdmin):
    """To look judgements up: they are written on the 審査 page and the 個票 only."""

    municipality_path = "period__plan__municipality"
    permission = Permission.REVIEW
    viewers = (Permission.ADMINISTER,)
    list_display = ("initiative", "period", "level", "by", "at")
    list_filter = ("level", ("period", OWN))
    list_select_related = ("initiative", "period", "by")
    search_fields = ("initiative__title", "reason")
    readonly_fields = ("initiative", "period", "level", "reason", "by", "at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
