"""The list of sections, put into the database: sections are found by their name today."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from django.db import transaction

from exchange.rosters.outcome import ADDED, CHANGED, Change, Detail, Outcome
from exchange.rosters.table import Row, Table
from fiscal import wareki
from organizations import department_actions
from organizations.department_actions import DepartmentError, DepartmentFacts
from organizations.models import Department, Municipality, User

REASON = "課の一覧の取込み"
HEADINGS = {
    "name": "名称",
    "parent": "上位の部",
    "code": "コード",
    "extension": "内線",
    "valid_from": "設置日",
    "valid_to": "廃止日",
}


def run(table: Table, *, city: Municipality, today: date, by: User) -> Outcome:
    """Do what the list says, in the caller's transaction; what cannot be is a problem with its place."""
    return _Run(table, city, today, by).outcome()


class _Run:
    """One pass through a list: upper sections first, so that the lower ones find them."""

    def __init__(self, table: Table, city: Municipality, today: date, by: User) -> None:
        self.table, self.city, self.by = table, city, by
        units = Department.objects.filter(municipality=city).units().overlapping(today, None)
        self.known = {row.name: row for row in units.select_related("parent")}
        self.by_code = {row.code: row.name for row in self.known.values() if row.code}
        self.first = department_actions.last_order(city)
        self.problems = list(table.problems)
        self.changes: list[Change] = []
        self.same = 0

    def outcome(self) -> Outcome:
        for place, row in self._in_order(self._unique()):
            facts = self._facts(row)
            if facts is not None:
                self._write(place, row, facts)
        self.changes.sort(key=lambda change: change.row)
        problems = tuple(sorted(self.problems, key=lambda problem: problem.row))
        return Outcome(tuple(self.changes), problems, self.same, self.table.ignored)

    def _unique(self) -> dict[str, tuple[int, Row]]:
        rows: dict[str, tuple[int, Row]] = {}
        codes: dict[str, int] = {}
        for place, row in enumerate(self.table.rows, 1):
            name, code = row.text("名称"), row.text("コード")
            if name in rows:
                self._refuse(row, "名称", f"「{name}」は{rows[name][1].number}行目にもあります。")
            elif code and code in codes:
                self._refuse(row, "コード", f"「{code}」は{codes[code]}行目にもあります。")
            elif name:
                rows[name] = (place, row)
            codes.setdefault(code, row.number)
        return rows

    def _in_order(self, rows: dict[str, tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
        done: set[str] = set()
        for name in rows:
            chain = []
            while name in rows and name not in done and name not in chain:
                chain.append(name)
                name = rows[name][1].text("上位の部")  # noqa: PLW2901 - climbs to the top
            if name in chain:
                self._refuse(
                    rows[name][1], "上位の部", "上位の部をたどると、この課自身に戻ります。"
                )
            else:
                yield from (rows[each] for each in reversed(chain))
            done.update(chain)

    def _facts(self, row: Row) -> DepartmentFacts | None:
        known = self.known.get(row.text("名称"))
        owner = self.by_code.get(row.text("コード"))
        if known is None and owner:
            self._refuse(
                row, "コード", f"「{owner}」のコードです。名称の変更は、課の画面でしてください。"
            )
            return None
        upper = row.text("上位の部")
        if upper and upper not in self.known:
            self._refuse(
                row,
                "上位の部",
                f"「{upper}」という課はありません。部も「名称」の列に１行書いてください。",
            )
            return None
        written: dict[str, Any] = {
            "name": row.text("名称"),
            "parent": self.known.get(upper),
            "code": row.text("コード"),
            "extension": row.text("内線"),
            "valid_from": row.day("設置日"),
            "valid_to": row.day("廃止日"),
        }
        if known is not None:  # a column the file does not have stays as it is
            for name, heading in HEADINGS.items():
                if heading not in self.table.headings:
                    written[name] = getattr(known, name)
        facts = DepartmentFacts(**written)
        if facts.valid_from and facts.valid_to and facts.valid_to < facts.valid_from:
            self._refuse(row, "廃止日", "廃止日は設置日以後にしてください。")
            return None
        return facts

    def _write(self, place: int, row: Row, facts: DepartmentFacts) -> None:
        known = self.known.get(facts.name)
        details = _details(known, facts)
        if known is not None and not details:
            self.same += 1
            return
        try:
            with transaction.atomic():
                self.known[facts.name] = self._deed(place, known, facts)
        except DepartmentError as error:
            self._refuse(row, HEADINGS[error.field], str(error))
        else:
            kind = CHANGED if known else ADDED
            self.changes.append(Change(row.number, kind, facts.name, details))

    def _deed(self, place: int, known: Department | None, facts: DepartmentFacts) -> Department:
        if known is not None:
            return department_actions.change_department(
                department=known, facts=facts, by=self.by, reason=REASON
            )
        return department_actions.add_department(
            municipality=self.city,
            facts=facts,
            by=self.by,
            order=self.first + place,
            reason=REASON,
        )

    def _refuse(self, row: Row, heading: str, message: str) -> None:
        self.problems.append(self.table.problem(row, heading, message))


def _details(known: Department | None, facts: DepartmentFacts) -> tuple[Detail, ...]:
    pairs = [
        (HEADINGS[field.name], getattr(known, field.name, None), getattr(facts, field.name))
        for field in fields(facts)
        if field.name != "name"
    ]
    return tuple(
        Detail(heading, shown(before), shown(after))
        for heading, before, after in pairs
        if shown(before) != shown(after)
    )


def shown(value: object) -> str:
    """A value as the preview writes it."""
    if isinstance(value, date):
        return wareki.full_date(value)
    return "" if value is None else str(value)
