"""The words a 調査票 offers, each with what it is in the database: ④コード表."""

from collections.abc import Mapping
from dataclasses import dataclass

from exchange.sheets.columns import ABSENCES, COURSES, GRADES, MEASURED, OUTLOOKS, STATUSES
from fiscal import typed
from initiatives.models import Grade, GradeScale, InitiativeItem
from kpis.facts import Absence
from progress.models import ProgressReport, SectionAnswer

TAKEN = "taken"


@dataclass(frozen=True)
class Word:
    """One word people choose; ``code`` is what it is in the database."""

    code: str
    word: str
    meaning: str = ""


Lists = Mapping[str, tuple[Word, ...]]

_COURSES = {
    "not_started": "着手していない",
    "studying": "方針・手法を検討している",
    "preparing": "導入・実施に向けた準備をしている",
    "doing": "実施・運用している",
    "done": "計画の内容を終えた（完了日が必要）",
    "stopped": "取りやめた",
}
_STATUSES = {
    "candidate": "これから検討する",
    "doing": "検討・準備・試行をしている",
    "done": "終えた（完了日が必要）",
    "never": "対象から除く（理由を備考に）",
}
_ABSENCES = {
    "none": "回答すること、又は数えるものがない",
    "pending": "数がまだ確定していない",
    "undecided": "まだ決まっていない",
}
_MEASURED = (
    Word(TAKEN, "測定した", "今回実績に数を記入する（０は「０だった」という意味）"),
    Word(Absence.SKIPPED, "今期は測定なし", "測定の時期でない（理由が必要）"),
    Word(Absence.PENDING, Absence.PENDING.label, "測定したが、数値が確定していない"),
    Word(Absence.NONE, Absence.NONE.label, "対象となる事実がない"),
    Word(Absence.UNDECIDED, Absence.UNDECIDED.label, "測る方法や時期が決まっていない"),
)


@dataclass(frozen=True)
class Vocabulary:
    """The lists of words by name, and the grades of the plan's scale by word."""

    lists: Lists
    grades: Mapping[str, Grade]

    @classmethod
    def of(cls, scale: GradeScale) -> "Vocabulary":
        """Read the plan's own words for grades (one query)."""
        grades = list(Grade.objects.filter(scale=scale).order_by("order"))
        return cls(
            {
                GRADES: tuple(Word(g.word, g.word, _grade_meaning(g)) for g in grades),
                COURSES: _words(ProgressReport.Implementation.choices, _COURSES),
                OUTLOOKS: _words(ProgressReport.Outlook.choices, {}),
                MEASURED: _MEASURED,
                STATUSES: _words(
                    [pair for pair in InitiativeItem.Status.choices if pair[0]], _STATUSES
                ),
                ABSENCES: _words(SectionAnswer.Absence.choices, _ABSENCES),
            },
            {grade.word: grade for grade in grades},
        )

    def word(self, options: str, code: str) -> str:
        """The word of a code; nothing for nothing."""
        return next((one.word for one in self.lists[options] if one.code == code), "")

    def code(self, options: str, text: str) -> str | None:
        """The code of a word, however wide its letters are typed; None for a word that is not offered."""
        wanted = typed.plain(text).casefold()
        for one in self.lists[options]:
            if typed.plain(one.word).casefold() == wanted:
                return one.code
        return None

    def needing_reason(self) -> tuple[str, ...]:
        """The grades for which a reason is asked."""
        return tuple(word for word, grade in self.grades.items() if grade.needs_reason)

    def delays(self) -> tuple[str, ...]:
        """The grades for which a way out is asked."""
        return tuple(word for word, grade in self.grades.items() if grade.is_delay)


def _words(choices: list[tuple[str, str]], meanings: Mapping[str, str]) -> tuple[Word, ...]:
    return tuple(Word(code, str(word), meanings.get(code, "")) for code, word in choices)


def _grade_meaning(grade: Grade) -> str:
    parts = [grade.definition] if grade.definition else []
    parts += [
        text
        for text, is_needed in (
            ("理由が必要", grade.needs_reason),
            ("取り戻す見通しが必要", grade.is_delay),
            ("集計の分母に含めない", grade.is_excluded),
        )
        if is_needed
    ]
    return "。".join(part.rstrip("。") for part in parts)
