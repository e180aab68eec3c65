"""Grade scales that ship: the words municipalities use, as they define them.

Each preset names where it was read. Definitions are given where the source gives them; bounds only where the source,
or the reasoning for the default, states numbers. Letters mean different things in different cities, so words lead.
"""

from dataclasses import dataclass
from decimal import Decimal

from initiatives.models import Grade

AHEAD, ONTRACK, SLIP, LATE, NA = Grade.Tone


@dataclass(frozen=True)
class PresetGrade:
    """One word of a preset, from the best to the worst and those that are not counted."""

    word: str
    tone: Grade.Tone
    letter: str = ""
    lower_bound: Decimal | None = None
    is_delay: bool = False
    is_excluded: bool = False
    needs_reason: bool = False
    definition: str = ""


@dataclass(frozen=True)
class ScalePreset:
    """A scale that can be taken over as it is."""

    key: str
    name: str
    source: str
    grades: tuple[PresetGrade, ...]
    version: int = 1


def _late(word: str, tone: Grade.Tone, letter: str = "", bound: int | None = None) -> PresetGrade:
    lower = None if bound is None else Decimal(bound)
    return PresetGrade(word, tone, letter, lower, is_delay=True, needs_reason=True)


def _good(word: str, tone: Grade.Tone, letter: str = "", bound: int | None = None) -> PresetGrade:
    return PresetGrade(word, tone, letter, None if bound is None else Decimal(bound))


def _out(word: str, letter: str = "") -> PresetGrade:
    return PresetGrade(word, NA, letter, is_excluded=True, needs_reason=True)


PRESETS = (
    ScalePreset(
        "standard",
        "標準５区分",
        "計画との比較を語で表す、この製品の標準です。",
        (
            _good("計画以上", AHEAD, bound=110),
            _good("計画どおり", ONTRACK, bound=80),
            _late("やや遅れ", SLIP, bound=50),
            _late("遅れ", LATE),
            _out("評価対象外"),
        ),
    ),
    ScalePreset(
        "hamamatsu",
        "浜松型 Ａ～Ｄ",
        "浜松市 ＤＸ推進計画 ＫＰＩ進捗（2024年度）",
        (
            _good("目標より進んでいる", AHEAD, "A"),
            _good("目標どおり", ONTRACK, "B"),
            _late("目標より遅れ", LATE, "C"),
            _out("評価できない", "D"),
        ),
    ),
    ScalePreset(
        "shimotsuke",
        "下野型 Ｓ～Ｃ",
        "下野市 行政改革大綱",
        (
            _good("計画以上", AHEAD, "S"),
            _good("計画どおり", ONTRACK, "A"),
            _late("やや遅れ", SLIP, "B"),
            _late("ほとんど進んでいない", LATE, "C"),
        ),
    ),
    ScalePreset(
        "aichi",
        "愛知型 100／80／50",
        "愛知県 あいちＩＴプラン（達成率の区分）",
        (
            _good("100％以上", AHEAD, "A", 100),
            _good("80％以上100％未満", ONTRACK, "B", 80),
            _late("50％以上80％未満", SLIP, "C", 50),
            _late("50％未満", LATE, "D"),
        ),
    ),
    ScalePreset(
        "fukuoka",
        "順調・遅れ４区分",
        "福岡市 保健福祉総合計画（基本目標の評価）",
        (
            _good("順調", AHEAD, "A"),
            _good("概ね順調", ONTRACK, "B"),
            _late("やや遅れ", SLIP, "C"),
            _late("遅れ", LATE, "D"),
        ),
    ),
    ScalePreset(
        "osaka-library",
        "◎○△×",
        "大阪府立図書館 評価基準（活動の評価）",
        (
            _good("大幅に上回る", AHEAD, "◎"),
            _good("達している", ONTRACK, "○"),
            _late("一定の進捗", SLIP, "△"),
            _late("進捗なし", LATE, "×"),
        ),
    ),
    ScalePreset(
        "akiruno",
        "あきる野型８区分",
        "あきる野市 総合計画 進捗管理シート",
        (
            _good("完了", AHEAD, "F"),
            _good("目標以上", AHEAD, "S"),
            _good("目標どおり", ONTRACK, "A"),
            _late("要改善", SLIP, "B"),
            _late("要大幅改善", LATE, "C"),
            _late("未着手", LATE, "X"),
            _out("中止", "Y"),
            _out("評価困難", "Z"),
        ),
    ),
)
BY_KEY = {preset.key: preset for preset in PRESETS}
