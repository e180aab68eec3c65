"""Templates print and do not decide; the strict CSP allows no inline style or script."""

import re

from tests.architecture.sources import ROOT, name, templates

INLINE = re.compile(
    r"""\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|<script(?![^>]*\bsrc=)(?![^>]*application/json)"""
)
DECISION = re.compile(r"""{%\s*(?:el)?if [^%]*(==|!=)\s*["'](?!")""")
OUTSIDE = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""")


def test_no_inline_style_or_script():
    assert [name(p) for p in templates() if INLINE.search(p.read_text(encoding="utf-8"))] == []


def test_no_decision_on_a_status_word():
    assert [name(p) for p in templates() if DECISION.search(p.read_text(encoding="utf-8"))] == []


def test_nothing_is_loaded_from_another_host():
    assert [name(p) for p in templates() if OUTSIDE.search(p.read_text(encoding="utf-8"))] == []


def test_style_sheets_load_nothing_from_outside():
    sheets = list((ROOT / "ui" / "static").rglob("*.css"))

    assert [
        name(p) for p in sheets if re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", p.read_text())
    ] == []


def test_nothing_is_left_to_do():
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    texts = [
        p
        for pattern in ("*.py", "*.html", "*.css", "*.js", "*.md")
        for p in ROOT.rglob(pattern)
        if not {".venv", "staticfiles", "architecture"} & set(p.parts)
    ]

    assert [name(p) for p in texts if words.search(p.read_text(encoding="utf-8"))] == []
