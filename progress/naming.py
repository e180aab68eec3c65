"""How an initiative is called on pages of the round: A-④-1, the number the document prints."""

from initiatives.models import Initiative


def printed_number(label: str, number: int) -> str:
    """Return the category's printed label with the number within it."""
    return f"{label}-{number}"


def number_of(initiative: Initiative) -> str:
    """Return A-④-1 for a row read with its category."""
    return printed_number(initiative.category.label, initiative.number)
