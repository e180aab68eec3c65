"""引継ぎ資料 of a section, or of one of its people, put together from what was read. No query."""

from collections.abc import Iterator

from django.utils import timezone

from fiscal import wareki
from fiscal.calendar import Quarter
from kpis import goals, table
from kpis.standing import standing
from progress.models import ProgressReport, ReportEvent
from progress.naming import number_of
from progress.workflow import Action, State
from reports import handover_dues, handover_open
from reports.handover_facts import Facts
from reports.handover_tree import Card, Handover, Last, Other, Person, Round, Value
from reports.mark import Mark
from reports.marks import DONE, NONE, preliminary

UNMEASURED = "測定した値はまだありません"


def build(facts: Facts, person: int | None = None) -> Handover:
    """Return the paper; with a person, only the initiatives whose reports went through their hands."""
    mine = frozenset(facts.reported)
    if person is not None:
        mine &= facts.of_person(person)
    finished = {pk for pk, row in facts.last.items() if _is_done(row)}
    city = facts.section.municipality
    return Handover(
        municipality=city.name,
        section=facts.section.name,
        person=facts.hands.get(person, "") if person is not None else "",
        contact=facts.section.extension,
        today=facts.today,
        is_demo=city.is_demo,
        people=tuple(
            Person(str(post.user), post.role_in_words, post.title) for post in facts.posts
        ),
        open=tuple(handover_open.open_of(facts, mine, person)),
        dues=handover_dues.dues_of(facts, mine - finished),
        until=f"{wareki.full_date(handover_dues.horizon(facts.today))}まで",
        cards=tuple(_card(facts, pk) for pk in facts.reported if pk in mine),
        others=() if person is not None else tuple(_others(facts)),
        rounds=tuple(_rounds(facts, mine)),
    )


def _card(facts: Facts, pk: int) -> Card:
    initiative = facts.initiatives[pk]
    last = facts.last.get(pk)
    words = goals.in_words({pk: facts.goals.get(pk, ())})
    return Card(
        number=number_of(initiative),
        title=initiative.title,
        url=initiative.get_absolute_url(),
        plan=initiative.plan.title,
        role=_role(facts, pk),
        page=f"計画書 {initiative.page}ページ" if initiative.page else "",
        situation=initiative.situation,
        last=_last(last) if last else None,
        goal=words[pk],
        values=tuple(_values(facts, pk)),
    )


def _role(facts: Facts, pk: int) -> str:
    return "、".join(facts.roles[facts.section.pk, pk])


def _last(report: ProgressReport) -> Last:
    return Last(
        period=str(report.period),
        mark=_mark(report),
        implementation=report.get_implementation_display(),
        result=report.result,
        issue=report.issue,
        next_action=report.next_action,
        reason=report.reason,
        recovery=report.way_out,
        request=report.request,
    )


def _is_done(report: ProgressReport) -> bool:
    return report.implementation == ProgressReport.Implementation.DONE


def _mark(report: ProgressReport) -> Mark:
    grade = report.reviewed_grade or report.self_grade
    if grade is None and not _is_done(report):
        return NONE
    told = DONE if grade is None or _is_done(report) else Mark(grade.tone, grade.word)
    return told if report.state == State.ACCEPTED else preliminary(told)


def _values(facts: Facts, pk: int) -> Iterator[Value]:
    for sheet in facts.measured.get(pk, ()):
        measured = [row.quarter for row in sheet.readings if row.value is not None]
        quarter = max(measured, default=Quarter.of(facts.today))
        now = standing(sheet.facts, sheet.readings, quarter, ())
        value, *_, target = table.headline(sheet.facts, now)
        yield Value(
            pk=sheet.indicator.pk,
            name=sheet.facts.name,
            label=value.label if measured else "",
            value=f"{value.number}{value.unit}" if measured else UNMEASURED,
            target=f"{target.label} {target.number}{target.unit}",
        )


def _others(facts: Facts) -> Iterator[Other]:
    reported = frozenset(facts.reported)
    words = goals.in_words(facts.goals)
    for pk, initiative in facts.initiatives.items():
        if pk not in reported:
            yield Other(
                number=number_of(initiative),
                title=initiative.title,
                url=initiative.get_absolute_url(),
                plan=initiative.plan.title,
                role=_role(facts, pk),
                goal=words.get(pk, ""),
            )


def _rounds(facts: Facts, mine: frozenset[int]) -> Iterator[Round]:
    """Who reported when, the newest round first, in the order of the plan."""
    order = {pk: place for place, pk in enumerate(facts.reported)}
    handed = {row.pk: row for row in (*facts.reports, *facts.unaccepted)}
    told: dict[int, dict[str, str]] = {}
    for event in facts.events:
        told.setdefault(event.report_id, {})[event.action] = _who(event)
    rows = [row for pk, row in handed.items() if pk in told and row.initiative_id in mine]
    rows.sort(key=lambda row: (-row.period.as_quarter.index, order[row.initiative_id]))
    for row in rows:
        deeds, initiative = told[row.pk], facts.initiatives[row.initiative_id]
        yield Round(
            period=str(row.period),
            number=number_of(initiative),
            title=initiative.title,
            mark=_mark(row),
            submitted=deeds.get(Action.SUBMIT, ""),
            confirmed=deeds.get(Action.CONFIRM, ""),
            accepted=deeds.get(Action.ACCEPT, ""),
        )


def _who(event: ReportEvent) -> str:
    return f"{event.who}（{wareki.month_day(timezone.localtime(event.at).date())}）"
