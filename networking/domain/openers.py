"""The sentence that each round starts with: the host's own, else one of tonight's activity, else a usual one."""

from networking.models import Round, RunSheet

# What to start with where no activity was chosen.
USUAL = (
    "What brought you here tonight?",
    "What are you working on that you would happily talk about for ten minutes?",
    "Which question have you been carrying around for a while?",
    "What went well lately that nobody noticed?",
    "What would you like somebody here to tell you?",
)


def of(found: Round, sheet: RunSheet) -> str:
    """What a round starts with."""
    return found.opener or usual(sheet, found.number)


def usual(sheet: RunSheet, number: int) -> str:
    """What round `number` starts with when the host wrote nothing for it; sentences begin anew when they run out."""
    sentences = (sheet.activity.openers if sheet.activity else None) or USUAL
    return str(sentences[(number - 1) % len(sentences)])
