"""評価の経過."""

from fiscal.calendar import Quarter
from progress import strip
from progress.strip import DONE, NONE, Handed, Mark
from tests import factories

GOOD = Mark("ontrack", "計画どおり")


def test_handed_in_shows_the_offices_grade(initiative, period, department):
    factories.report(
        initiative=initiative,
        period=period,
        department=department,
        reviewed_grade=factories.grade("slip"),
        review_reason="期限を過ぎている。",
    )

    assert strip.handed_in([initiative.pk]) == {
        initiative.pk: {Quarter(2026, 2): Handed(Mark("slip", "やや遅れ"), finishes=False)}
    }


def test_handed_in_leaves_drafts_out(initiative, period, department):
    factories.report(initiative=initiative, period=period, department=department, state="draft")

    assert strip.handed_in([initiative.pk]) == {}


def test_marks_say_missing_and_stay_done():
    quarters = [Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3)]
    reports = {
        quarters[0]: Handed(GOOD, finishes=False),
        quarters[2]: Handed(DONE, finishes=True),
    }

    assert list(strip.marks(reports, quarters).values()) == [GOOD, NONE, DONE, DONE]


def test_marks_of_a_completion_not_yet_accepted_do_not_stay():
    quarters = [Quarter(2026, 1), Quarter(2026, 2)]

    found = strip.marks({quarters[0]: Handed(DONE, finishes=False)}, quarters)

    assert list(found.values()) == [DONE, NONE]


def test_draw_has_one_cell_per_quarter_of_the_plan(plan):
    found = strip.draw(plan, {Quarter(2026, 1): GOOD, Quarter(2026, 2): NONE}, Quarter(2026, 2))

    assert len(found.cells) == 12
    assert found.label == "令和８年度 第１四半期 計画どおり、令和８年度 第２四半期 未提出"
    assert found.cells[4] == strip.Cell("strip__q strip__q--past strip__q--y", "ontrack")
    assert found.cells[5] == strip.Cell("strip__q strip__q--now", "none")
    assert found.cells[6] == strip.Cell("strip__q", "")
