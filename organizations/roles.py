"""Roles and what each may do, as data that can print itself (``manage.py drawroles`` → docs/roles.md)."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models


class Permission(StrEnum):
    """One thing a person may do; the value is the Japanese wording shown to people."""

    READ = "庁内の計画・進捗を見る"
    ENTER = "所属課の進捗報告を入力し、提出する"
    CONFIRM = "所属課の進捗報告を確認し、差し戻す"
    IMPROVE = "所属課の業務改善を提案・報告する"
    DEPUTIZE = "所属課に所属長の代理を置く"
    DEPUTIZE_ANYWHERE = "どの課にも所属長の代理を置く"
    REVIEW = "全課の進捗報告を受理し、差し戻し、確定を解除する"
    OPEN_PERIOD = "報告期を開く・締め切る"
    EDIT_PLAN = "計画の内容と担当を直す"
    EXPORT = "推進本部の資料を出力する"
    REMARK = "推進本部の指摘事項を記す"
    REORGANIZE = "機構改革を起案し、施行する"
    ADMINISTER = "組織・利用者・職を管理する"


class Role(models.TextChoices):
    """A role a post carries."""

    CLERK = "clerk", "担当者"
    HEAD = "head", "所属長"
    SECRETARIAT = "secretariat", "事務局"
    EXECUTIVE = "executive", "本部員"
    VIEWER = "viewer", "閲覧者"
    ADMINISTRATOR = "administrator", "システム管理者"


@dataclass(frozen=True)
class RoleRule:
    """What a role may do, and in which words it is explained."""

    description: str
    permissions: frozenset[Permission]


P = Permission
# Held for the department of the post only; the others hold for the whole city hall.
OWN_DEPARTMENT = frozenset({P.ENTER, P.CONFIRM, P.IMPROVE, P.DEPUTIZE})
# A deputy acts for the head, but names no further deputy.
NOT_FOR_DEPUTIES = frozenset({P.DEPUTIZE})
RULES: dict[Role, RoleRule] = {
    Role.CLERK: RoleRule(
        "所属課の取組事項について、報告期ごとに進捗と指標の値を入力する（ＤＸ推進員）。",
        frozenset({P.READ, P.ENTER, P.IMPROVE, P.EXPORT}),
    ),
    Role.HEAD: RoleRule(
        "所属課から出る進捗報告を確認し、又は理由を付けて差し戻す（課長）。",
        frozenset({P.READ, P.ENTER, P.CONFIRM, P.IMPROVE, P.DEPUTIZE, P.EXPORT}),
    ),
    Role.SECRETARIAT: RoleRule(
        "計画を管理し、報告期を開き、全課の報告を受理し、推進本部の資料を作る（計画を所管する課）。",
        frozenset(
            {
                *(P.READ, P.IMPROVE, P.REVIEW, P.OPEN_PERIOD, P.EDIT_PLAN),
                *(P.EXPORT, P.REMARK, P.REORGANIZE, P.DEPUTIZE_ANYWHERE),
            }
        ),
    ),
    Role.EXECUTIVE: RoleRule(
        "ダッシュボードと会議資料を見て、指摘事項を記す（本部長・本部員・ＣＩＯ・ＣＩＯ補佐官）。",
        frozenset({P.READ, P.EXPORT, P.REMARK}),
    ),
    Role.VIEWER: RoleRule("庁内の計画と進捗を見る。", frozenset({P.READ, P.EXPORT})),
    Role.ADMINISTRATOR: RoleRule(
        "組織・利用者・職を管理する。進捗の内容は直さない。",
        frozenset({P.READ, P.REORGANIZE, P.DEPUTIZE_ANYWHERE, P.ADMINISTER}),
    ),
}


def permits(role: str, permission: Permission, *, is_deputy: bool) -> bool:
    """Whether a post of a role carries a permission; a deputy's carries a little less."""
    return permission in RULES[Role(role)].permissions and not (
        is_deputy and permission in NOT_FOR_DEPUTIES
    )


def as_markdown() -> str:
    """Return the page about roles: what each is for, and a table of roles and permissions."""
    roles = "\n".join(
        f"- **{role.label}**（`{role.value}`）：{rule.description}" for role, rule in RULES.items()
    )
    head = "| できること | " + " | ".join(role.label for role in RULES) + " |"
    line = "|---" * (len(RULES) + 1) + "|"
    rows = "\n".join(
        f"| {permission.value} | "
        + " | ".join(_cell(rule, permission) for rule in RULES.values())
        + " |"
        for permission in Permission
    )
    return f"{_INTRODUCTION}\n{roles}\n\n{head}\n{line}\n{rows}\n\n{_NOTES}"


def _cell(rule: RoleRule, permission: Permission) -> str:
    if permission not in rule.permissions:
        return "－"
    return "所属課" if permission in OWN_DEPARTMENT else "○"


_INTRODUCTION = """# 役割と権限

この頁は `manage.py drawroles` が `organizations/roles.py` の表から書き出したものです。手では直さず、表を直してから書き出してください。

役割は「職」（利用者・所属・役割・代理・発令日・終了日）に付きます。一人が複数の職を持てます（兼務）。その日に有効な職だけが働きます。
"""
_NOTES = """- 「所属課」は、その職の所属の分だけできることを表します。
- ほかの自治体の情報は、どの役割でも見られません（見えないものは 404、見えても権限がない操作は 403 になります）。
- 所属長の代理は、期間を限った「所属長」の職（代理の印と、発令日・終了日の両方）です。その期間は所属長と同じことができますが、さらに代理を置くことはできません。終了日を過ぎると、何もしなくても権限がなくなります。
- 代理を置けるのは、その課の所属長、事務局、システム管理者です。「所属長の代理」の画面では３か月まで、それより長い代理はシステム管理者が「利用者と職」で登録します。
- 代理がした操作は、経過、履歴、引継ぎ資料に「（市民課長 例田 一郎の代理）」のように残ります。
- 利用開始日の前と利用終了日の後は、職があってもログインできません。
- 管理画面に入れるのは、事務局（計画の内容）とシステム管理者（組織・利用者・職）です。
"""
