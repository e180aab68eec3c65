"""The national frameworks as a file of their own: verified versions with terms, later ones only as 要確認."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from initiatives.models import Framework
from tests.exchange import planfiles

FILE = planfiles.ROOT / "fixtures" / "national-frameworks.yaml"


def load(file=FILE, **options) -> str:
    out = StringIO()
    call_command("loadframeworks", str(file), stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_loadframeworks_brings_verified_versions_and_leaves_later_ones_to_be_checked():
    load()

    assert [
        (row.key, row.terms.count(), bool(row.to_verify)) for row in Framework.objects.all()
    ] == [
        ("juten-1", 6, False),
        ("juten-2", 0, True),
        ("juten-2-3", 7, False),
        ("juten-3", 7, False),
        ("juten-4", 0, True),
        ("sdgs", 17, True),
    ]
    assert not Framework.objects.exclude(municipality=None).exists()


@pytest.mark.django_db
def test_loadframeworks_a_second_time_changes_nothing():
    load()

    assert load() == "国の枠組み：変更はありません。\n"


@pytest.mark.django_db
def test_loadframeworks_check_writes_nothing():
    assert load(check=True).startswith("国の枠組み：追加 43件")
    assert not Framework.objects.exists()


@pytest.mark.django_db
def test_loadframeworks_agrees_with_the_plans():
    planfiles.load_ishinomaki()

    assert "変更 0件、削除 0件" in load()
    assert planfiles.load_ishinomaki().is_unchanged


@pytest.mark.django_db
def test_loadframeworks_refuses_what_belongs_to_a_city(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text("format: 1\nframeworks:\n  - {key: own, title: 総合計画}\n", encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        load(file)

    assert str(refused.value) == (
        f"{file} 3行目 frameworks[1].key：国の枠組みだけを書けます。national: true としてください。\n"
        "何も取り込んでいません。"
    )
    assert not Framework.objects.exists()
