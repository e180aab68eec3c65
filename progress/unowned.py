"""担当のいない仕事: what nobody owns, now or soon, with the page where the office mends it (rule 13 of peers.md §4.1)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from fiscal import wareki
from fiscal.calendar import fiscal_year_of
from initiatives.models import Initiative, InitiativeItem, InitiativeQuerySet, Plan
from initiatives.queries import Section, reporter_changes, reporters_through
from organizations.models import Post
from organizations.roles import Role
from progress.cover import DAY, Span, first_gap, within
from progress.models import ProgressReport, Remark
from progress.naming import number_of
from progress.queries import never_empty
from progress.workflow import State

HORIZON = timedelta(days=60)
ROLES = {Role.CLERK.value: "担当者", Role.HEAD.value: "所属長"}


@dataclass(frozen=True)
class Lack:
    """One thing nobody owns; ``since`` is the first such day where it is still to come."""

    kind: str
    name: str
    what: str
    since: date | None
    url: str
    go: str


@dataclass(frozen=True)
class Vacancy:
    """A section that reports and has nobody of a role from a day on."""

    section: int
    name: str
    role: str
    since: date
    initiatives: int


@dataclass(frozen=True)
class Holder:
    """A person in a section, on the days on which they hold the post and can sign in."""

    section: int
    role: str
    name: str
    post: Span
    serves: Span | None


def active_of(municipality: int, today: date) -> InitiativeQuerySet:
    """The initiatives of a city hall's running plans that later periods still ask for."""
    year = fiscal_year_of(today)
    done = ProgressReport.objects.completing().filter(initiative=OuterRef("pk"))
    return (
        Initiative.objects.filter(
            plan__municipality=municipality,
            plan__kind=Plan.Kind.PLAN,
            plan__first_year__lte=year,
            plan__last_year__gte=year,
        )
        .active()
        .in_force_on(today)
        .exclude(Exists(done))
    )


@dataclass(frozen=True)
class Staffing:
    """Who reports for what in the coming days, and who is there to do it."""

    today: date
    end: date
    initiatives: Sequence[Initiative]
    reporters: Mapping[date, Mapping[int, Section]]
    holders: Mapping[int, Sequence[Holder]]

    @classmethod
    def read(cls, municipality: int, today: date, end: date) -> "Staffing":
        """Read initiatives, their reporters through the days, and the posts (four queries)."""
        active = active_of(municipality, today)
        rows = active.select_related("category", "plan").order_by("plan_id", "order")
        days = [today, *reporter_changes(active, today, end)]
        found = list(rows)
        holders: dict[int, list[Holder]] = {}
        for holder in _holders(municipality, today):
            holders.setdefault(holder.section, []).append(holder)
        return cls(today, end, found, reporters_through(active, days), holders)

    def unassigned(self) -> Iterator[tuple[Initiative, date]]:
        """Initiatives that no section reports for, each with the first such day."""
        for row in self.initiatives:
            day = next((day for day, found in self.reporters.items() if row.pk not in found), None)
            if day is not None:
                yield row, day

    def vacancies(self) -> list[Vacancy]:
        """Sections that report without a clerk or a head, each with the first such day."""
        confirmed = {row.pk for row in self.initiatives if row.plan.needs_confirmation}
        found: dict[tuple[int, str], Vacancy] = {}
        days = list(self.reporters)
        for place, day in enumerate(days):
            last = days[place + 1] - DAY if place + 1 < len(days) else self.end
            for section, own in _by_section(self.reporters[day]).items():
                for role in ROLES:
                    gap = first_gap(self._served(section.pk, role), day, last)
                    if gap and (role != Role.HEAD or own & confirmed):
                        row = Vacancy(section.pk, section.name, role, gap, len(own))
                        found.setdefault((section.pk, role), row)
        return sorted(found.values(), key=lambda row: (row.since, row.section, row.role))

    def _served(self, section: int, role: str) -> list[Span]:
        held = [row for row in self.holders.get(section, ()) if row.role == role]
        return [row.serves for row in held if row.serves is not None]

    def still_named(self, row: Vacancy) -> list[str]:
        """Who holds the post on that day and yet cannot sign in: the account has ended."""
        held = [each for each in self.holders.get(row.section, ()) if each.role == row.role]
        return [each.name for each in held if first_gap([each.post], row.since, row.since) is None]

    def is_unmanned(self, section: int) -> bool:
        """Whether a section has neither clerk nor head today."""
        held = [self._served(section, role) for role in ROLES]
        return all(first_gap(spans, self.today, self.today) for spans in held)


def _by_section(reporters: Mapping[int, Section]) -> dict[Section, set[int]]:
    found: dict[Section, set[int]] = {}
    for pk, section in reporters.items():
        found.setdefault(section, set()).add(pk)
    return found


def _holders(municipality: int, today: date) -> Iterator[Holder]:
    """Clerks and heads of today and later, also those who cannot sign in (one query)."""
    rows = (
        Post.objects.filter(department__municipality=municipality, role__in=ROLES)
        .overlapping(today, None)
        .annotate(opens=F("user__valid_from"), closes=F("user__valid_to"))
        .values_list(
            *("department_id", "role", "user__name", "user__username", "user__is_active"),
            *("valid_from", "valid_to", "opens", "closes"),
        )
    )
    for section, role, name, username, is_active, start, end, opens, closes in rows.order_by("pk"):
        serves = within((start, end), (opens, closes)) if is_active else None
        yield Holder(section, role, name or username, (start, end), serves)


def read(municipality: int, today: date) -> list[Lack]:
    """Everything a city hall has to find somebody for (seven queries)."""
    staffing = Staffing.read(municipality, today, today + HORIZON)
    rows = [
        *_unassigned(staffing),
        *_vacant(staffing),
        *_remarks(municipality, staffing),
        *_returned(staffing),
        *_items(municipality, today),
    ]
    return sorted(rows, key=lambda row: row.since or today)


def _since(day: date, today: date) -> date | None:
    return day if day > today else None


def _from(day: date, today: date) -> str:
    return f"{wareki.month_day(day)}から" if day > today else "いま、"


def _unassigned(staffing: Staffing) -> Iterator[Lack]:
    for row, day in staffing.unassigned():
        yield Lack(
            "担当未定",
            f"{number_of(row)} {row.title}",
            f"{_from(day, staffing.today)}報告する課がありません。",
            _since(day, staffing.today),
            reverse("initiatives:responsibility-assign", args=[row.pk]),
            "課を割り当てる",
        )


def _vacant(staffing: Staffing) -> Iterator[Lack]:
    for row in staffing.vacancies():
        word, named = ROLES[row.role], staffing.still_named(row)
        told = f"（{'、'.join(named)}さんは利用期間が終わるか、停止しています）" if named else ""
        gone = f"{_from(row.since, staffing.today)}{word}がいなくなります"
        is_head = row.role == Role.HEAD
        yield Lack(
            f"{word}なし",
            f"{row.name}（取組事項{wareki.digits(row.initiatives)}件）",
            f"{gone if row.since > staffing.today else f'いま、{word}がいません'}{told}。",
            _since(row.since, staffing.today),
            f"{reverse('organizations:deputy-create')}?section={row.section}"
            if is_head
            else f"{reverse('reports:handover-show', args=[row.section])}",
            "代理を置く" if is_head else "引継ぎ資料を見る",
        )


def _remarks(municipality: int, staffing: Staffing) -> Iterator[Lack]:
    """Unanswered remarks on a section where nobody can answer (one query)."""
    rows = Remark.objects.filter(initiative__plan__municipality=municipality, response="")
    reporters = staffing.reporters[staffing.today]
    for row in rows.select_related("initiative__category", "department").order_by("made_on", "pk"):
        reporter = reporters.get(row.initiative_id)
        section = row.department_id or (reporter.pk if reporter else None)
        if section is None or staffing.is_unmanned(section):
            yield _stuck(
                row.initiative, "未回答の指摘", f"{row.occasion}の指摘に答える人がいません。"
            )


def _returned(staffing: Staffing) -> Iterator[Lack]:
    """Returned reports of a section where nobody can mend them (one query)."""
    reporters = staffing.reporters[staffing.today]
    owners = {row.pk: reporters.get(row.pk) for row in staffing.initiatives}
    stuck = [pk for pk, own in owners.items() if own is None or staffing.is_unmanned(own.pk)]
    rows = ProgressReport.objects.filter(state=State.RETURNED, initiative__in=never_empty(stuck))
    for row in rows.select_related("initiative__category", "period").order_by("period", "pk"):
        yield _stuck(row.initiative, "差戻し", f"{row.period}の報告を直す人がいません。")


def _stuck(row: Initiative, kind: str, what: str) -> Lack:
    url = reverse("initiatives:responsibility-assign", args=[row.pk])
    return Lack(kind, f"{number_of(row)} {row.title}", what, None, url, "課を割り当てる")


def _items(municipality: int, today: date) -> Iterator[Lack]:
    """個別項目 whose section is gone and has no successor (one query)."""
    year, status = fiscal_year_of(today), InitiativeItem.Status
    running = Q(list__initiative__plan__last_year__gte=year)
    rows = (
        InitiativeItem.objects.filter(
            running | Q(list__category__plan__last_year__gte=year),
            department__municipality=municipality,
            department__valid_to__lt=today,
            department__successors__isnull=True,
        )
        .exclude(status__in=[status.DONE, status.NEVER])
        .select_related("department", "list")
        .order_by("list", "pk")
    )
    for row in rows:
        yield Lack(
            "個別項目",
            f"{row.list.title}　{row.name}",
            f"{row.department}は廃止され、後継の課がありません。",
            None,
            reverse("initiatives:item-edit", args=[row.list_id, row.pk]),
            "担当課を直す",
        )
