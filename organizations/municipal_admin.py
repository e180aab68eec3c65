"""The admin's classes for rows of a city hall: each person sees and changes only those of their own.

A room's ``admin.py`` says where the municipality stands and which permission changes the rows::

    @admin.register(Plan)
    class PlanAdmin(MunicipalAdmin):
        municipality_path = "municipality"
        permission = Permission.EDIT_PLAN

Filters over related rows use ``admin.RelatedOnlyFieldListFilter``: the plain one lists other cities' names.
"""

from typing import TYPE_CHECKING, Any, cast

from django.contrib.admin import StackedInline, TabularInline
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Q, QuerySet, URLField
from django.forms import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from simple_history.admin import SimpleHistoryAdmin

from organizations.change_list import SoundChangeList
from organizations.roles import Permission

if TYPE_CHECKING:
    from organizations.desk import DeskRequest

REASON = "管理画面での修正"
HISTORY_WORDS = {"+": "追加", "~": "変更", "-": "削除"}


def may(request: HttpRequest, *permissions: Permission) -> bool:
    """Whether the person at the desk holds one of the permissions; a superuser holds all."""
    desk = cast("DeskRequest", request).desk
    return desk.user.is_superuser or any(desk.may(permission) for permission in permissions)


def municipality_of(row: Model, path: str) -> Any:
    """Follow a path such as ``plan__municipality`` from a row; None where it breaks off."""
    value: Any = row
    try:
        for name in path.split("__"):
            value = getattr(value, name, None)
    except ObjectDoesNotExist:
        return None
    return getattr(value, "pk", value)


def _require_number(key: str) -> None:
    """Raise Http404 for what is no key of a row: simple-history would ask the database for it."""
    if not (key.isascii() and key.isdigit()):
        raise Http404


class ByPost(BaseModelAdmin):  # type: ignore[type-arg]
    """Permissions from the posts held today, and related choices from the own city hall only."""

    permission = Permission.EDIT_PLAN
    viewers: tuple[Permission, ...] = ()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.permission, *self.viewers) and self.may_see(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.permission)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.permission) and self.may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request, self.permission, *self.viewers)

    def may_see(self, request: HttpRequest, obj: Any) -> bool:
        """Whether the row is one the person may see; an inline's parent has been asked already."""
        return True

    def may_touch(self, request: HttpRequest, obj: Any) -> bool:
        """Whether the row is one the person may change."""
        return True

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Read an address typed without its scheme as https, as Django 6 will."""
        if isinstance(db_field, URLField):
            kwargs.setdefault("assume_scheme", "https")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_field_queryset(self, db: Any, db_field: Any, request: Any) -> QuerySet[Any] | None:
        """Offer only rows of the own city hall, in the related admin's order."""
        model = db_field.remote_field.model
        related = self.admin_site._registry.get(model)
        if isinstance(related, MunicipalAdmin):
            return related.get_queryset(request)
        if not request.user.is_superuser and hasattr(model._default_manager, "visible_to"):
            return cast(
                "QuerySet[Any]",
                model._default_manager.visible_to(request.user),
            )
        return super().get_field_queryset(db, db_field, request)


class MunicipalAdmin(ByPost, SimpleHistoryAdmin):  # type: ignore[misc]
    """A page of rows that lead to a municipality by ``municipality_path``, with their history.

    Rows that hang on one of two parents name the second way in ``other_path``.
    With ``shared_rows`` rows of no municipality (national frameworks) are shown too; ``municipality_path = ""``
    means that all rows are shared (grade scales). Shared rows are changed by superusers only.
    """

    municipality_path = ""
    other_path = ""
    shared_rows = False
    save_on_top = True
    view_on_site = False

    def own(self, request: HttpRequest) -> Q:
        """The part of a filter that keeps the rows the person may see."""
        if request.user.is_superuser or not self.municipality_path:
            return Q()
        municipality = cast("DeskRequest", request).desk.municipality_id
        rows = Q(**{self.municipality_path: municipality})
        if self.other_path:
            rows |= Q(**{self.other_path: municipality})
        return rows | Q(**{f"{self.municipality_path}__isnull": True}) if self.shared_rows else rows

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(self.own(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[SoundChangeList]:
        return SoundChangeList

    def may_see(self, request: HttpRequest, obj: Any) -> bool:
        return self.may_touch(request, obj) or self._is_shared(obj)

    def may_touch(self, request: HttpRequest, obj: Any) -> bool:
        if obj is None or request.user.is_superuser:
            return True
        municipality = cast("DeskRequest", request).desk.municipality_id
        paths = [path for path in (self.municipality_path, self.other_path) if path]
        return any(municipality_of(obj, path) == municipality for path in paths)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and (
            bool(self.municipality_path) or request.user.is_superuser
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new row belongs to the own city hall unless somebody says otherwise."""
        return {
            "municipality": cast("DeskRequest", request).desk.user.municipality_id,
            **super().get_changeform_initial_data(request),
        }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        obj._change_reason = REASON
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        for row in formset.forms:
            row.instance._change_reason = REASON
        super().save_formset(request, form, formset, change)

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        """History is read here; going back is a new correction, with today's rules."""
        return True

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        _require_number(object_id)
        return cast("HttpResponse", super().history_view(request, object_id, extra_context))

    def history_view_title(self, request: HttpRequest, obj: Any) -> str:
        return f"変更の履歴：{obj}"

    def history_form_view_title(self, request: HttpRequest, obj: Any) -> str:
        return f"当時の内容：{obj}"

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show an earlier version. simple-history would let a viewer save it by a POST: refused."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        _require_number(object_id)
        _require_number(version_id)
        return cast(
            "HttpResponse",
            super().history_form_view(request, object_id, version_id, extra_context),
        )

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Any, foreign_keys_are_objs: bool = True
    ) -> None:
        super().set_history_delta_changes(request, historical_records, foreign_keys_are_objs)
        for record in historical_records:
            record.history_word = HISTORY_WORDS[record.history_type]

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Answer 404, as every page does, to a row that is not visible."""
        raise Http404

    def _is_shared(self, obj: Any) -> bool:
        path = self.municipality_path
        return not path or (self.shared_rows and municipality_of(obj, path) is None)


class NamedRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows whose check box for deletion has a name."""

    def add_fields(self, form: Any, index: Any) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "この行を削除"


class MunicipalTabularInline(ByPost, TabularInline):  # type: ignore[type-arg]
    """Rows edited with their parent, one line each."""

    extra = 0
    formset = NamedRows

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Name each control: the column's heading alone is no label for a screen reader."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            inner: Any = getattr(field.widget, "widget", field.widget)
            inner.attrs["aria-label"] = str(field.label or db_field.verbose_name)
        return field


class MunicipalStackedInline(ByPost, StackedInline):  # type: ignore[type-arg]
    """Rows edited with their parent, one block each."""

    extra = 0
