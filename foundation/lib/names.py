"""Names as people give them: nothing is known about their parts but the first word."""

TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame", "rev"})


def first(name: str) -> str:
    """What one says in a greeting: "Priya" of "Dr Priya Shah", all of a name that is one word."""
    words = name.split()
    while len(words) > 1 and words[0].lower().rstrip(".") in TITLES:
        words = words[1:]
    return words[0] if words else ""


def listed(names: list[str]) -> str:
    """Ada · Ada and Ben · Ada, Ben and Cem."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
