"""Ceilings, so that no module becomes the one where nobody finds anything."""

import ast

from tests.architecture.sources import functions, length, modules, name, tree

FORBIDDEN = {"utils.py", "helpers.py", "services.py", "mixins.py", "base.py"}


def test_modules_have_at_most_300_lines():
    assert [
        name(p) for p in modules() if len(p.read_text(encoding="utf-8").splitlines()) > 300
    ] == []


def test_functions_have_at_most_40_lines():
    assert [f"{name(p)}:{f.name}" for p in modules() for f in functions(p) if length(f) > 40] == []


def test_views_have_at_most_25_lines():
    """A view is a function whose first argument is the request."""
    long = [
        f"{name(p)}:{f.name}"
        for p in modules()
        if "views" in p.stem or p.stem == "pages"
        for f in functions(p)
        if f.args.args and f.args.args[0].arg == "request" and length(f) > 25
    ]

    assert long == []


def test_modules_are_named_after_their_topic():
    assert [name(p) for p in modules() if p.name in FORBIDDEN] == []


def test_no_signal_receivers_and_no_overridden_save():
    found = []
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                "django.db.models.signals"
            ):
                found.append(f"{name(path)}: signals")
            if isinstance(node, ast.FunctionDef) and node.name == "receiver":
                found.append(f"{name(path)}: receiver")
            if isinstance(node, ast.ClassDef) and "models" in path.parts:
                found += [
                    f"{name(path)}:{node.name}.save"
                    for item in node.body
                    if isinstance(item, ast.FunctionDef) and item.name == "save"
                ]

    assert found == []
