"""The page of 提出のお願い: which sections are asked, who gets it, and what each one reads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from fiscal import wareki
from progress import request_letter
from progress.addressees import NO_OFFICE, Addressees, Staff, office_names
from progress.ledger import Dispatch
from progress.missing import Section, missing_in, with_questions
from progress.models import Notice, ReportingPeriod
from progress.reporters import reporters_of
from progress.request_letter import Letter

NONE_CHOSEN = "課が選ばれていません。未提出の画面で、お願いする課に印を付けてください。"
ALL_CAME = "選んだ課の報告は、全て提出されています。"
CLOSED = "締切日を過ぎたため、課からは提出できません。期間を延ばすには、報告期の締切日を変更してください。"


@dataclass(frozen=True)
class Asked:
    """A section that is asked, and the people who are written to."""

    section: Section
    addressees: Addressees


@dataclass(frozen=True)
class Preview:
    """What one section gets."""

    asked: Asked
    letter: Letter


@dataclass(frozen=True)
class RequestPage:
    """The chosen sections that still owe reports or answers; ``problem`` says why nobody can be asked."""

    period: ReportingPeriod
    asked: tuple[Asked, ...]
    proposed: Letter
    came: int
    problem: str

    @property
    def came_in_words(self) -> str:
        """Say that some of the chosen sections owe nothing any more."""
        return (
            f"選んだ課のうち{wareki.digits(self.came)}課は、もう全て提出しています。"
            if self.came
            else ""
        )

    def previews(self, letter: Letter) -> list[Preview]:
        """The letter as each section gets it."""
        return [
            Preview(
                row,
                request_letter.filled(
                    letter, self.period.closes_on, row.section, row.addressees.route
                ),
            )
            for row in self.asked
        ]

    def dispatches(self, letter: Letter) -> list[Dispatch]:
        """What to send."""
        return [
            Dispatch(
                self.period,
                row.asked.section.pk or 0,
                row.asked.addressees,
                row.letter,
                Notice.Kind.REQUEST,
            )
            for row in self.previews(letter)
        ]


def request_page(period: ReportingPeriod, chosen: Sequence[str], today: date) -> RequestPage:
    """Read the chosen sections that owe reports or answers today (a fixed number of queries)."""
    municipality = period.plan.municipality_id
    missing = with_questions(missing_in(period, reporters_of(period.plan, today), today), today)
    staff = Staff.read([municipality], today)
    wanted = set(chosen)
    asked = tuple(
        Asked(section, staff.of(section.pk, municipality))
        for section in missing.sections
        if section.pk is not None and str(section.pk) in wanted
    )
    is_late = bool(asked) and all(row.section.deadline.is_past for row in asked)
    office = office_names([municipality]).get(municipality, NO_OFFICE)
    return RequestPage(
        period=period,
        asked=() if period.is_closed_on(today) else asked,
        proposed=request_letter.proposed(period, office, is_late=is_late),
        came=len(wanted) - len(asked),
        problem=_problem(period, wanted, asked, today),
    )


def _problem(
    period: ReportingPeriod, wanted: Collection[str], asked: Sequence[Asked], today: date
) -> str:
    if period.is_closed_on(today):
        return CLOSED
    if not wanted:
        return NONE_CHOSEN
    return "" if asked else ALL_CAME
