"""The part of a plan file that plans share: 自治体, 評価尺度, 課, 枠組み. Added to and corrected, never removed."""

from dataclasses import asdict

from django.db.models import F, Max, Q

from exchange.planfile import tables
from exchange.planfile.carried import former_secretariats, with_heirs
from exchange.planfile.families import children, refusal, single, write_pairs
from exchange.planfile.reading import Entry
from exchange.planfile.writing import Values, Writer
from initiatives.models import Framework, Grade, GradeScale, Plan
from initiatives.scale_presets import BY_KEY
from organizations.models import Department, Municipality
from progress.models import ProgressReport

# What a file may leave out without saying that it is not so.
_LEFT_TO_THE_OFFICE = ("is_secretariat", "valid_from", "valid_to")


def write_municipality(writer: Writer, plan_file: Entry) -> Municipality:
    """Write the 自治体."""
    row: Municipality = single(writer, tables.MUNICIPALITY, plan_file["municipality"])
    return row


def write_scale(writer: Writer, plan_file: Entry) -> GradeScale:
    """Write the 評価尺度; one of which only the name is given is found here or among the presets.

    Raises:
        PlanFileError: it would change although reports or other plans use it (old reports keep old words), or
            it is only named and nowhere to be found.
    """
    entry = plan_file["grade_scale"]
    if not entry["grades"]:
        return _named_scale(writer, entry)
    _keep_preset(writer, entry)
    is_new = not GradeScale.objects.filter(key=entry["key"], version=entry["version"]).exists()
    before = writer.total
    scale: GradeScale = single(writer, tables.GRADE_SCALE, entry)
    children(writer, tables.GRADE, [(scale, entry)], "grades")
    if writer.total != before and not is_new and _is_used(scale, plan_file["plan"]["slug"]):
        raise refusal(
            writer,
            entry.place("version"),
            f"評価尺度「{entry['key']}」の第{entry['version']}版は使われているため変えられません。"
            "version を１つ上げてください。",
        )
    return scale


def _keep_preset(writer: Writer, entry: Entry) -> None:
    """Refuse other words under the name of a scale that ships than it has here: a form half filled in would
    rewrite it unnoticed."""
    preset = BY_KEY.get(entry["key"])
    if preset is None or preset.version != entry["version"]:
        return
    held = Grade.objects.filter(scale__key=preset.key, scale__version=preset.version)
    known = set(held.values_list("word", flat=True)) or {grade.word for grade in preset.grades}
    if {grade["word"] for grade in entry["grades"]} != known:
        raise refusal(
            writer,
            entry.place("key"),
            f"「{entry['key']}」は「{preset.name}」の識別名ですが、評価の語が違います。"
            f"{preset.name}を使うときは、name と grades を省いてください。独自の語を使うときは、別の識別名にしてください。",
        )


def _named_scale(writer: Writer, entry: Entry) -> GradeScale:
    identity = {"key": entry["key"], "version": entry["version"]}
    found = GradeScale.objects.filter(**identity).first()
    if found is not None:
        return found
    preset = BY_KEY.get(entry["key"])
    if preset is None or preset.version != entry["version"]:
        shipped = "、".join(BY_KEY)
        raise refusal(
            writer,
            entry.place("key"),
            f"評価尺度「{entry['key']}」の第{entry['version']}版がありません。name と grades を書くか、"
            f"登録済みの尺度かひな形（{shipped}）の識別名を書いてください。",
        )
    scale: GradeScale = writer.sync(
        tables.GRADE_SCALE, [], [{**identity, "name": preset.name}], lambda _row: entry.place()
    )[0]
    grades = [{"scale_id": scale.pk, **asdict(grade)} for grade in preset.grades]
    writer.sync(tables.GRADE, [], grades, lambda _row: entry.place())
    return scale


def _is_used(scale: GradeScale, slug: str) -> bool:
    return (
        Plan.objects.filter(grade_scale=scale).exclude(slug=slug).exists()
        or ProgressReport.objects.filter(
            Q(self_grade__scale=scale) | Q(reviewed_grade__scale=scale)
        ).exists()
    )


def write_departments(
    writer: Writer, plan_file: Entry, municipality: Municipality
) -> dict[str, Department]:
    """Write the 課 by name. Their place and telephone belong to the office; validity too, unless the file states it.

    Raises:
        PlanFileError: another section is the 事務局 already.
    """
    entries = plan_file["departments"]
    _check_secretariat(writer, entries, municipality)
    names = [entry["name"] for entry in entries]
    # After a reorganisation two rows may bear a name: the one still in force is meant.
    existing = list(
        municipality.departments.filter(name__in=names).order_by(
            F("valid_to").desc(nulls_first=True), F("valid_from").desc(nulls_last=True)
        )
    )
    known = {row.name for row in existing}
    last = municipality.departments.aggregate(last=Max("order"))["last"] or 0
    wanted = []
    for position, entry in enumerate(entries, 1):
        values: Values = {
            "municipality_id": municipality.pk,
            **tables.DEPARTMENT.columns(entry),
        }
        for key in _LEFT_TO_THE_OFFICE:
            if not entry[key]:
                del values[key]
        wanted.append(values if entry["name"] in known else {**values, "order": last + position})
    rows: list[Department] = writer.sync(
        tables.DEPARTMENT, existing, wanted, lambda _row: plan_file.place("departments")
    )
    departments = {row.name: row for row in rows}
    _write_lists(writer, entries, departments)
    return departments


def _check_secretariat(writer: Writer, entries: list[Entry], municipality: Municipality) -> None:
    present = municipality.departments.filter(is_secretariat=True, valid_to=None).first()
    known = {present.name, *former_secretariats(municipality)} if present else set()
    for entry in entries:
        if present and entry["is_secretariat"] and entry["name"] not in known:
            raise refusal(
                writer,
                entry.place("is_secretariat"),
                f"事務局は既に「{present.name}」です。組織の管理で変えてから取り込んでください。",
            )


def _write_lists(writer: Writer, entries: list[Entry], departments: dict[str, Department]) -> None:
    """Write the members of the groups, and the successors of sections that name any."""

    def keys(entry: Entry, key: str) -> set[int]:
        return {departments[name].pk for name in entry[key]}

    rows = [(departments[entry["name"]], entry) for entry in entries]
    groups = {
        row: keys(entry, "members") for row, entry in rows if row.kind == Department.Kind.GROUP
    }
    followed = {row: keys(entry, "successors") for row, entry in rows if entry["successors"]}
    write_pairs(writer, tables.DEPARTMENT, Department.members, with_heirs(groups))
    write_pairs(writer, tables.DEPARTMENT, Department.successors, followed)


def write_frameworks(
    writer: Writer, plan_file: Entry, municipality: Municipality | None
) -> dict[tuple[str, str], int]:
    """Write the 枠組み with their terms; return the keys of the terms by framework and code.

    ``municipality`` owns what is not national; a file of national frameworks alone has none.
    """
    entries = plan_file["frameworks"]
    own = municipality.pk if municipality else None
    owners = [None if entry["national"] else own for entry in entries]
    existing = list(Framework.objects.filter(key__in=[entry["key"] for entry in entries]))
    known = {(row.municipality_id, row.key) for row in existing}
    last = Framework.objects.aggregate(last=Max("order"))["last"] or 0
    wanted = []
    for position, (entry, owner) in enumerate(zip(entries, owners, strict=True), 1):
        values: Values = {"municipality_id": owner, **tables.FRAMEWORK.columns(entry)}
        is_new = (owner, entry["key"]) not in known
        wanted.append({**values, "order": last + position} if is_new else values)
    rows = writer.sync(
        tables.FRAMEWORK, existing, wanted, lambda _row: plan_file.place("frameworks")
    )
    terms = children(writer, tables.TERM, list(zip(rows, entries, strict=True)), "terms")
    keys = {row.pk: row.key for row in rows}
    return {(keys[row.framework_id], entry["code"]): row.pk for row, entry in terms}
