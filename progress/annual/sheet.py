"""The sheet of one initiative in one year: each stage with its viewpoint, its text, and what is known beside it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.forms import BoundField

from fiscal import clock, wareki
from initiatives import stages
from initiatives.stages import WHOLE, Stage
from progress.annual import prefill, workflow, year
from progress.annual.access import Subject
from progress.annual.content import Content, field_of
from progress.annual.forms import ReviewForm
from progress.annual.year import Measured, Year
from progress.attachments import Files
from progress.content import Problem
from progress.models import ProgressReport
from progress.workflow import Action, WorkflowError


@dataclass(frozen=True)
class Block:
    """One heading with its lines, beside a stage."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A stage as the page prints it: ``theirs`` is what somebody else has saved meanwhile, where it differs."""

    stage: Stage
    field: BoundField
    blocks: tuple[Block, ...]
    kpis: tuple[Measured, ...]
    files: Files
    shows_results: bool
    theirs: str = ""


class Sheet:
    """The form of one review with everything that stands beside it."""

    def __init__(self, subject: Subject, data: Mapping[str, str] | None = None) -> None:
        self.subject = subject
        self.cycle = stages.read(subject.initiative.plan)
        self.year: Year = year.read(subject.initiative, subject.round.year)
        self.stored = Content.of(subject.review) if subject.review else Content()
        self.form = ReviewForm(
            data, stages=self.cycle.stages, content=self._start(), version=subject.version
        )
        self.theirs: Mapping[str, str] = {}

    def _start(self) -> Content:
        """What the form starts with: what was typed, else what is known of the year."""
        if self.subject.review:
            return self.stored
        return prefill.content(self.cycle.stages, self.year, self.subject.last_year)

    @property
    def rows(self) -> list[Row]:
        """The stages in the plan's order."""
        return [self._row(stage) for stage in self.cycle.stages]

    @property
    def beside_outlook(self) -> str:
        """The stored 今後の方向性, where it differs."""
        value = self.theirs.get("outlook", "")
        return dict(ProgressReport.Outlook.choices).get(value, value)

    @property
    def beside_next_year(self) -> str:
        """The stored words on the next year, where they differ."""
        return self.theirs.get("next_year", "")

    @property
    def left(self) -> list[str]:
        """What was written under stages that the plan no longer names."""
        named = {stage.key for stage in self.cycle.stages}
        return [text for key, text in self.stored.texts.items() if key not in named and text]

    def _row(self, stage: Stage) -> Row:
        shows_results = stage.key in {"check", WHOLE}
        name = field_of(stage.key)
        return Row(
            stage=stage,
            field=self.form[name],
            blocks=tuple(block for block in self._blocks(stage.key) if block.lines),
            kpis=self.year.kpis if shows_results else (),
            files=self.year.files if shows_results else (),
            shows_results=shows_results,
            theirs=self.theirs.get(name, ""),
        )

    def _blocks(self, key: str) -> Iterator[Block]:
        name = wareki.fiscal_year(self.year.number)
        last, told = self.subject.last_year, self.year.told
        if key in {"plan", WHOLE}:
            yield Block("前年度の評価から", (prefill.taken_over(last),) if last else ())
            yield Block(f"{name}の工程", tuple(bar.text for bar in self.year.bars.bars))
            yield Block("目標", self.year.goals)
        if key in {"do", WHOLE}:
            yield Block("各期の実績", tuple(f"{row.name}：{row.report.result}" for row in told))
        if key in {"check", WHOLE}:
            yield from self._results()
        if key in {"act", WHOLE}:
            yield Block(
                "各期の課題と今後の取組",
                tuple(
                    f"{row.name}：{words}"
                    for row in told
                    for words in (row.report.issue, row.report.next_action)
                    if words
                ),
            )

    def _results(self) -> Iterator[Block]:
        told = self.year.told
        yield Block("目標の達成", tuple(f"{aim.text}：{aim.outcome}" for aim in self.year.aims))
        reasons = (f"{row.name}：{row.report.reason}" for row in told if row.report.reason)
        yield Block("理由", tuple(reasons))
        yield Block(
            "指摘事項と対応状況",
            tuple(
                f"{row.occasion}：{row.text}　対応状況：{row.response or '回答待ち'}"
                for row in self.year.remarks
            ),
        )

    def is_valid(self) -> bool:
        """Whether everything typed can be kept."""
        return self.form.is_valid()

    @property
    def version(self) -> int:
        """The version that was read before typing; without one, every stored review is newer."""
        version: int = self.form.cleaned_data.get("version", -1)
        return version

    def content(self) -> Content:
        """Return the content to save; a field in error keeps what is stored."""
        return self.form.content(self.stored)

    def blame(self, problems: Iterable[Problem]) -> None:
        """Put what keeps the review from being handed in beside its control."""
        for problem in problems:
            self.form.add_error(problem.field, problem.message)

    def controls(self) -> list[BoundField]:
        """The controls in the order of the page."""
        named = [self.form[field_of(stage.key)] for stage in self.cycle.stages]
        return [*named, self.form["outlook"], self.form["next_year"]]

    def errors(self) -> list[tuple[BoundField, str]]:
        """Control and message of every error, in the order of the page."""
        return [(control, str(error)) for control in self.controls() for error in control.errors]

    def texts(self) -> dict[str, str]:
        """Every answer in one spelling, so that two inputs can be compared."""
        return {
            control.html_name: str(control.value() or "").replace("\r\n", "\n").strip()
            for control in self.controls()
        }

    def lay_beside(self, theirs: "Sheet") -> None:
        """Keep what is stored where it differs from what is typed here."""
        mine = self.texts()
        self.theirs = {
            name: text or "（空欄）" for name, text in theirs.texts().items() if text != mine[name]
        }


def closed_because(subject: Subject, action: Action) -> str:
    """Return why the round's dates keep from an action now; empty when they do not."""
    try:
        workflow.check_day(
            state=subject.state,
            action=action,
            opens_on=subject.round.opens_on,
            closes_on=subject.round.closes_on,
            today=clock.today(),
        )
    except WorkflowError as refusal:
        return str(refusal)
    return ""


def is_open(subject: Subject) -> bool:
    """Whether the person may write in the review now."""
    return Action.SAVE in subject.allowed and not closed_because(subject, Action.SAVE)
