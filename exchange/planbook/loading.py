"""Takes in a plan, whichever file it came in: read, check, compare, and make the changes when they were agreed to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from exchange import uploads
from exchange.planbook import preview, reading, rows
from exchange.planbook.names import Names
from exchange.planbook.phrases import reworded
from exchange.planbook.reading import Book
from exchange.planfile import loader, loading
from exchange.planfile.problems import Place, PlanFileError, Problem
from exchange.planfile.writing import REASON, Writer
from initiatives.models import Framework, Plan, Term
from organizations.models import Municipality

if TYPE_CHECKING:
    from organizations.models import User

REASON_LENGTH = 100
SHEETS = (".xlsx", ".xlsm", ".xls", ".csv")
NO_WORKBOOK = "Excelのファイルとして読めません。様式をExcelで開き、「Excelブック（.xlsx）」として保存し直してください。"


@dataclass(frozen=True)
class Result:
    """The changes a file means, and the plan once they are made."""

    preview: preview.Preview
    guesses: tuple[str, ...]
    plan: Plan | None

    @property
    def data(self) -> dict[str, object]:
        """What a page shows of it."""
        return {**self.preview.data, "guesses": self.guesses}


def read(raw: bytes, *, name: str) -> Book:
    """Return the checked entries of a plan file or a plan workbook.

    Raises:
        PlanFileError: with every problem found, in the words of the kind of file it is.
    """
    if not uploads.is_workbook(raw) and name.lower().endswith(SHEETS):
        raise PlanFileError(name, [Problem(rows.NOWHERE, NO_WORKBOOK)])
    if not uploads.is_workbook(raw):
        return Book(name, loading.read(raw, name=name), has_sheets=False)
    try:
        return reading.read(raw, name=name)
    except PlanFileError as error:
        raise _in_words_of_sheets(error) from error


def _in_words_of_sheets(error: PlanFileError) -> PlanFileError:
    """Return the problems of a workbook without the keys of the plan file."""
    reworded_ones = [Problem(one.place, reworded(one.message)) for one in error.problems]
    return PlanFileError(error.name, reworded_ones)


def load(*, raw: bytes, name: str, by: "User | None", dry_run: bool = False) -> loading.Outcome:
    """Make the database say what a plan file or a plan workbook says.

    Raises:
        PlanFileError: with every problem found; nothing is written.
    """
    book = read(raw, name=name)
    try:
        return loading.put(book.entry, name=name, by=by, dry_run=dry_run)
    except PlanFileError as error:
        raise (_in_words_of_sheets(error) if book.has_sheets else error) from error


def take_in(
    book: Book, *, municipality: Municipality, by: "User | None", agreed: str = ""
) -> Result:
    """Compare a file with the plan; make the changes when they are exactly the agreed ones.

    Raises:
        PlanFileError: with every problem found; nothing is written.
    """
    _require_own(book, municipality)
    try:
        with transaction.atomic():
            reason = f"{REASON}（{book.name}）"[:REASON_LENGTH]
            writer = Writer(name=book.name, by=by, reason=reason)
            plan = loader.write(writer, book.entry)
            _require_unshared(writer, book, municipality)
            shown = preview.of(writer.journal, Names(plan))
            is_agreed = bool(agreed) and shown.digest == agreed
            if not is_agreed:
                transaction.set_rollback(True)
    except PlanFileError as error:
        raise (_in_words_of_sheets(error) if book.has_sheets else error) from error
    guesses = tuple(f"{one.place.words}：{one.message}" for one in book.guesses)
    return Result(shown, guesses, plan if is_agreed else None)


def _require_own(book: Book, municipality: Municipality) -> None:
    entry = book.entry["municipality"]
    if entry["code"] != municipality.code:
        message = f"{municipality}（{municipality.code}）の計画ではありません。"
        raise PlanFileError(book.name, [Problem(entry.place("code"), message)])


def _require_unshared(writer: Writer, book: Book, municipality: Municipality) -> None:
    """Refuse to change for other city halls what all of them share."""
    if not Municipality.objects.exclude(pk=municipality.pk).exists():
        return
    touched = {
        note.row.pk if isinstance(note.row, Framework) else note.row.framework_id
        for note in writer.journal
        if isinstance(note.row, Framework | Term)
    }
    national = Framework.objects.filter(pk__in=touched, municipality=None).values_list(
        "key", flat=True
    )
    places = {entry["key"]: entry.place("key") for entry in book.entry["frameworks"]}
    problems = [
        Problem(
            places.get(key, Place()),
            f"国・県の枠組み「{key}」は他の自治体と共用のため、ここからは変えられません。システム管理者に相談してください。",
        )
        for key in national
    ]
    if problems:
        raise PlanFileError(writer.name, problems)
