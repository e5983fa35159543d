"""Who looks out for whom at an evening, as the reminders say it. Filled in by whoever knows of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LookedOut:
    """For one person: the first name of who looks out for them and how often that one has come; or, for a regular, the
    first name of the first-timer they look out for. Empty where there is nobody.
    """

    by: str = ""
    came: int = 0
    newcomer: str = ""
