"""A plan file may name a scale instead of writing it out."""

import pytest

from exchange.planfile import loading
from exchange.planfile.problems import PlanFileError
from initiatives.models import GradeScale, Plan
from tests.exchange import planfiles

SHORT = "grade_scale:\n  key: {key}\n  version: {version}\n\ndepartments:"


def with_scale(key: str, version: int = 1) -> bytes:
    text = planfiles.small()
    start, end = text.index("grade_scale:"), text.index("\ndepartments:") + len("\ndepartments:")
    return (text[:start] + SHORT.format(key=key, version=version) + text[end:]).encode()


def load(raw: bytes) -> loading.Outcome:
    return loading.load(raw=raw, name="計画.yaml", by=None)


def test_preset_is_made_with_the_plan(db):
    outcome = load(with_scale("hamamatsu"))

    scale = Plan.objects.get().grade_scale
    assert (scale.key, scale.name) == ("hamamatsu", "浜松型 Ａ～Ｄ")
    assert [grade.letter for grade in scale.grades.all()] == ["A", "B", "C", "D"]
    assert outcome.added["評価尺度"] == 1
    assert load(with_scale("hamamatsu")).is_unchanged


def test_scale_of_the_city_is_found(db):
    own = GradeScale.objects.create(key="own", version=3, name="独自")

    load(with_scale("own", 3))

    assert Plan.objects.get().grade_scale == own


@pytest.mark.parametrize(("key", "version"), [("nowhere", 1), ("hamamatsu", 2)])
def test_unknown_scale_is_refused_at_its_key(db, key, version):
    with pytest.raises(PlanFileError) as refusal:
        load(with_scale(key, version))

    assert f"評価尺度「{key}」の第{version}版がありません。" in str(refusal.value)
    assert "grade_scale.key" in str(refusal.value)
    assert not Plan.objects.exists()


def test_name_without_words_is_refused(db):
    raw = with_scale("own").replace(b"  version: 1\n", "  name: 独自\n".encode())

    with pytest.raises(PlanFileError) as refusal:
        load(raw)

    assert "name と grades は、両方書くか、両方省いてください。" in str(refusal.value)


def test_words_of_a_shipped_scale_are_not_rewritten_by_a_form_half_filled_in(db):
    other = b"  name: three\n  grades:\n    - {word: one, tone: ontrack}\n"
    raw = with_scale("aichi").replace(b"  version: 1\n", b"  version: 1\n" + other)

    with pytest.raises(PlanFileError) as refusal:
        load(raw)

    assert "「aichi」は「愛知型 100／80／50」の識別名ですが、評価の語が違います。" in str(
        refusal.value
    )
    assert GradeScale.objects.count() == 0

    held = GradeScale.objects.create(key="aichi", name="three")
    held.grades.create(order=1, word="one", tone="ontrack")
    load(raw)
    assert [grade.word for grade in held.grades.all()] == ["one"]
