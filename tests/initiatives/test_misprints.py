"""Misprints of a document."""

import pytest

from initiatives import misprints


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("スケージュール → スケジュール", ("スケージュール", "スケジュール")),
        ("取り組めます→取り組みます", ("取り組めます", "取り組みます")),
        ("スケージュール", None),
        ("→ スケジュール", None),
        ("スケージュール →", None),
        ("同じ → 同じ", None),
    ],
)
def test_pair_reads_a_line(line, found):
    assert misprints.pair(line) == found


def test_readings_tell_what_was_meant_and_what_is_printed():
    lines = ["スケージュール → スケジュール", "相互な → 相互の", "形の違う行"]

    assert misprints.readings(
        ["大幅なスケージュール遅延", "誤りのない文", "相互な連携"], lines
    ) == (
        "大幅なスケジュール（原文は「スケージュール」）遅延",
        "相互の（原文は「相互な」）連携",
    )
    assert misprints.readings(["大幅なスケージュール遅延"], []) == ()
