"""The product's own source files, for the tests of the house."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "dxplan",
    "exchange",
    "meetings",
    "reports",
    "progress",
    "kpis",
    "initiatives",
    "organizations",
    "fiscal",
    "ui",
)


@cache
def modules() -> tuple[Path, ...]:
    """Every module of every room, without migrations."""
    return tuple(
        sorted(
            path
            for room in ROOMS
            for path in (ROOT / room).rglob("*.py")
            if "migrations" not in path.parts
        )
    )


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def templates() -> list[Path]:
    return sorted(
        [*(ROOT / "templates").rglob("*.html"), *(ROOT / "ui" / "templates").rglob("*.html")]
    )


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))
