"""The rule of the 事務局の見立て: carried forward, moving, parting from the section's grade."""

import pytest

from fiscal.calendar import Quarter
from progress.judgement import Judged, Level, diverges, judgement_at, needs_reason

HIGH, MIDDLE, LOW = Level.HIGH, Level.MIDDLE, Level.LOW
NOW = Quarter(2026, 2)


def judged(*levels: Level | None) -> list[Judged]:
    """Judgements of the quarters up to R8 第２, None where nobody judged."""
    first = NOW.shift(1 - len(levels))
    return [
        Judged(first.shift(place), level, f"理由{place}")
        for place, level in enumerate(levels)
        if level is not None
    ]


@pytest.mark.parametrize(
    ("levels", "told", "moved", "since"),
    [
        ([MIDDLE], "中", "初めての見立て", "R8 第２四半期から"),
        ([MIDDLE, None], "中 →", "変わらず", "R8 第１四半期から"),
        ([MIDDLE, None, MIDDLE], "中 →", "変わらず", "R7 第４四半期から"),
        ([HIGH, MIDDLE, LOW], "低 ↓", "中から下がった", "R8 第２四半期から"),
        ([LOW, None, HIGH], "高 ↑", "低から上がった", "R8 第２四半期から"),
        ([HIGH, LOW, LOW, None], "低 →", "変わらず", "R7 第４四半期から"),
    ],
)
def test_judgement_is_carried_forward_until_judged_anew(levels, told, moved, since):
    found = judgement_at(judged(*levels), NOW)

    assert found is not None
    assert (found.told, found.moved, found.since_words) == (told, moved, since)


def test_judgement_of_a_quarter_knows_nothing_of_later_ones():
    rows = judged(MIDDLE, LOW)
    found = judgement_at(rows, NOW.shift(-1))

    assert found is not None
    assert (found.level, found.reason) == (MIDDLE, "理由0")
    assert judgement_at(rows, NOW.shift(-2)) is None


def test_reason_is_the_last_ones_though_the_level_began_before():
    found = judgement_at(judged(LOW, LOW), NOW)

    assert found is not None
    assert (found.reason, found.since) == ("理由1", NOW.shift(-1))


@pytest.mark.parametrize("level", Level)
def test_levels_part_from_these_grades_and_no_others(level):
    tones = ("done", "ahead", "ontrack", "slip", "late", "na", "none", "")
    expected = {LOW: {"done", "ahead", "ontrack"}, HIGH: {"late"}, MIDDLE: set()}

    assert {tone for tone in tones if diverges(level, tone)} == expected[level]


def test_reason_is_asked_for_low_and_for_whatever_parts():
    asked = {(level, tone) for level in Level for tone in ("ontrack", "slip", "late", "")}

    assert {pair for pair in asked if needs_reason(*pair)} == {
        *((LOW, tone) for tone in ("ontrack", "slip", "late", "")),
        (HIGH, "late"),
    }
