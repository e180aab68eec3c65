"""Pages that belong to no room: how to use the product, and its accessibility statement."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.models import Grade
from organizations.roles import RULES, Role
from progress.workflow import State

# What each role does in a quarter, in the order of the round.
WAYS: dict[Role, tuple[str, ...]] = {
    Role.CLERK: (
        "マイページの「やること」から、所属課の取組事項を開く。",
        "前期から変わりがなければ「前期から変化なし」を押す。変わったところがあれば、そこだけ書き直す。",
        "提出のお願いが届くと、マイページの上に出る。全て提出するか「表示を消す」を押すまで残る。",
        "「提出」を押す。所属長の確認に回る。差し戻されたときは、理由がマイページと入力画面の上に出る。",
        "所属長が確認する前なら、自分で引き戻して直せる。",
    ),
    Role.HEAD: (
        "マイページの「やること」から確認の画面を開き、前期と違うところを読む。",
        "よければ「確認」、直してほしいときは理由を書いて「差戻し」を押す。",
    ),
    Role.SECRETARIAT: (
        "報告期を開き、基準日・報告期限・締切日を決める。担当課の記載がない取組事項には、報告する課を割り当てる。",
        "未提出の一覧で課を選び、「提出をお願いする」から文と宛先を確かめて送る。事情のある課は、理由を書いて期限を延ばす。",
        "審査の画面で、前期と違うところを読み、受理するか、理由を書いて差し戻す。変化のないものはまとめて受理できる。",
        "ダッシュボードを確かめ、推進本部の資料をExcelで出力する。",
        "計画を改定するときは、計画の画面の「新旧対照表」から「計画の改定」を開く。改定案を作り、新旧対照表で確かめて決定し、施行日に施行する。",
    ),
    Role.EXECUTIVE: (
        "ダッシュボードで全体の件数、遅れとその理由、指標を見る。",
        "個票を開き、指摘事項を記す。対応状況は、課の回答として同じ画面に出る。",
    ),
    Role.VIEWER: ("計画、工程表、ＫＰＩ、個票を見る。",),
    Role.ADMINISTRATOR: (
        "はじめに、「設定」に出る順に、自治体、課、事務局、利用者と役職を登録する。",
        "人事異動のときに、「設定」の利用者の画面か一覧の取込みで、職（所属・役割・期間）を直す。",
    ),
}
GRADES = (
    ("done", "完了", "取組事項が終わった"),
    (Grade.Tone.AHEAD, "計画以上", "計画より進んでいる"),
    (Grade.Tone.ONTRACK, "計画どおり", "計画のとおり進んでいる"),
    (Grade.Tone.SLIP, "やや遅れ", "遅れがあり、理由と見通しを書く"),
    (Grade.Tone.LATE, "遅れ", "期限を過ぎたか、大きく遅れている"),
    (Grade.Tone.NA, "評価対象外", "今期は評価しない。理由を書く"),
    ("none", "未提出", "今期の報告がまだない。前期の評価は引き継がない"),
)
STATES = {
    State.DRAFT: "課が書いている。課の外からは文章が見えない",
    State.SUBMITTED: "所属長の確認を待っている（確認を行わない計画では、事務局の受理を待っている）",
    State.CONFIRMED: "事務局の受理を待っている",
    State.ACCEPTED: "受理された。締切日を過ぎると確定する",
    State.RETURNED: "理由を読み、直して、もう一度提出する",
}


@dataclass(frozen=True)
class RoleHelp:
    """What a role is for, and its steps in a quarter."""

    name: str
    description: str
    steps: tuple[str, ...]


@require_safe
def help_show(request: HttpRequest) -> HttpResponse:
    """使い方: how a quarter goes, per role."""
    roles = [RoleHelp(role.label, rule.description, WAYS[role]) for role, rule in RULES.items()]
    states = [(state.tone, state.label, text) for state, text in STATES.items()]
    return render(
        request,
        "help.html",
        {
            "roles": roles,
            "grades": GRADES,
            "states": states,
            "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        },
    )


@require_safe
def accessibility_show(request: HttpRequest) -> HttpResponse:
    """アクセシビリティ: what the pages are made to meet, how it was checked, what is known to fall short."""
    return render(request, "accessibility.html")
