"""The lists as Excel: empty to be filled in, or with what is registered. The CSV is the empty one."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

from exchange.rosters.columns import DEPARTMENTS, DEPUTY, Kind
from exchange.workbook.styles import GOTHIC, GREY_FILL, HEAD_FILL
from organizations.models import Department, Municipality, Post

BLANK_ROWS = 200
CODES = "コード表"
GUIDE = "記入要領"
NOTES = (
    "見出しの行は、そのままにしてください。列の順は変えても構いません。",
    "「必須」の列は、必ず入れてください。",
    "登録済みの行は、違うところだけが変わります。同じものをもう一度取り込んでも、何も変わりません。",
    "一覧から消した行は、登録から消えません。なくなった課は廃止日、離れた職は終了日を入れます。",
    "日付は 2026/4/1、R8.4.1、令和８年４月１日 のどれでも読めます。",
)


def csv_template(kind: Kind) -> bytes:
    """The headings alone, in the encoding Excel reads without asking."""
    return (",".join(column.heading for column in kind.columns) + "\r\n").encode("utf-8-sig")


def rows_of(kind: Kind, city: Municipality, today: date) -> list[tuple[object, ...]]:
    """What is registered, in the order of the columns."""
    if kind is DEPARTMENTS:
        units = Department.objects.filter(municipality=city).units().overlapping(today, None)
        return [
            (r.name, r.parent and r.parent.name, r.code, r.extension, r.valid_from, r.valid_to)
            for r in units.select_related("parent")
        ]
    posts = Post.objects.filter(
        user__municipality=city, user__is_active=True, user__is_superuser=False
    )
    held = posts.overlapping(today, None).select_related("user", "department")
    return [
        (
            post.user.username,
            post.user.name,
            post.department.name,
            post.get_role_display(),
            post.title,
            DEPUTY if post.is_deputy else "",
            post.valid_from,
            post.valid_to,
            post.user.valid_from,
            post.user.valid_to,
        )
        for post in held.order_by("department__order", "department_id", "user__username", "pk")
    ]


def write(kind: Kind, rows: Iterable[tuple[object, ...]], sections: list[str]) -> bytes:
    """The workbook: the list, how to fill it in, and the words to choose from."""
    book = Workbook()
    sheet = book.active
    sheet.title = kind.sheet
    _head(sheet, kind)
    number = 1
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            _put(sheet.cell(number, place), value)
    last = number + BLANK_ROWS
    _blank(sheet, number + 1, last, len(kind.columns))
    _choices(book, sheet, kind, last, sections)
    _guide(book.create_sheet(GUIDE), kind)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


_LINE = Side(style="thin", color="808080")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TEXT = Font(name=GOTHIC, size=10)
_BOLD = Font(name=GOTHIC, size=10, bold=True)
_WRAP = Alignment(wrap_text=True, vertical="center")


def _put(cell: Any, value: object) -> None:
    """A value as itself: a text that begins like a formula stays a text."""
    cell.value = value or None
    if isinstance(value, date):
        cell.number_format = "yyyy/mm/dd"
    else:
        cell.number_format = "@"
        if value:
            cell.data_type = "s"
    cell.font, cell.border = _TEXT, _FRAME


def _head(sheet: Any, kind: Kind) -> None:
    for place, column in enumerate(kind.columns, 1):
        cell = sheet.cell(1, place, column.heading)
        cell.font, cell.border, cell.alignment = _BOLD, _FRAME, _WRAP
        colour = HEAD_FILL if column.is_required else GREY_FILL
        cell.fill = PatternFill("solid", start_color=colour)
        sheet.column_dimensions[cell.column_letter].width = column.width
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 22
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _blank(sheet: Any, first: int, last: int, columns: int) -> None:
    """Framed rows as text, so that a leading zero stays."""
    for number in range(first, last + 1):
        for place in range(1, columns + 1):
            _put(sheet.cell(number, place), None)


def _choices(book: Any, sheet: Any, kind: Kind, last: int, sections: list[str]) -> None:
    codes = book.create_sheet(CODES)
    lists = {column.heading: list(column.choices) for column in kind.columns if column.choices}
    if kind is DEPARTMENTS:
        lists["上位の部"] = sections
    else:
        lists["所属"] = sections
    for place, (heading, words) in enumerate(lists.items(), 1):
        for number, word in enumerate((heading, *words), 1):
            _put(codes.cell(number, place), word)
        letter = codes.cell(1, place).column_letter
        codes.cell(1, place).font = _BOLD
        codes.column_dimensions[letter].width = 30
        if words:
            source = f"'{CODES}'!${letter}$2:${letter}${len(words) + 1}"
            # A section may stand further up in the same list: there the choice is a help only.
            strict = kind is not DEPARTMENTS
            rule = DataValidation(
                "list", formula1=source, allow_blank=True, showErrorMessage=strict
            )
            rule.error, rule.errorTitle = "一覧から選んでください。", heading
            sheet.add_data_validation(rule)
            target = next(i for i, c in enumerate(kind.columns, 1) if c.heading == heading)
            column = sheet.cell(1, target).column_letter
            rule.add(f"{column}2:{column}{last}")


def _guide(sheet: Any, kind: Kind) -> None:
    sheet["A1"] = f"{kind.title}の書き方"
    sheet["A1"].font = Font(name=GOTHIC, size=13, bold=True)
    for number, note in enumerate(NOTES, 2):
        sheet.cell(number, 1, f"・{note}").font = _TEXT
    first = len(NOTES) + 3
    head = ("列", "必須", "書くこと", "例")
    rows = [(c.heading, "必須" if c.is_required else "", c.about, c.example) for c in kind.columns]
    for number, row in enumerate((head, *rows), first):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place)
            _put(cell, value)
            cell.alignment = _WRAP
            if number == first:
                cell.font, cell.fill = _BOLD, PatternFill("solid", start_color=HEAD_FILL)
    for letter, width in zip("ABCD", (16, 8, 70, 18), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
