"""Puts a proposal file into the database: read, check, write, all or nothing. The dry run is the same code."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from exchange.planfile import document, reading
from exchange.planfile.problems import PlanFileError, Problem
from exchange.planfile.reading import Entry
from exchange.proposalfile import records
from fiscal import wareki
from fiscal.calendar import fiscal_year_of
from initiatives.models import Plan
from meetings import comparison
from meetings import proposal_actions as actions
from meetings.comparison import Count
from meetings.models import Body, Meeting, Proposal
from organizations.models import Department, Municipality, User
from organizations.signature import sign

REASON = "提案書ファイルの取込み"


@dataclass(frozen=True)
class Outcome:
    """What a loading did, or would do."""

    proposal: Proposal
    deed: str

    @property
    def sentence(self) -> str:
        """The result as a person reads it."""
        return f"{self.proposal.meeting} 「{self.proposal}」：{self.deed}"


ADDED, CHANGED, UNCHANGED = "追加しました。", "変更しました。", "変更はありません。"


def read(raw: bytes, *, name: str) -> Entry:
    """Return the checked entries of a proposal file.

    Raises:
        PlanFileError: with every problem found.
    """
    root = document.parse(raw, name=name)
    entry, problems = reading.read(root, records.PROPOSAL_FILE)
    problems = problems or list(_check(entry))
    if problems:
        raise PlanFileError(name, problems)
    return entry


@transaction.atomic
def load(*, raw: bytes, name: str, by: User | None) -> Outcome:
    """Make the database say what the file says; a proposal with a 提出日 is handed in.

    Raises:
        PlanFileError: with every problem found; nothing is written.
    """
    entry = read(raw, name=name)
    city = Municipality.objects.filter(code=entry["municipality"]).first()
    if city is None:
        message = f"自治体「{entry['municipality']}」がまだ登録されていません。"
        raise PlanFileError(name, [Problem(entry.place("municipality"), message)])
    said = entry["proposal"]
    plan, department, problems = _references(said, city)
    if problems:
        raise PlanFileError(name, problems)
    meeting = _meeting(entry["meeting"], said, city, by)
    values: dict[str, Any] = {"plan": plan, "department": department}
    facts = actions.Facts(
        **{name: values[name] if name in values else said[name] for name in actions.COLUMNS}
    )
    return _write(meeting, facts, _counts(said), by)


def _check(entry: Entry) -> Iterator[Problem]:
    """What the keys say about each other."""
    meeting, said = entry["meeting"], entry["proposal"]
    if meeting["held_on"] and fiscal_year_of(meeting["held_on"]) != meeting["year"]:
        yield Problem(meeting.place("held_on"), f"{meeting['year']}年度の日ではありません。")
    rows = said["comparisons"]
    if len(rows) > comparison.AT_MOST:
        most, present = wareki.digits(comparison.AT_MOST), wareki.digits(len(rows))
        message = f"{most}行までにしてください（{present}行あります）。"
        yield Problem(said.place("comparisons"), message)
    numbers = [row["count"] for row in rows]
    objection = comparison.objection(numbers, said["comparison_total"])
    if objection:
        yield Problem(said.place("comparison_total"), objection)
    if said["submitted_on"] and not said["content"]:
        yield Problem(said.place("content"), "提出日のある提案書には、主な内容が必要です。")


def _references(
    said: Entry, city: Municipality
) -> tuple[Plan | None, Department | None, list[Problem]]:
    problems = []
    plan = Plan.objects.filter(municipality=city, slug=said["plan"]).first()
    if said["plan"] and plan is None:
        message = f"計画「{said['plan']}」がまだ取り込まれていません。"
        problems.append(Problem(said.place("plan"), message))
    named = city.departments.units().filter(name=said["department"])
    if said["submitted_on"]:
        named = named.existing_on(said["submitted_on"])
    department = named.order_by("-valid_from", "pk").first()
    if said["department"] and department is None:
        message = f"課「{said['department']}」が、提出日の組織にありません。"
        problems.append(Problem(said.place("department"), message))
    return plan, department, problems


def _meeting(entry: Entry, said: Entry, city: Municipality, by: User | None) -> Meeting:
    """The meeting of the proposal, made when nobody has entered it; what the office entered stays."""
    body = Body.objects.filter(municipality=city, name=entry["body"]).first()
    if body is None:
        body = Body(municipality=city, name=entry["body"])
        sign(body, by=by, reason=REASON)
        body.save()
    found = Meeting.objects.filter(body=body, year=entry["year"], number=entry["number"]).first()
    if found is not None:
        return found
    is_deliberation = said["kind"] == Proposal.Kind.DELIBERATION
    meeting = Meeting(
        body=body,
        year=entry["year"],
        number=entry["number"],
        held_on=entry["held_on"],
        document_number=entry["document_number"],
        purpose=Meeting.Purpose.DELIBERATION if is_deliberation else Meeting.Purpose.REPORT,
    )
    sign(meeting, by=by, reason=REASON)
    meeting.save()
    return meeting


def _counts(said: Entry) -> tuple[Count, ...]:
    return tuple(
        Count(row["label"], row["count"], row["unit"], row["names"]) for row in said["comparisons"]
    )


def _write(
    meeting: Meeting, facts: actions.Facts, counts: tuple[Count, ...], by: User | None
) -> Outcome:
    found = Proposal.objects.filter(meeting=meeting, subject=facts.subject).first()
    is_due = facts.submitted_on is not None
    if found is None:
        row = actions.create_proposal(meeting=meeting, facts=facts, counts=counts, by=by)
        return Outcome(_handed_in(row, is_due, by), ADDED)
    is_same = actions.facts_of(found) == facts and actions.counts_of(found) == counts
    if is_same and found.is_draft != is_due:
        return Outcome(found, UNCHANGED)
    if not found.is_draft:
        found = actions.reopen_proposal(proposal=found, version=found.version, by=by)
    if not is_same:
        found = actions.change_proposal(
            proposal=found, version=found.version, facts=facts, counts=counts, by=by
        )
    return Outcome(_handed_in(found, is_due, by), CHANGED)


def _handed_in(row: Proposal, is_due: bool, by: User | None) -> Proposal:
    if not is_due:
        return row
    return actions.submit_proposal(proposal=row, version=row.version, by=by)
