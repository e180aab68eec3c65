"""Addresses: named noun-verb, closed unless listed, and read-only when read."""

import re

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.sources import ROOT

PUBLIC = {
    "organizations:session-create",
    "organizations:administrator-create",
    "health-show",
}
OUTSIDE = {"admin"}


def _patterns(resolver: URLResolver, namespaces: tuple[str, ...] = ()):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _patterns(entry, inner)
        elif isinstance(entry, URLPattern):
            yield namespaces, entry


def own_patterns() -> dict[str, URLPattern]:
    return {
        ":".join([*namespaces, pattern.name or str(pattern.pattern)]): pattern
        for namespaces, pattern in _patterns(get_resolver())
        if not OUTSIDE & set(namespaces)
    }


def test_names_are_noun_verb():
    assert [n for n in own_patterns() if not re.fullmatch(r"([a-z]+:)?[a-z]+(-[a-z]+)+", n)] == []


def test_public_addresses_are_exactly_the_list():
    public = {
        name
        for name, pattern in own_patterns().items()
        if not getattr(pattern.callback, "login_required", True)
    }

    assert public == PUBLIC


def test_every_address_has_a_test_that_names_it():
    tests = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))

    assert [name for name in own_patterns() if name not in tests] == []
