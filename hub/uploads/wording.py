"""Words in cells as they are kept, and how large a file may be."""

ROWS = 10_000  # the last row that is looked at
COLUMNS = 100
LONGEST = 4_000  # characters of a cell


def cleaned(text: str) -> str:
    """Without control characters and half characters; any white space is a plain space."""
    kept = "".join(" " if c.isspace() and c != "\n" else c for c in text[:LONGEST])
    return "".join(c for c in kept if c == "\n" or c.isprintable()).strip()
