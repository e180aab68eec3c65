"""docs/workflow.md, drawn from the table of the workflow. Pure."""

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
YES, NO = "必要", "―"


def as_markdown() -> str:
    """Return the page: the diagram, the table, and the rules that hold beside it."""
    return "\n".join([HEAD, "```mermaid", *_diagram(), "```", "", *_table(), "", *_rules(), ""])


def _diagram() -> list[str]:
    names = [f'    state "{label}" as {state}' for state, label in STATE_LABELS.items()]
    arrows = [f"    {step.source} --> {step.target}: {_arrow(step)}" for step in TRANSITIONS]
    return ["stateDiagram-v2", *names, f"    [*] --> {State.DRAFT}", *arrows]


def _arrow(step: Transition) -> str:
    return f"{step.action.label}（{_actors(step)}）"


def _actors(step: Transition) -> str:
    return "・".join(sorted(step.actors))


def _table() -> list[str]:
    rows = [
        f"| {step.source.label} | {step.action.label} | {step.target.label} | {_actors(step)} | "
        f"{YES if step.needs_reason else NO} | "
        f"{'所属長の確認を行わない計画だけ' if step.only_without_confirmation else NO} |"
        for step in TRANSITIONS
    ]
    heads = ["前の状態", "操作", "後の状態", "できる人", "理由", "条件"]
    return [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *rows]


def _rules() -> list[str]:
    section = "・".join(label for action, label in ACTION_LABELS.items() if action in SECTION_DEEDS)
    editable = "・".join(label for state, label in STATE_LABELS.items() if state in EDITABLE)
    handed_in = "・".join(label for state, label in STATE_LABELS.items() if state in HANDED_IN)
    return [
        "## 表のほかの決まり",
        "",
        f"- {section}は、報告期の開始日から締切日まで。{State.RETURNED.label}の報告は、締切日を過ぎても直せる。",
        f"- 課が直せるのは{editable}。集計に入るのは{handed_in}。それ以外は「未提出」。",
        f"- 締切日を過ぎた{State.ACCEPTED.label}の報告は確定。直すには、先に{Action.REOPEN.label}をする。",
        "- 操作は１つずつ経過に残る。下書きの保存は変更の履歴に残る。",
    ]
