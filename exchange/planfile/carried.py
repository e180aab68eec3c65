"""What 機構改革 has changed since a plan file was written: reading the file again leaves it as it is."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from exchange.planfile.families import Pairs
from exchange.planfile.reading import Entry
from exchange.planfile.writing import Values
from initiatives.models import Responsibility
from organizations.models import Department, Municipality


def former_secretariats(municipality: Municipality) -> set[str]:
    """The names under which the 事務局 stood before."""
    past = municipality.departments.filter(is_secretariat=True, valid_to__isnull=False)
    return set(past.values_list("name", flat=True))


def with_heirs(groups: Mapping[Department, set[int]]) -> dict[Department, set[int]]:
    """Return the members of groups with the sections that took over from them and are members already."""
    rows = Department.successors.through.objects.filter(
        from_department__in=set().union(*groups.values())
    )
    heirs: dict[int, set[int]] = defaultdict(set)
    for source, target in rows.values_list("from_department", "to_department"):
        heirs[source].add(target)
    held: dict[int, set[int]] = defaultdict(set)
    pairs = Department.members.through.objects.filter(from_department__in=[g.pk for g in groups])
    for group, member in pairs.values_list("from_department", "to_department"):
        held[group].add(member)
    return {
        group: wanted | (held[group.pk] & set().union(*(heirs[pk] for pk in wanted)))
        for group, wanted in groups.items()
    }


def ends(initiatives: Pairs, department: Callable[[Entry], Values]) -> Callable[[Entry], Values]:
    """Say which section a 担当 names, and keep the day on which another one has taken over."""
    owners = {
        id(child): row.pk for row, entry in initiatives for child in entry["responsibilities"]
    }
    carried = Responsibility.objects.filter(
        initiative__in=[row.pk for row, _ in initiatives],
        origin=Responsibility.Origin.DOCUMENT,
        carriers__isnull=False,
    )
    days = {
        (initiative, section): day
        for initiative, section, day in carried.values_list("initiative", "department", "valid_to")
    }

    def values(entry: Entry) -> Values:
        found = department(entry)
        day = days.get((owners[id(entry)], found["department_id"]))
        return {**found, "valid_to": day} if day and not entry["valid_to"] else found

    return values
