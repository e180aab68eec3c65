"""What a draft does to its document: one 取組事項 rewritten, added or withdrawn; the days that follow from its date. Pure."""

from datetime import date, timedelta

from exchange.revision.identity import SHARED, Group

COMMON = ("departments", "frameworks")
_KEYS = {"departments": "name", "frameworks": "key"}


def initiative_of(document: Group, code: str) -> Group | None:
    """Return a 取組事項 of a document."""
    return next((row for row in document["initiatives"] if row["code"] == code), None)


def with_initiative(document: Group, code: str, written: Group | None) -> Group:
    """Return the document with a 取組事項 rewritten, or taken out."""
    rows = [written if row["code"] == code else row for row in document["initiatives"]]
    return {**document, "initiatives": [row for row in rows if row is not None]}


def with_new_initiative(document: Group, fresh: Group) -> Group:
    """Return the document with one 取組事項 more, behind the last of its category."""
    rows = list(document["initiatives"])
    places = [n for n, row in enumerate(rows) if row["category"] == fresh["category"]]
    rows.insert(places[-1] + 1 if places else len(rows), fresh)
    return {**document, "initiatives": rows}


def withdrawn(document: Group, code: str, successor: str, day: date) -> Group:
    """Return the document with a 取組事項 that ends on the eve of the day; a successor carries it on (統合)."""
    rows = []
    for row in document["initiatives"]:
        changed = row
        if row["code"] == code:
            changed = {**row, "valid_to": eve(day)}
        elif row["code"] == successor:
            line = {
                "plan": document["plan"]["slug"],
                "level": "initiative",
                "code": code,
                "kind": "merged",
                "origin": "document",
            }
            changed = {**row, "predecessors": [*row.get("predecessors", []), line]}
        rows.append(changed)
    return {**document, "initiatives": rows}


def restored(document: Group, base: Group, code: str) -> Group:
    """Return the document with a withdrawal taken back: it ends as before, and nobody carries it on."""
    before = initiative_of(base, code) or {}
    slug, rows = document["plan"]["slug"], []
    for row in document["initiatives"]:
        own = {key: value for key, value in row.items() if key != "predecessors"}
        lines = [
            line
            for line in row.get("predecessors", [])
            if (line["plan"], line["level"], line["code"]) != (slug, "initiative", code)
        ]
        own |= {"predecessors": lines} if lines else {}
        if row["code"] == code:
            own.pop("valid_to", None)
            own |= {"valid_to": before["valid_to"]} if "valid_to" in before else {}
        rows.append(own)
    return {**document, "initiatives": rows}


def settled(base: Group, document: Group, day: date) -> Group:
    """Return the document as it may come into force on a day.

    What plans share is added to, never taken away. A 取組事項 that the document has no more is withdrawn rather than
    removed, since reports hang on it; one that the plan did not have comes in on the day.
    """
    settled = {**document}
    for key in SHARED:
        settled[key] = _together(base, document, key) if key in COMMON else base[key]
    held = {row["code"]: row for row in base["initiatives"]}
    rows = [_dated(row, held.get(row["code"]), day) for row in document["initiatives"]]
    written = {row["code"] for row in rows}
    for place, row in enumerate(base["initiatives"]):
        if row["code"] not in written:
            earlier = [other["code"] for other in base["initiatives"][:place]]
            behind = [n for n, other in enumerate(rows) if other["code"] in earlier]
            gone = {"valid_to": eve(day)} | {k: v for k, v in row.items() if k != "valid_to"}
            if "valid_to" in row:
                gone["valid_to"] = row["valid_to"]
            rows.insert(behind[-1] + 1 if behind else 0, gone)
    return {**settled, "initiatives": rows}


def _together(base: Group, document: Group, key: str) -> list[Group]:
    name = _KEYS[key]
    # What the country publishes is shared with other city halls and no matter of this plan.
    own = {entry[name]: entry for entry in document.get(key, []) if not entry.get("national")}
    held = [own.pop(entry[name], entry) for entry in base[key]]
    return [*held, *own.values()]


def _dated(row: Group, before: Group | None, day: date) -> Group:
    if before is None:
        return {**row, "valid_from": day.isoformat()}
    if "valid_to" in row and row["valid_to"] != before.get("valid_to"):
        return {**row, "valid_to": eve(day)}
    return row


def eve(day: date) -> str:
    """Return the last day before a day."""
    return (day - timedelta(days=1)).isoformat()
