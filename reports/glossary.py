"""The glossary of a plan as the pages of the plan look its words up."""

from typing import NamedTuple

from django.urls import reverse

from initiatives.glossary import Entry, Glossary
from initiatives.models import GlossaryTerm, Plan


class Lookup(NamedTuple):
    """A glossary, and where its words are explained."""

    glossary: Glossary
    address: str

    def link(self, entry: Entry) -> str:
        """The address of a word's explanation."""
        return f"{self.address}#{anchor(entry.pk)}"

    def used_in(self, *texts: str) -> list[Entry]:
        """The words some texts use, in the order of the glossary: what a printed page explains at its end."""
        used = {piece.entry for text in texts for piece in self.glossary.pieces(text)}
        return [entry for entry in self.glossary.entries if entry in used]


def read(plan: Plan) -> Lookup:
    """Read the glossary of a plan (one query)."""
    rows = GlossaryTerm.objects.filter(plan=plan).order_by("order", "pk")
    entries = (
        Entry(pk, number, term, tuple(aliases), definition)
        for pk, number, term, aliases, definition in rows.values_list(
            "pk", "number", "term", "aliases", "definition"
        )
    )
    return Lookup(Glossary.of(entries), reverse("reports:chapter-list", args=[plan.slug]))


def anchor(pk: int) -> str:
    """The place of a word on the page of the chapters."""
    return f"term-{pk}"
