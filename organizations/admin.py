"""Who works here, in Django's admin: the system administrator keeps departments, people and posts."""

from typing import Any

from axes.utils import reset
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import ManyToManyField, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest

from fiscal import clock
from organizations.models import Department, Municipality, Post, User
from organizations.municipal_admin import MunicipalAdmin, MunicipalTabularInline
from organizations.roles import Permission

OWN = admin.RelatedOnlyFieldListFilter

# Roles are posts; Django's groups would be a second, hidden set of roles.
admin.site.unregister(Group)


class PostInline(MunicipalTabularInline):
    model = Post
    permission = Permission.ADMINISTER
    fields = ("user", "department", "role", "is_deputy", "title", "valid_from", "valid_to")


@admin.register(Municipality)
class MunicipalityAdmin(MunicipalAdmin):
    municipality_path = "pk"
    permission = Permission.ADMINISTER
    viewers = (Permission.EDIT_PLAN,)
    list_display = ("name", "prefecture", "code", "area_code", "is_demo")
    search_fields = ("name", "code")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Another city comes in with its plan file, or by a superuser."""
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(Department)
class DepartmentAdmin(MunicipalAdmin):
    municipality_path = "municipality"
    permission = Permission.ADMINISTER
    viewers = (Permission.EDIT_PLAN,)
    list_display = (
        "name",
        "kind",
        "parent",
        "is_secretariat",
        "extension",
        "valid_from",
        "valid_to",
    )
    list_filter = ("kind", "is_secretariat", ("parent", OWN), "valid_to")
    list_select_related = ("parent",)
    search_fields = ("name", "code")
    # Django's two-box chooser has controls without a name; check boxes need no script either.
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}
    inlines = (PostInline,)


@admin.register(Post)
class PostAdmin(MunicipalAdmin):
    municipality_path = "department__municipality"
    permission = Permission.ADMINISTER
    list_display = (
        *("user", "department", "role", "is_deputy"),
        *("title", "valid_from", "valid_to"),
    )
    list_filter = ("role", "is_deputy", ("department", OWN), "valid_to")
    list_select_related = ("user", "department")
    search_fields = ("user__name", "user__username", "department__name", "title")


@admin.register(User)
class UserAdmin(MunicipalAdmin, DjangoUserAdmin):  # type: ignore[type-arg]
    """Accounts are switched off, not deleted: what people wrote keeps their names."""

    municipality_path = "municipality"
    permission = Permission.ADMINISTER
    list_display = ("username", "name", "posts_today", "is_active", "valid_to", "last_login")
    list_filter = ("is_active", "valid_to", "posts__role", ("posts__department", OWN))
    search_fields = ("username", "name", "email", "posts__department__name")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "previous_login", "date_joined")
    inlines = (PostInline,)
    actions = ("unlock",)
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "email", "municipality", "is_active")}),
        ("利用期間", {"fields": ("valid_from", "valid_to")}),
        ("記録", {"fields": ("last_login", "previous_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "name", "municipality", "password1", "password2"),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("posts__department")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The first superuser belongs to no city hall; where there is one only, people are of that."""
        data = super().get_changeform_initial_data(request)
        if data["municipality"] is None and Municipality.objects.count() == 1:
            data["municipality"] = Municipality.objects.values_list("pk", flat=True).first()
        return data

    def get_form(  # type: ignore[override]
        self, request: HttpRequest, obj: Any = None, **kwargs: Any
    ) -> Any:
        """Everybody but a superuser belongs to a city hall: otherwise no page shows them anything."""
        form = super().get_form(request, obj, **kwargs)
        if "municipality" in form.base_fields and not (obj and obj.is_superuser):
            form.base_fields["municipality"].required = True
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only superusers make superusers."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return fieldsets
        return (*fieldsets, ("全ての自治体の管理", {"fields": ("is_superuser",)}))

    def may_touch(self, request: HttpRequest, obj: Any) -> bool:
        """A superuser's password is not an administrator's to set."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().may_touch(request, obj) and not above

    def may_see(self, request: HttpRequest, obj: Any) -> bool:
        return super().may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="いまの職")
    def posts_today(self, user: User) -> str:
        """市民課（担当者）、…"""
        today = clock.today()
        return "、".join(
            f"{post.department}（{post.role_in_words}）"
            for post in user.posts.all()
            if post.is_held_on(today)
        )

    @admin.action(description="ログインの制限を解除する", permissions=["change"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let people locked out after failed attempts try again at once."""
        count = sum(bool(reset(username=user.username)) for user in queryset)
        messages.success(request, f"{count}人のログインの制限を解除しました。")
