"""Numbers that our own pages send back: of a row, a table, a page. What somebody else typed there is no number."""

MOST_DIGITS = 18  # more than that fits into no row


def read(sent: str, *, otherwise: int = 0) -> int:
    """The whole number, or `otherwise`; no row has the number 0."""
    return int(sent) if sent.isdecimal() and len(sent) <= MOST_DIGITS else otherwise
