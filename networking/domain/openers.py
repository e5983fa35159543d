"""The sentence that each round starts with: the host's own, else one of tonight's activity, else a usual one."""

from networking.models import Round, RunSheet

USUAL = (
    "What brought you here tonight, and what would make it worth it?",
    "What did you do at work this week that nobody noticed?",
    "What do you know now that you wish you had known a year ago?",
    "Which habit of your team would you keep, and which would you stop?",
    "What are you stuck on? Who at this table has been there?",
    "What is the best decision you saw this year, and who made it?",
    "What do people get wrong about your job?",
    "What will you do differently on Monday?",
)


def of(found: Round, sheet: RunSheet) -> str:
    """What a round starts with."""
    return found.opener or usual(sheet, found.number)


def usual(sheet: RunSheet, number: int) -> str:
    """What round `number` starts with when the host chose nothing for it."""
    sentences = tuple(sheet.activity.openers) if sheet.activity else ()
    choice = [str(one) for one in sentences] or USUAL
    return choice[(number - 1) % len(choice)]
