"""What the entries of a plan file say about each other. Pure: asks no database."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError

from exchange.planfile.check_time import further
from exchange.planfile.problems import Problem
from exchange.planfile.reading import Entry, walk
from organizations.codes import validate_municipality_code

# (list, keys that together may stand only once in it, what to call them)
_ONCE: dict[str, tuple[tuple[str, ...], str]] = {
    "revisions": (("number",), "改定の番号"),
    "steps": (("number",), "ステップの番号"),
    "policies": (("code",), "取組方針のコード"),
    "predecessors": (("plan", "level", "code"), "元"),
    "grades": (("word",), "評価の語"),
    "departments": (("name",), "課"),
    "frameworks": (("key",), "枠組み"),
    "terms": (("code",), "項目のコード"),
    "glossary": (("term",), "用語"),
    "categories": (("code",), "分類のコード"),
    "initiatives": (("code",), "取組事項のコード"),
    "responsibilities": (("department", "valid_from"), "担当"),
    "indicators": (("code",), "指標のコード"),
    "targets": (("year",), "目標の年度"),
    "item_lists": (("title",), "一覧"),
    "items": (("number",), "番号"),
    "links": (("framework", "term"), "対応"),
}


def check(plan_file: Entry) -> list[Problem]:
    """Return everything in the file that does not fit together."""
    return [
        *duplicates(plan_file),
        *_municipality(plan_file["municipality"]),
        *_plan(plan_file["plan"]),
        *_grades(plan_file["grade_scale"]),
        *_departments(plan_file["departments"]),
        *_references(plan_file),
        *_initiatives(plan_file),
        *further(plan_file),
    ]


def _problem(entry: Entry, key: str, message: str) -> Problem:
    return Problem(entry.place(key), message)


def duplicates(plan_file: Entry) -> Iterator[Problem]:
    """Yield what stands twice in a list that may hold it once."""
    for name, entries in walk(plan_file):
        if name not in _ONCE:
            continue
        keys, wording = _ONCE[name]
        seen: dict[tuple[Any, ...], Entry] = {}
        for entry in entries:
            identity = tuple(entry[key] for key in keys)
            first = seen.setdefault(identity, entry)
            if first is not entry:
                where = first.place(keys[0]).words
                shown = next((str(part) for part in reversed(identity) if part), "")
                yield _problem(
                    entry,
                    keys[0],
                    f"{wording}「{shown}」が重なっています（{where}にもあります）。",
                )


def _municipality(entry: Entry) -> Iterator[Problem]:
    try:
        validate_municipality_code(entry["code"])
    except ValidationError as error:
        yield _problem(entry, "code", "".join(error.messages))


def _plan(entry: Entry) -> Iterator[Problem]:
    first, last = entry["first_year"], entry["last_year"]
    if last < first:
        yield _problem(entry, "last_year", "終了年度は開始年度以後にしてください。")
    if (entry["schedule_first_year"] or first) > first:
        yield _problem(
            entry, "schedule_first_year", "工程表の開始年度は計画の開始年度以前にしてください。"
        )


def _grades(scale: Entry) -> Iterator[Problem]:
    if bool(scale["name"]) != bool(scale["grades"]):
        missing = "grades" if scale["name"] else "name"
        yield _problem(scale, missing, "name と grades は、両方書くか、両方省いてください。")
    for grade in scale["grades"]:
        if grade["is_excluded"] and grade["is_delay"]:
            yield _problem(grade, "is_delay", "集計から除く語は、遅れに数えられません。")


def _departments(departments: list[Entry]) -> Iterator[Problem]:
    kinds = {entry["name"]: entry["kind"] for entry in departments}
    secretariats = [entry for entry in departments if entry["is_secretariat"]]
    for extra in secretariats[1:]:
        yield _problem(extra, "is_secretariat", "事務局は１つだけにしてください。")
    for entry in departments:
        is_group = entry["kind"] == "group"
        for key in ("covers_all", "members"):
            if entry[key] and not is_group:
                yield _problem(entry, key, "課の集合（kind: group）だけに書けます。")
        for key in ("members", "successors"):
            for name in entry[key]:
                if kinds.get(name) != "unit":
                    yield _problem(entry, key, f"課「{name}」が departments にありません。")


def _references(plan_file: Entry) -> Iterator[Problem]:
    departments = {entry["name"] for entry in plan_file["departments"]}
    categories = {entry["code"] for entry in plan_file["categories"]}
    terms = {
        (framework["key"], term["code"])
        for framework in plan_file["frameworks"]
        for term in framework["terms"]
    }
    earlier: set[str] = set()
    for entry in plan_file["categories"]:
        if entry["parent"] and entry["parent"] not in earlier:
            yield _problem(entry, "parent", f"分類「{entry['parent']}」がこれより前にありません。")
        earlier.add(entry["code"])
    for entry in plan_file["initiatives"]:
        if entry["category"] not in categories:
            yield _problem(
                entry, "category", f"分類「{entry['category']}」が categories にありません。"
            )
    for name, entries in walk(plan_file):
        if name in ("responsibilities", "items"):
            yield from _named(entries, departments)
        elif name == "links":
            yield from _linked(entries, terms)


def _named(entries: Iterable[Entry], departments: set[str]) -> Iterator[Problem]:
    for entry in entries:
        if entry["department"] and entry["department"] not in departments:
            yield _problem(
                entry, "department", f"課「{entry['department']}」が departments にありません。"
            )


def _linked(entries: Iterable[Entry], terms: set[tuple[str, str]]) -> Iterator[Problem]:
    for entry in entries:
        if (entry["framework"], entry["term"]) not in terms:
            yield _problem(
                entry,
                "term",
                f"枠組み「{entry['framework']}」の項目「{entry['term']}」が frameworks にありません。",
            )


def _initiatives(plan_file: Entry) -> Iterator[Problem]:
    plan = plan_file["plan"]
    first = plan["schedule_first_year"] or plan["first_year"]
    last = plan["last_year"]
    is_span = first <= plan["first_year"] <= last  # else the plan itself is to be mended first

    def outside(entry: Entry, *keys: str) -> Iterator[Problem]:
        for key in keys:
            if is_span and entry[key] is not None and not first <= entry[key] <= last:
                yield _problem(
                    entry, key, f"{entry[key]}年度は工程表の期間（{first}～{last}年度）の外です。"
                )

    for initiative in plan_file["initiatives"]:
        yield from outside(initiative, "completed_year")
        yield from _printed_departments(initiative)
        for bar in initiative["bars"]:
            yield from outside(bar, "start_year", "end_year")
            yield from _bar(bar)
        for milestone in initiative["milestones"]:
            yield from outside(milestone, "due_year")
            yield from _milestone(milestone)
        for indicator in initiative["indicators"]:
            yield from _indicator(indicator)


def _printed_departments(initiative: Entry) -> Iterator[Problem]:
    printed = initiative["departments_printed"] == "yes"
    if printed and not initiative["responsibilities"]:
        yield _problem(
            initiative,
            "responsibilities",
            "担当を書いてください。計画書に記載がないときは departments_printed: no とします。",
        )
    if not printed and initiative["responsibilities"]:
        yield _problem(
            initiative,
            "departments_printed",
            "担当（responsibilities）があるので yes にしてください。",
        )


def _bar(bar: Entry) -> Iterator[Problem]:
    start = (bar["start_year"] or 0, bar["start_quarter"] or 1)
    end = (bar["end_year"] or 9999, bar["end_quarter"] or 4)
    if start > end:
        yield _problem(bar, "end_year", "終わりは始まり以後にしてください。")
    for year, quarter in (("start_year", "start_quarter"), ("end_year", "end_quarter")):
        if bar[quarter] is not None and bar[year] is None:
            yield _problem(bar, quarter, "四半期だけでは書けません。年度も書いてください。")


def _milestone(milestone: Entry) -> Iterator[Problem]:
    if milestone["due"] not in ("standing", "none") and milestone["due_year"] is None:
        yield _problem(milestone, "due_year", "期限の年度を書いてください。")
    if milestone["due"] == "from_half" and milestone["due_half"] is None:
        yield _problem(milestone, "due_half", "期限の半期（1 か 2）を書いてください。")
    if milestone["due"] == "month" and milestone["due_month"] is None:
        yield _problem(milestone, "due_month", "期限の月を書いてください。")


def _indicator(indicator: Entry) -> Iterator[Problem]:
    if (indicator["baseline_year"] is None) != (indicator["baseline_value"] is None):
        yield _problem(
            indicator,
            "baseline_value",
            "基準年度と基準値は、両方書くか、両方書かないかにしてください。",
        )
    low, high = indicator["minimum"], indicator["maximum"]
    if low is not None and high is not None and low >= high:
        yield _problem(indicator, "maximum", "入力の上限は下限より大きくしてください。")
    for target in indicator["targets"]:
        if target["kind"] == "absolute" and target["year"] is None:
            yield _problem(target, "year", "絶対値の目標には年度を書いてください。")
