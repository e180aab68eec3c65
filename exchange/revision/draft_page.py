"""What the page of a 改定案 shows: its table with room for reasons, the 取組事項 to change, what comes next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from exchange.revision import comparison, document, editions, words
from exchange.revision.editions import Line, Table
from exchange.revision.identity import OWN, Group
from exchange.revision.merging import MINE, THEIRS, Conflict, Merge
from exchange.revision.placing import where_path
from fiscal import wareki
from initiatives.models import Plan, PlanAmendment
from progress.difference import Difference, compare

State = PlanAmendment.State
OPEN = (State.DRAFT, State.DECIDED)
_TONES = {
    State.DRAFT: "draft",
    State.DECIDED: "wait",
    State.IN_FORCE: "done",
    State.WITHDRAWN: "draft",
}


def amendments(plan: Plan) -> list[PlanAmendment]:
    """Return every 改定案 of a plan, the newest first, without the documents."""
    rows = plan.amendments.defer("base", "document", "before").select_related("revision")
    return list(rows.order_by("-in_force_on", "-pk"))


@dataclass(frozen=True)
class Part:
    """A 取組事項 of the draft: how far it differs from the plan."""

    code: str
    title: str
    number: int
    is_new: bool
    is_withdrawn: bool


@dataclass(frozen=True)
class Event:
    """One thing that was done to the draft."""

    at: datetime
    by: str
    what: str


@dataclass(frozen=True)
class Page:
    """Everything the page shows."""

    amendment: PlanAmendment
    table: Table
    inputs: tuple[tuple[str, str, str], ...]
    parts: tuple[Part, ...]
    is_stale: bool
    is_due: bool
    events: tuple[Event, ...]

    @property
    def tone(self) -> str:
        """The dress of its state."""
        return _TONES[State(self.amendment.state)]

    @property
    def old(self) -> str:
        """The words above the left column."""
        return "旧（改定前）" if self.is_in_force else "旧（現行）"

    @property
    def new(self) -> str:
        """The words above the right column."""
        return "新（改定後）" if self.is_in_force else "新（改定案）"

    @property
    def has_reasons(self) -> bool:
        """Whether a reason stands at any place."""
        return any(text for _, _, text in self.inputs)

    @property
    def is_draft(self) -> bool:
        """Whether it can be changed."""
        return self.amendment.state == State.DRAFT

    @property
    def is_decided(self) -> bool:
        """Whether it waits for its day."""
        return self.amendment.state == State.DECIDED

    @property
    def is_in_force(self) -> bool:
        """Whether the plan reads so."""
        return self.amendment.state == State.IN_FORCE


def page(amendment: PlanAmendment, today: date) -> Page:
    """Read the page; whether the plan has changed meanwhile costs the queries of one plan."""
    table = editions.of_draft(amendment)
    is_open = amendment.state in OPEN
    return Page(
        amendment=amendment,
        table=table,
        inputs=tuple(_input(amendment, line) for s in table.sections for line in s.lines),
        parts=tuple(_parts(amendment.base, amendment.document, table)),
        is_stale=is_open and _has_moved(amendment),
        is_due=amendment.state == State.DECIDED and today >= amendment.in_force_on,
        events=tuple(_events(amendment)),
    )


def _events(amendment: PlanAmendment) -> Iterator[Event]:
    """Yield what was done to a 改定案, the newest first (one query)."""
    records = amendment.history.select_related("history_user").only(
        "history_date", "history_change_reason", "history_user"
    )
    for record in records.order_by("-history_date", "-history_id"):
        by = str(record.history_user) if record.history_user else "システム（施行日の処理）"
        yield Event(record.history_date, by, record.history_change_reason or "")


def _input(amendment: PlanAmendment, line: Line) -> tuple[str, str, str]:
    spot = line.row.spot
    named = f"{line.number}　{spot.heading or spot.chapter}　{line.place}"
    return (field_name(line.row.key), named, amendment.reasons.get(line.row.key, ""))


def field_name(key: str) -> str:
    """Return the name of the control for the reason of a row."""
    return f"reason-{document.seal(key)}"


def reasons_sent(amendment: PlanAmendment, data: Mapping[str, str]) -> dict[str, str]:
    """Return the reasons that were typed for the rows of a 改定案."""
    rows = comparison.rows(amendment.base, amendment.document)
    names = {field_name(row.key): row.key for row in rows}
    return {key: data[name].strip()[:500] for name, key in names.items() if name in data}


def _parts(base: Group, draft: Group, table: Table) -> Iterator[Part]:
    held = {row["code"]: row for row in base["initiatives"]}
    counts: dict[str, int] = {}
    for section in table.sections:
        path = section.lines[0].row.spot.path
        if path[0] == "initiatives" and len(path) > 1:
            counts[path[1]] = len(section.lines)
    for row in draft["initiatives"]:
        before = held.get(row["code"])
        yield Part(
            row["code"],
            row["title"],
            counts.get(row["code"], 0),
            before is None,
            before is not None and row.get("valid_to") != before.get("valid_to"),
        )


def _has_moved(amendment: PlanAmendment) -> bool:
    current, base = document.own_of(amendment.plan), amendment.base
    return any(current.get(one.key) != base.get(one.key) for one in OWN.fields)


def stale_head(amendment: PlanAmendment) -> str:
    """Return what is stored, for somebody who has typed something else meanwhile."""
    return (
        "ほかの人が先に保存しました。まだ何も上書きしていません。保存されている内容："
        f"「{amendment.title}」、{wareki.full_date(amendment.in_force_on)}、「{amendment.reason}」。"
        "入力した内容でよければ、もう一度保存してください。"
    )


@dataclass(frozen=True)
class Choice:
    """A place that the draft and the plan have both changed."""

    name: str
    place: str
    before: str
    sides: Difference
    chosen: str

    @property
    def keeps_mine(self) -> bool:
        """Whether the draft's side was chosen."""
        return self.chosen == MINE

    @property
    def keeps_theirs(self) -> bool:
        """Whether the plan's side was chosen."""
        return self.chosen == THEIRS


@dataclass(frozen=True)
class Clash:
    """The conflicts of a draft with the plan as it reads now."""

    amendment: PlanAmendment
    rows: tuple[Choice, ...]
    choices: Mapping[str, str]
    seen: str


def clash(amendment: PlanAmendment, data: Mapping[str, str]) -> Clash:
    """Read the conflicts, with the choices that were sent."""
    current = document.tree_of(amendment.plan)
    merge = Merge()
    merge.document(amendment.base, amendment.document, current)
    sent = {c.key: data.get(f"keep-{document.seal(c.key)}", "") for c in merge.conflicts}
    choices = {key: side for key, side in sent.items() if side in (MINE, THEIRS)}
    rows = tuple(_choice(c, choices.get(c.key, "")) for c in merge.conflicts)
    return Clash(amendment, rows, choices, document.seal([current, amendment.document]))


def _choice(conflict: Conflict, chosen: str) -> Choice:
    mine, theirs = _said(conflict, conflict.mine), _said(conflict, conflict.theirs)
    return Choice(
        name=f"keep-{document.seal(conflict.key)}",
        place=where_path(conflict.path),
        before=_said(conflict, conflict.base),
        sides=compare(mine, theirs),
        chosen=chosen,
    )


def _said(conflict: Conflict, raw: Any) -> str:
    one = conflict.field
    if raw is None:
        return "（なし）"
    if one.record is None:
        return words.value(one, raw) or "（空欄）"
    rows = raw if isinstance(raw, list) else [raw]
    return "\n".join(words.entry(one.key, one.record, row) for row in rows) or "（なし）"
