"""The number of an initiative as its document prints it. Pure."""


def printed_number(label: str, number: int) -> str:
    """Return the category's printed label with the number within it: A-④-1; a bare ２ does not mix widths: 2-1."""
    return f"{int(label) if label.isdecimal() else label}-{number}"
