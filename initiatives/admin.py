"""Master data of the plans in Django's admin: each city hall sees its own, every change has its history."""

from django.contrib import admin

from initiatives.models import (
    Category,
    CategoryPolicy,
    Framework,
    GlossaryTerm,
    Grade,
    GradeScale,
    Initiative,
    InitiativeItem,
    ItemList,
    Milestone,
    Plan,
    PlanRevision,
    PlanStatement,
    PlanStep,
    Responsibility,
    ScheduleBar,
    Succession,
    Term,
    TermLink,
)
from organizations.municipal_admin import (
    MunicipalAdmin,
    MunicipalStackedInline,
    MunicipalTabularInline,
)
from organizations.roles import Permission

OWN = admin.RelatedOnlyFieldListFilter


class PlanStatementInline(MunicipalStackedInline):
    model = PlanStatement
    classes = ("collapse",)


class GlossaryTermInline(MunicipalTabularInline):
    model = GlossaryTerm
    classes = ("collapse",)


class PlanRevisionInline(MunicipalStackedInline):
    model = PlanRevision
    classes = ("collapse",)


class PlanStepInline(MunicipalTabularInline):
    model = PlanStep
    classes = ("collapse",)


@admin.register(Plan)
class PlanAdmin(MunicipalAdmin):
    municipality_path = "municipality"
    permission = Permission.EDIT_PLAN
    list_display = ("title", "kind", "first_year", "last_year", "frequency", "cycle")
    list_filter = ("kind", "frequency", "cycle")
    search_fields = ("title", "slug")
    list_select_related = ("municipality",)
    inlines = (PlanRevisionInline, PlanStepInline, PlanStatementInline, GlossaryTermInline)


class CategoryLinkInline(MunicipalTabularInline):
    model = TermLink
    fields = ("term", "origin", "note")
    verbose_name_plural = "枠組みとの対応"


class CategoryPolicyInline(MunicipalStackedInline):
    model = CategoryPolicy
    classes = ("collapse",)


class CategoryItemListInline(MunicipalTabularInline):
    model = ItemList
    fields = ("order", "title", "page", "note")
    show_change_link = True
    classes = ("collapse",)


class SuccessionInline(MunicipalTabularInline):
    """What a category or an initiative was in the plan before."""

    model = Succession
    fields = ("from_category", "from_policy", "from_initiative", "kind", "origin", "note", "order")
    classes = ("collapse",)


class CategorySuccessionInline(SuccessionInline):
    fk_name = "category"


class InitiativeSuccessionInline(SuccessionInline):
    fk_name = "initiative"


@admin.register(Category)
class CategoryAdmin(MunicipalAdmin):
    municipality_path = "plan__municipality"
    list_display = ("__str__", "plan", "parent", "order", "page")
    list_filter = (("plan", OWN), ("parent", OWN))
    search_fields = ("code", "title", "short_title", "background")
    list_select_related = ("plan", "parent")
    inlines = (
        CategoryPolicyInline,
        CategoryItemListInline,
        CategoryLinkInline,
        CategorySuccessionInline,
    )


@admin.register(CategoryPolicy)
class CategoryPolicyAdmin(MunicipalAdmin):
    municipality_path = "category__plan__municipality"
    list_display = ("__str__", "code", "category", "heading", "page")
    list_filter = (("category__plan", OWN), ("category", OWN))
    search_fields = ("code", "departments_printed", "text", "points")
    list_select_related = ("category",)


class ResponsibilityInline(MunicipalTabularInline):
    model = Responsibility
    exclude = ("carries",)


class ScheduleBarInline(MunicipalTabularInline):
    model = ScheduleBar
    classes = ("collapse",)


class MilestoneInline(MunicipalTabularInline):
    model = Milestone
    classes = ("collapse",)


class ItemListInline(MunicipalTabularInline):
    model = ItemList
    fields = ("order", "title", "page", "note")
    show_change_link = True
    classes = ("collapse",)


class InitiativeLinkInline(CategoryLinkInline):
    classes = ("collapse",)


@admin.register(Initiative)
class InitiativeAdmin(MunicipalAdmin):
    municipality_path = "plan__municipality"
    list_display = ("code", "title", "plan", "category", "origin", "departments_printed")
    list_display_links = ("code", "title")
    list_filter = (
        ("plan", OWN),
        ("category", OWN),
        "origin",
        "departments_printed",
        ("completed_year", admin.EmptyFieldListFilter),
    )
    search_fields = ("code", "title", "aliases", "situation", "direction")
    list_select_related = ("plan", "category")
    inlines = (
        ResponsibilityInline,
        ScheduleBarInline,
        MilestoneInline,
        ItemListInline,
        InitiativeLinkInline,
        InitiativeSuccessionInline,
    )


class InitiativeItemInline(MunicipalTabularInline):
    model = InitiativeItem


@admin.register(ItemList)
class ItemListAdmin(MunicipalAdmin):
    municipality_path = "initiative__plan__municipality"
    other_path = "category__plan__municipality"
    list_display = ("title", "initiative", "category", "page")
    list_filter = (("initiative__plan", OWN), ("category__plan", OWN))
    search_fields = ("title", "initiative__title", "category__title", "items__name")
    list_select_related = ("initiative", "category")
    inlines = (InitiativeItemInline,)


class TermInline(MunicipalTabularInline):
    model = Term


@admin.register(Framework)
class FrameworkAdmin(MunicipalAdmin):
    """Frameworks of the country (without a municipality) are shown to all and changed by superusers."""

    municipality_path = "municipality"
    shared_rows = True
    list_display = ("title", "version", "published", "verified_on", "to_verify", "municipality")
    list_filter = (("municipality", OWN),)
    search_fields = ("title", "key", "terms__name")
    list_select_related = ("municipality",)
    inlines = (TermInline,)


@admin.register(Term)
class TermAdmin(MunicipalAdmin):
    municipality_path = "framework__municipality"
    shared_rows = True
    list_display = ("name", "code", "framework")
    list_filter = (("framework", OWN),)
    search_fields = ("name", "text")
    list_select_related = ("framework",)


class GradeInline(MunicipalTabularInline):
    model = Grade


@admin.register(GradeScale)
class GradeScaleAdmin(MunicipalAdmin):
    """Scales are shared by all city halls; old reports keep their words, so a change is a new version."""

    list_display = ("name", "key", "version")
    search_fields = ("name", "key", "grades__word")
    inlines = (GradeInline,)
