"""The sentence that each round starts with: the host's own, else one of tonight's activity, else a usual one."""

from networking.domain import activities
from networking.models import Round, RunSheet


def of(found: Round, sheet: RunSheet) -> str:
    """What a round starts with."""
    return found.opener or usual(sheet, found.number)


def usual(sheet: RunSheet, number: int) -> str:
    """What round `number` starts with when the host wrote nothing for it."""
    return activities.openers(sheet, number)[-1]
