"""What the entries of a plan file say about each other beyond one plan and one moment: 改定, ステップ, 注, 再掲, 課の沿革."""

from collections.abc import Iterator

from exchange.planfile.problems import Problem
from exchange.planfile.reading import Entry
from initiatives import misprints
from initiatives.models import Plan


def further(plan_file: Entry) -> Iterator[Problem]:
    """Yield everything of that kind that does not fit together."""
    yield from _not_stated(plan_file)
    yield from _misprints(plan_file["plan"])
    yield from _numbers(plan_file["glossary"])
    yield from _policies(plan_file)
    yield from _repeats(plan_file["initiatives"])
    for initiative in plan_file["initiatives"]:
        yield from _counts(initiative)
        yield from _ordered(
            initiative, "valid_from", "valid_to", "終わりの日は始まりの日以後にしてください。"
        )
    for department in plan_file["departments"]:
        yield from _ordered(
            department, "valid_from", "valid_to", "廃止日は設置日以後にしてください。"
        )
        if department["name"] in department["successors"]:
            yield _problem(department, "successors", "自分自身を後継にはできません。")
    for step in plan_file["steps"]:
        yield from _ordered(
            step, "first_year", "last_year", "終了年度は開始年度以後にしてください。"
        )


def _problem(entry: Entry, key: str, message: str) -> Problem:
    return Problem(entry.place(key), message)


def _ordered(entry: Entry, first: str, last: str, message: str) -> Iterator[Problem]:
    if None not in (entry[first], entry[last]) and entry[last] < entry[first]:
        yield _problem(entry, last, message)


_PARTS = {
    Plan.Missing.SCHEDULE: "bars",
    Plan.Missing.INDICATORS: "indicators",
    Plan.Missing.MILESTONES: "milestones",
    Plan.Missing.DEPARTMENTS: "responsibilities",
}


def _not_stated(plan_file: Entry) -> Iterator[Problem]:
    """What the document does not have at all cannot stand in the file."""
    for word in plan_file["plan"]["not_stated"]:
        if word not in Plan.Missing.values:
            options = "、".join(f"{value}（{label}）" for value, label in Plan.Missing.choices)
            yield _problem(
                plan_file["plan"],
                "not_stated",
                f"「{word}」は使えません。次のどれかで書いてください：{options}",
            )
            continue
        missing = Plan.Missing(word)
        for initiative in plan_file["initiatives"]:
            if initiative[_PARTS[missing]]:
                yield _problem(
                    initiative,
                    _PARTS[missing],
                    f"not_stated に「{missing.label}は資料に記載なし」とあるので、ここには書けません。",
                )


def _misprints(plan: Entry) -> Iterator[Problem]:
    for line in plan["misprints"]:
        if misprints.pair(line) is None:
            yield _problem(
                plan,
                "misprints",
                f"「{line}」は「原文 → 正しいと思われる表記」の形で書いてください。",
            )


def _numbers(glossary: list[Entry]) -> Iterator[Problem]:
    seen: dict[int, Entry] = {}
    for entry in glossary:
        if entry["number"] is None:
            continue
        first = seen.setdefault(entry["number"], entry)
        if first is not entry:
            yield _problem(
                entry,
                "number",
                f"注の番号「{entry['number']}」が重なっています（「{first['term']}」）。",
            )


def _policies(plan_file: Entry) -> Iterator[Problem]:
    names = {entry["name"] for entry in plan_file["departments"]}
    seen: set[str] = set()
    for category in plan_file["categories"]:
        for policy in category["policies"]:
            if (
                policy["code"] in seen
                and sum(other["code"] == policy["code"] for other in category["policies"]) == 1
            ):
                yield _problem(
                    policy, "code", f"取組方針のコード「{policy['code']}」が重なっています。"
                )
            seen.add(policy["code"])
            for name in policy["departments"]:
                if name not in names:
                    yield _problem(
                        policy, "departments", f"課「{name}」が departments にありません。"
                    )


def _repeats(initiatives: list[Entry]) -> Iterator[Problem]:
    originals = {entry["code"] for entry in initiatives if not entry["repeat_of"]}
    for entry in initiatives:
        if entry["repeat_of"] and entry["repeat_of"] not in originals:
            yield _problem(
                entry,
                "repeat_of",
                f"再掲の元「{entry['repeat_of']}」がありません。元の取組事項のコードを書いてください。",
            )


def _counts(initiative: Entry) -> Iterator[Problem]:
    titles = {entry["title"] for entry in initiative["item_lists"]}
    for indicator in initiative["indicators"]:
        if indicator["counts"] and indicator["counts"] not in titles:
            yield _problem(
                indicator,
                "counts",
                f"一覧「{indicator['counts']}」がこの取組事項の item_lists にありません。",
            )
