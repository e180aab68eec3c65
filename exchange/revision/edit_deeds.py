"""From the forms of a draft to its deeds, and from what they refuse back to the forms."""

from exchange.planbook import loading
from exchange.planfile.problems import PlanFileError
from exchange.revision import actions, document, drafting, placing
from exchange.revision.actions import RevisionError, StaleError
from exchange.revision.edit_page import REASON, Sheet
from exchange.revision.forms import RecordForm, with_plan
from exchange.revision.identity import Group
from initiatives.models import PlanAmendment
from organizations.models import User


def seal_of(amendment: PlanAmendment, name: str) -> str:
    """Return the mark of a part of a draft as it reads now."""
    return document.seal(actions.part(amendment.document, name))


def write_plan(amendment: PlanAmendment, form: RecordForm, *, seen: str, by: User) -> str:
    """Save what belongs to the whole plan, or put at the form why not; return the mark for the next try."""
    tried: Group = with_plan(form, amendment.document)
    try:
        actions.write(
            amendment=amendment,
            change=lambda now: with_plan(form, now),
            what="改定案の題名・期間の変更",
            by=by,
            seen={"": seen},
        )
    except PlanFileError as error:
        placing.place(error.problems, prefix="plan", form=form, spots={}, document=tried)
    except StaleError:
        stored = PlanAmendment.objects.get(pk=amendment.pk)
        form.add_error(
            None,
            "ほかの人が先に保存しました。まだ何も上書きしていません。改定案の新旧対照表で保存されている"
            "内容を確かめてください。入力した内容でよければ、もう一度保存してください。",
        )
        return seal_of(stored, "")
    except RevisionError as error:
        form.add_error(None, str(error))
    return seen


def write(sheet: Sheet, *, by: User) -> bool:
    """Save a 取組事項 with its reason; otherwise put at the forms why not."""
    written, row = sheet.written, sheet.amendment
    code = sheet.entry.get("code", "")
    tried: list[Group] = [row.document]

    def change(now: Group) -> Group:
        fresh = drafting.with_new_initiative(now, written)
        tried[0] = fresh if sheet.is_new else drafting.with_initiative(now, code, written)
        return tried[0]

    try:
        actions.write(
            amendment=row,
            change=change,
            what=f"改定案の取組事項の{'追加' if sheet.is_new else '変更'}",
            by=by,
            seen={} if sheet.is_new else {code: sheet.seen},
            reasons=sheet.reason,
        )
    except PlanFileError as error:
        sheet.blame(error, tried[0], written)
    except StaleError:
        sheet.collide(PlanAmendment.objects.get(pk=row.pk))
    except RevisionError as error:
        sheet.form.add_error(None, str(error))
    else:
        return True
    return False


def take_in(amendment: PlanAmendment, *, raw: bytes, name: str, by: User) -> PlanAmendment:
    """Make an uploaded plan workbook or plan file the text of a draft.

    Raises:
        RevisionError: not a draft any more, or the file is of another plan.
        PlanFileError: with every problem found in the file.
    """
    book = loading.read(raw, name=name)
    return actions.take_in(amendment=amendment, plan_file=book.entry, name=name, by=by)


def possible_successors(amendment: PlanAmendment, code: str) -> list[tuple[str, str]]:
    """Return the 取組事項 that may carry another one on: those that do not end themselves."""
    return [
        (row["code"], f"{row['code']} {row['title']}")
        for row in amendment.document["initiatives"]
        if row["code"] != code and "valid_to" not in row
    ]


def withdraw(
    amendment: PlanAmendment, code: str, *, successor: str, reason: str, by: User
) -> PlanAmendment:
    """Let a 取組事項 end on the eve of the revision's day.

    Raises:
        RevisionError: not a draft any more.
        PlanFileError: the document would not fit together.
    """
    return actions.write(
        amendment=amendment,
        change=lambda now: drafting.withdrawn(now, code, successor, amendment.in_force_on),
        what="改定案の取組事項の廃止・統合",
        by=by,
        seen={},
        reasons={REASON.format(code): reason},
    )


def restore(amendment: PlanAmendment, code: str, *, by: User) -> PlanAmendment:
    """Take back a withdrawal, or an addition altogether.

    Raises:
        RevisionError: not a draft any more.
        PlanFileError: the document would not fit together.
    """
    is_new = drafting.initiative_of(amendment.base, code) is None

    def change(now: Group) -> Group:
        if is_new:
            return drafting.with_initiative(now, code, None)
        return drafting.restored(now, amendment.base, code)

    return actions.write(
        amendment=amendment,
        change=change,
        what="改定案の取組事項の追加・廃止の取消し",
        by=by,
        seen={},
        reasons={REASON.format(code): ""},
    )
