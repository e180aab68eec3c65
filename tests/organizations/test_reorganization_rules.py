"""Which lines make a 機構改革, without a database."""

import pytest

from organizations.reorganization_rules import (
    SOURCES,
    TARGETS,
    Kind,
    Line,
    Names,
    Problem,
    fold,
    names_in,
    problems,
)

HERE = frozenset(map(fold, ["市民課", "保険課", "税務課", "ＤＸ推進課"]))
NAMES = Names(closable=HERE, present=HERE, groups={"各課"})


def line(kind: Kind, sources: str, targets: str) -> Line:
    return Line(kind, names_in(sources), names_in(targets))


GOOD = {
    "rename": [line(Kind.RENAME, "市民課", "窓口課")],
    "rename typed in other widths": [line(Kind.RENAME, "DX推進課", "デジタル課")],
    "merge into a new section": [line(Kind.MERGE, "市民課、保険課", "窓口課")],
    "merge into one that stays": [line(Kind.MERGE, "保険課", "市民課")],
    "split": [line(Kind.SPLIT, "市民課", "窓口課、戸籍課")],
    "split that keeps the name": [line(Kind.SPLIT, "市民課", "市民課、戸籍課")],
    "abolish with nobody after it": [line(Kind.ABOLISH, "保険課", "")],
    "abolish, one that stays takes over": [line(Kind.ABOLISH, "保険課", "市民課")],
    "abolish, a new one takes over": [
        line(Kind.ABOLISH, "保険課", "福祉課"),
        line(Kind.CREATE, "", "福祉課"),
    ],
    "names that change places": [
        line(Kind.RENAME, "市民課", "保険課"),
        line(Kind.RENAME, "保険課", "市民課"),
    ],
    "two into one that stays": [
        line(Kind.MERGE, "保険課", "市民課"),
        line(Kind.ABOLISH, "税務課", "市民課"),
    ],
}


@pytest.mark.parametrize("name", GOOD)
def test_lines_may_be_carried_out(name):
    assert problems(GOOD[name], NAMES) == []


BAD = {
    "rename to itself": (
        [line(Kind.RENAME, "市民課", "市民課")],
        [(0, TARGETS, "名称が変わっていません。")],
    ),
    "rename to a section that exists": (
        [line(Kind.RENAME, "市民課", "保険課")],
        [(0, TARGETS, "「保険課」という課は既にあります。")],
    ),
    "rename of two": (
        [line(Kind.RENAME, "市民課、保険課", "窓口課")],
        [(0, SOURCES, "改称では、旧課を１つ入れてください。")],
    ),
    "merge into itself": (
        [line(Kind.MERGE, "市民課、保険課", "市民課")],
        [(0, TARGETS, "「市民課」が旧課にもあります。残す課は、旧課から外してください。")],
    ),
    "merge of one into a new one": (
        [line(Kind.MERGE, "市民課", "窓口課")],
        [(0, SOURCES, "新しい課への統合では、なくなる課を２つ以上入れてください。")],
    ),
    "split into one": (
        [line(Kind.SPLIT, "市民課", "窓口課")],
        [(0, TARGETS, "分割では、分かれた後の課を２つ以上入れてください。")],
    ),
    "split into the same twice": (
        [line(Kind.SPLIT, "市民課", "窓口課、窓口課")],
        [(0, TARGETS, "「窓口課」が新課に２回あります。")] * 2,
    ),
    "abolish, taken over by nobody known": (
        [line(Kind.ABOLISH, "市民課", "幻課")],
        [(0, TARGETS, "引き継ぐ「幻課」は、施行日にある課の名称ではありません。")],
    ),
    "create with an old one": (
        [line(Kind.CREATE, "市民課", "窓口課")],
        [(0, SOURCES, "新設では、旧課は空欄にしてください。")],
    ),
    "create what exists": (
        [line(Kind.CREATE, "", "市民課")],
        [(0, TARGETS, "「市民課」という課は既にあります。")],
    ),
    "unknown section": (
        [line(Kind.RENAME, "幻課", "窓口課")],
        [(0, SOURCES, "「幻課」は、施行日の前日にある課の名称ではありません。")],
    ),
    "one section in two lines": (
        [line(Kind.RENAME, "市民課", "窓口課"), line(Kind.ABOLISH, "市民課", "保険課")],
        [
            (0, SOURCES, "「市民課」が旧課に２回あります。１つの行にまとめてください。"),
            (1, SOURCES, "「市民課」が旧課に２回あります。１つの行にまとめてください。"),
        ],
    ),
    "one new section in two lines": (
        [line(Kind.RENAME, "市民課", "窓口課"), line(Kind.RENAME, "保険課", "窓口課")],
        [
            (0, TARGETS, "新しい「窓口課」がほかの行にもあります。１つの行にまとめてください。"),
            (1, TARGETS, "新しい「窓口課」がほかの行にもあります。１つの行にまとめてください。"),
        ],
    ),
    "a group": (
        [line(Kind.RENAME, "市民課", "各課")],
        [(0, TARGETS, "「各課」は課の集合の名称です。")],
    ),
    "name without end": (
        [line(Kind.RENAME, "市民課", "長" * 81)],
        [(0, TARGETS, "課の名称は80字以内で入力してください。")],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_lines_that_cannot_be_carried_out(name):
    lines, expected = BAD[name]

    assert problems(lines, NAMES) == [Problem(*each) for each in expected]


def test_long_unknown_name_is_not_repeated_whole():
    found = problems([line(Kind.ABOLISH, "長" * 60, "")], NAMES)

    assert found[0].message == f"「{'長' * 30}…」は、施行日の前日にある課の名称ではありません。"


def test_names_of_a_cell():
    assert names_in(" 市民課、保険課，税務課,\n秘書・広報課 ") == (
        "市民課",
        "保険課",
        "税務課",
        "秘書・広報課",
    )
