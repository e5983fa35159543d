"""Words of advertising, which no service mail may hold (PECR: direct marketing needs consent)."""

import re

WORDS = re.compile(
    r"next (?:date|evening|event|time)|book (?:now|again)|discount|offer|save £|don.t miss|hurry|last chance|"
    r"bring a friend|tell (?:your )?friends|follow us|newsletter|sponsor|upgrade|free gift|exclusive|limited",
    re.IGNORECASE,
)


def found_in(text: str) -> list[str]:
    """What in the text advertises, each once, in lower case and in order."""
    return list(dict.fromkeys(found.lower() for found in WORDS.findall(text)))
