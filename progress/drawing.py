"""docs/workflow.md, drawn from the tables of the workflows. Pure."""

from collections.abc import Sequence

from progress.annual import workflow as annual
from progress.workflow import (
    ACTION_LABELS,
    EDITABLE,
    HANDED_IN,
    SECTION_DEEDS,
    STATE_LABELS,
    TRANSITIONS,
    Action,
    State,
    Transition,
)

HEAD = """# 進捗報告の流れ

`progress/workflow.py` の表から `manage.py drawworkflow` が描いたものです。手で直さず、表を直してから描き直してください。
"""
ANNUAL_HEAD = """
# 年度評価の流れ

`progress/annual/workflow.py` の表から描いたものです。年に１回、取組事項ごとに１年を振り返ります。
"""
YES, NO = "必要", "―"


def as_markdown() -> str:
    """Return the page: the diagram, the table, and the rules that hold beside it."""
    return "\n".join(
        [
            HEAD,
            *_drawn(TRANSITIONS),
            *_rules(),
            ANNUAL_HEAD,
            *_drawn(annual.TRANSITIONS),
            *_annual_rules(),
            "",
        ]
    )


def _drawn(steps: Sequence[Transition]) -> list[str]:
    return ["```mermaid", *_diagram(steps), "```", "", *_table(steps), ""]


def _diagram(steps: Sequence[Transition]) -> list[str]:
    names = [f'    state "{label}" as {state}' for state, label in STATE_LABELS.items()]
    arrows = [f"    {step.source} --> {step.target}: {_arrow(step)}" for step in steps]
    return ["stateDiagram-v2", *names, f"    [*] --> {State.DRAFT}", *arrows]


def _arrow(step: Transition) -> str:
    return f"{step.action.label}（{_actors(step)}）"


def _actors(step: Transition) -> str:
    return "・".join(sorted(step.actors))


def _table(steps: Sequence[Transition]) -> list[str]:
    rows = [
        f"| {step.source.label} | {step.action.label} | {step.target.label} | {_actors(step)} | "
        f"{YES if step.needs_reason else NO} | "
        f"{'所属長の確認を行わない計画だけ' if step.only_without_confirmation else NO} |"
        for step in steps
    ]
    heads = ["前の状態", "操作", "後の状態", "できる人", "理由", "条件"]
    return [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *rows]


def _annual_rules() -> list[str]:
    return [
        f"- {_section_deeds()}は、開始日から締切日まで。{State.RETURNED.label}の年度評価は、締切日を過ぎても直せる。",
        "- 提出には、各段階の文と今後の方向性が要る。拡充・見直し・縮小・廃止のときは、来年度の計画で変えることも要る。",
        f"- {State.ACCEPTED.label}の年度評価から、来年度の計画（Plan）が始まる。",
    ]


def _section_deeds() -> str:
    return "・".join(label for action, label in ACTION_LABELS.items() if action in SECTION_DEEDS)


def _rules() -> list[str]:
    editable = "・".join(label for state, label in STATE_LABELS.items() if state in EDITABLE)
    handed_in = "・".join(label for state, label in STATE_LABELS.items() if state in HANDED_IN)
    return [
        "## 表のほかの決まり",
        "",
        f"- {_section_deeds()}は、報告期の開始日から締切日まで。{State.RETURNED.label}の報告は、締切日を過ぎても直せる。",
        f"- 課が直せるのは{editable}。集計に入るのは{handed_in}。それ以外は「未提出」。",
        f"- 締切日を過ぎた{State.ACCEPTED.label}の報告は確定。直すには、先に{Action.REOPEN.label}をする。",
        "- 操作は１つずつ経過に残る。下書きの保存は変更の履歴に残る。",
    ]
