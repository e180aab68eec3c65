import pytest

from reports.sentence import Verdict, finished_note, head_sentence

WORDS = ("遅れ", "やや遅れ")


def verdict(**fields) -> Verdict:
    values = {
        "active": 23,
        "reported": 20,
        "delay_words": WORDS,
        "delayed_now": 4,
        "delayed_before": 4,
        "newly": (("やや遅れ", 2),),
        **fields,
    }
    return Verdict(**values)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {},
            "23の取組事項のうち、遅れ・やや遅れは４件（前期４件）。２件が新たに「やや遅れ」に変わりました。",
        ),
        (
            {"newly": (("遅れ", 1), ("やや遅れ", 12)), "delayed_now": 17},
            (
                "23の取組事項のうち、遅れ・やや遅れは17件（前期４件）。"
                "１件が新たに「遅れ」に、12件が「やや遅れ」に変わりました。"
            ),
        ),
        ({"newly": ()}, "23の取組事項のうち、遅れ・やや遅れは４件（前期４件）。"),
        (
            {"delayed_now": 0, "newly": ()},
            "23の取組事項のうち、遅れ・やや遅れはありません（前期４件）。",
        ),
        (
            {"delayed_before": None, "newly": ()},
            "23の取組事項のうち、遅れ・やや遅れは４件。",
        ),
        ({"reported": 0}, "23の取組事項の報告は、まだ提出されていません。"),
        ({"active": 0}, "進めている取組事項はありません。"),
        (
            {"delay_words": (), "delayed_now": 0, "delayed_before": 0, "newly": ()},
            "23の取組事項のうち、遅れはありません（前期０件）。",
        ),
    ],
)
def test_head_sentence_answers_first(fields, sentence):
    assert head_sentence(verdict(**fields)) == sentence


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        (
            {"early": 7, "early_until": 2024, "active": 23, "finished_in": [2025, 2025]},
            (
                "このほか、令和６年度までに完了した取組事項が７件あります（計30件）。"
                "完了２件は令和７年度中の完了です。"
            ),
        ),
        (
            {"early": 0, "early_until": None, "active": 23, "finished_in": [2026, 2025, 2026]},
            "完了３件の内訳は、令和７年度１件、令和８年度２件です。",
        ),
        ({"early": 0, "early_until": None, "active": 23, "finished_in": []}, ""),
    ],
)
def test_finished_note_tells_what_the_counts_leave_out(fields, note):
    assert finished_note(**fields) == note
