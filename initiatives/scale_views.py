"""評価尺度: the scales that are here, those that ship, and which scale a plan is judged by."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives import access, actions, scale_actions
from initiatives.forms import PlanScaleForm
from initiatives.models import GradeScale, Plan
from initiatives.scale_presets import BY_KEY, PRESETS
from organizations.desk import DeskRequest


@require_safe
def scale_list(request: DeskRequest) -> HttpResponse:
    """The scales with their words, and who uses them."""
    access.require_scale_keeper(request.desk)
    scales = GradeScale.objects.prefetch_related("grades")
    here = {(scale.key, scale.version) for scale in scales}
    plans = list(Plan.objects.visible_to(request.user).select_related("grade_scale"))
    rows = [
        (scale, [plan for plan in plans if plan.grade_scale_id == scale.pk]) for scale in scales
    ]
    context = {
        "rows": rows,
        "presets": [preset for preset in PRESETS if (preset.key, preset.version) not in here],
        "plans": plans,
        "may_choose": access.may_edit_plans(request.desk),
    }
    return render(request, "initiatives/scales.html", context)


@require_POST
def scale_add(request: DeskRequest) -> HttpResponse:
    """Take over the chosen presets."""
    access.require_scale_keeper(request.desk)
    chosen = [BY_KEY[key] for key in dict.fromkeys(request.POST.getlist("preset")) if key in BY_KEY]
    if not chosen:
        messages.error(request, "加える評価尺度を選んでください。")
        return redirect("initiatives:scale-list")
    with transaction.atomic():
        added = [scale_actions.add_preset(preset=preset, by=request.user) for preset in chosen]
    names = "、".join(scale.name for scale, is_new in added if is_new)
    messages.success(
        request, f"評価尺度を加えました：{names}" if names else "既に登録されています。"
    )
    return redirect("initiatives:scale-list")


@require_http_methods(["GET", "HEAD", "POST"])
def scale_choose(request: DeskRequest, slug: str) -> HttpResponse:
    """The scale of a plan from now on; reports keep the words they were given."""
    plan = access.get_editable_plan(request.desk, slug)
    form = PlanScaleForm(request.POST or None, initial={"grade_scale": plan.grade_scale_id})
    if request.method == "POST" and form.is_valid():
        scale = form.cleaned_data["grade_scale"]
        actions.choose_scale(plan=plan, scale=scale, by=request.user)
        messages.success(request, f"{plan}の評価尺度は{scale}です。")
        return redirect("initiatives:scale-list")
    return render(request, "initiatives/scale_choose.html", {"plan": plan, "form": form})
