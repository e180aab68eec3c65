"""Deeds of 計画の改定: start a draft, write it, decide it, put it in force on its day, or give it up."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NoReturn

from django.db import IntegrityError, transaction

from exchange.planbook.phrases import reworded
from exchange.planfile import loader, records
from exchange.planfile.problems import PlanFileError
from exchange.planfile.reading import Entry
from exchange.planfile.writing import Writer
from exchange.revision import comparison, document, drafting
from exchange.revision.identity import Group
from exchange.revision.merging import Merge
from exchange.revision.placing import where
from fiscal import wareki
from initiatives.models import Plan, PlanAmendment
from organizations.models import User
from organizations.signature import sign

State = PlanAmendment.State
Change = Callable[[Group], Group]


class RevisionError(Exception):
    """A deed that cannot be done; the message is Japanese and meant for the person."""


class StaleError(RevisionError):
    """Somebody else has written the same part since it was read; nothing was overwritten."""


def start(*, plan: Plan, title: str, reason: str, in_force_on: date, by: User) -> PlanAmendment:
    """Begin a draft from the plan as it reads now.

    Raises:
        RevisionError: the plan has an open draft already, or a later revision is in force.
    """
    _refuse_earlier(plan, in_force_on)
    base = document.tree_of(plan)
    amendment = PlanAmendment(
        plan=plan, title=title, reason=reason, in_force_on=in_force_on, base=base, document=base
    )
    sign(amendment, by=by, reason="改定案の作成")
    try:
        with transaction.atomic():
            amendment.save()
    except IntegrityError as error:
        raise RevisionError("この計画には、施行していない改定案が既にあります。") from error
    return amendment


@transaction.atomic
def set_head(
    *, amendment: PlanAmendment, seen: int, title: str, reason: str, in_force_on: date, by: User
) -> PlanAmendment:
    """Write title, reason and date; the days of what comes and goes follow the date.

    Raises:
        RevisionError: not a draft any more, or a later revision is in force.
        StaleError: changed since it was read.
    """
    row = _locked(amendment, State.DRAFT)
    if row.version != seen:
        raise StaleError
    _refuse_earlier(row.plan, in_force_on)
    row.title, row.reason, row.in_force_on = title, reason, in_force_on
    row.document = _checked(row, row.document)
    return _save(row, by, "改定案の件名・施行日の変更")


@transaction.atomic
def write(
    *,
    amendment: PlanAmendment,
    change: Change,
    what: str,
    by: User,
    seen: Mapping[str, str],
    reasons: Mapping[str, str] | None = None,
) -> PlanAmendment:
    """Change the document of a draft, and the reasons given for it.

    ``seen`` holds the marks (``document.seal``) of the parts the change is based on, by ``part``.

    Raises:
        RevisionError: not a draft any more.
        StaleError: one of these parts reads otherwise by now.
        PlanFileError: the document would not fit together; each problem with its path.
    """
    row = _locked(amendment, State.DRAFT)
    if any(document.seal(part(row.document, name)) != mark for name, mark in seen.items()):
        raise StaleError
    row.document = _checked(row, change(row.document))
    row.reasons = _told(row, reasons or {})
    return _save(row, by, what)


def part(group: Group, name: str) -> object:
    """Return the part of a document that a page shows: a 取組事項 by its code, or what belongs to the whole plan."""
    if name:
        return drafting.initiative_of(group, name)
    return [group["plan"], group["statements"], group["glossary"], group["categories"]]


@transaction.atomic
def take_in(*, amendment: PlanAmendment, plan_file: Entry, name: str, by: User) -> PlanAmendment:
    """Make a whole plan file or plan workbook the text of a draft.

    Raises:
        RevisionError: not a draft any more, or the file is of another plan.
        PlanFileError: the document would not fit together.
    """
    row = _locked(amendment, State.DRAFT)
    if plan_file["plan"]["slug"] != row.plan.slug:
        raise RevisionError(f"「{row.plan}」の計画ファイルではありません。")
    row.document = _checked(row, document.written(plan_file))
    return _save(row, by, f"改定案の取込み（{name}）")


@transaction.atomic
def give_reasons(
    *, amendment: PlanAmendment, reasons: Mapping[str, str], by: User
) -> PlanAmendment:
    """Keep the reasons of single changes; an empty one goes, and the reason of the whole revision stands.

    Raises:
        RevisionError: not a draft any more.
    """
    row = _locked(amendment, State.DRAFT)
    row.reasons = _told(row, reasons)
    return _save(row, by, "改定の理由の記入")


def _told(row: PlanAmendment, reasons: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in {**row.reasons, **reasons}.items() if text}


@transaction.atomic
def rebase(
    *, amendment: PlanAmendment, choices: Mapping[str, str], seen: str, by: User
) -> PlanAmendment:
    """Carry a draft over to the plan as it reads now, with a choice for what both have changed.

    Raises:
        RevisionError: not a draft any more, or a choice is missing.
        StaleError: the plan has changed once more since the choices were made.
        PlanFileError: the two do not fit together.
    """
    row = _locked(amendment, State.DRAFT)
    current = document.tree_of(row.plan)
    if document.seal([current, row.document]) != seen:
        raise StaleError
    merge = Merge(choices)
    merged = merge.document(row.base, row.document, current)
    if merge.open:
        raise RevisionError("どちらの内容にするかを、全て選んでください。")
    row.base = current
    row.document = _checked(row, merged)
    return _save(row, by, "改定案を現在の計画に合わせる")


@transaction.atomic
def decide(*, amendment: PlanAmendment, seen: int, by: User) -> PlanAmendment:
    """Freeze a draft until its day. It is tried out first, so that the day brings no surprise.

    Raises:
        RevisionError: not a draft any more, nothing would change, or the plan does not allow it.
        StaleError: it is no longer what was previewed.
    """
    row = _locked(amendment, State.DRAFT)
    if row.version != seen:
        raise StaleError
    if not comparison.rows(row.base, row.document):
        raise RevisionError("改定する箇所がありません。計画を直してから決定してください。")
    try:
        with transaction.atomic():
            _carry_out(row, by)
            transaction.set_rollback(True)
    except PlanFileError as error:
        _refuse(row, error)
    row.state = State.DECIDED
    return _save(row, by, "改定の決定")


@transaction.atomic
def reopen(*, amendment: PlanAmendment, by: User) -> PlanAmendment:
    """Make a decided revision a draft again.

    Raises:
        RevisionError: it is not waiting for its day.
    """
    row = _locked(amendment, State.DECIDED)
    row.state = State.DRAFT
    return _save(row, by, "改定案を作成中に戻す")


@transaction.atomic
def discard(*, amendment: PlanAmendment, by: User) -> PlanAmendment:
    """Give a revision up; its text stays on record.

    Raises:
        RevisionError: it is in force or given up already.
    """
    row = _locked(amendment, State.DRAFT, State.DECIDED)
    row.state = State.WITHDRAWN
    return _save(row, by, "改定案の取下げ")


@transaction.atomic
def put_in_force(*, amendment: PlanAmendment, today: date, by: User | None) -> PlanAmendment:
    """Make the plan read as decided, on its day or later; all or nothing.

    Raises:
        RevisionError: not decided, its day has not come, or the plan has changed where the revision does too.
    """
    row = _locked(amendment, State.DECIDED)
    if today < row.in_force_on:
        raise RevisionError(f"施行日（{wareki.full_date(row.in_force_on)}）になると施行できます。")
    before = document.tree_of(row.plan)
    try:
        plan = _carry_out(row, by)
    except PlanFileError as error:
        _refuse(row, error)
    row.before, row.document = before, document.tree_of(plan)
    row.revision = plan.revisions.get(number=row.document["revisions"][-1]["number"])
    row.state = State.IN_FORCE
    return _save(row, by, "改定の施行")


def _carry_out(row: PlanAmendment, by: User | None) -> Plan:
    """Write the plan as the draft says, with everything that came into the plan meanwhile."""
    plan = Plan.objects.select_related("municipality", "grade_scale", "predecessor").get(
        pk=row.plan_id
    )
    merge = Merge()
    merged = merge.document(row.base, row.document, document.tree_of(plan))
    if merge.open:
        raise RevisionError(
            "改定案の作成の後に、同じ箇所が変わりました。作成中に戻し、現在の計画に合わせてください。"
        )
    number = max((entry["number"] for entry in merged["revisions"]), default=0) + 1
    revision = {
        "number": number,
        "title": row.title,
        "in_force": row.in_force_on.isoformat(),
        "reason": row.reason,
    }
    entry = document.read({**merged, "revisions": [*merged["revisions"], revision]})
    writer = Writer(name=document.NAME, by=by, reason=f"計画の改定：{row.title}")
    return loader.write(writer, entry)


def _refuse(row: PlanAmendment, error: PlanFileError) -> NoReturn:
    said = [
        f"{where(row.document, one.place.path)}：{reworded(one.message)}" for one in error.problems
    ]
    raise RevisionError("\n".join(said)) from error


def _refuse_earlier(plan: Plan, day: date) -> None:
    done = plan.amendments.filter(state=State.IN_FORCE, in_force_on__gt=day)
    last = done.order_by("-in_force_on").values_list("in_force_on", flat=True).first()
    if last is not None:
        raise RevisionError(
            f"{wareki.full_date(last)}に施行した改定があります。施行日は、この日以後にしてください。"
        )


def _checked(row: PlanAmendment, changed: Group) -> Group:
    settled = drafting.settled(row.base, changed, row.in_force_on)
    return document.written(document.read(settled), records.PLAN_FILE)


def _locked(amendment: PlanAmendment, *states: str) -> PlanAmendment:
    """Return the row for writing (on PostgreSQL nobody else writes it meanwhile)."""
    rows = PlanAmendment.objects.select_for_update(of=("self",)).select_related(
        "plan__municipality"
    )
    row = rows.get(pk=amendment.pk)
    if row.state not in states:
        raise RevisionError(
            f"この改定案は「{row.get_state_display()}」です。この操作はできません。"
        )
    return row


def _save(row: PlanAmendment, by: User | None, reason: str) -> PlanAmendment:
    row.version += 1
    sign(row, by=by, reason=reason[:100])
    row.save()
    return row
