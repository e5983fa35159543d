"""What a list of people is narrowed to."""

from dataclasses import dataclass

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Choice:
    """`show` is a key of the list's LABELS; `sector` one of SignUp's; `news` YES or NO: whether they want to hear of
    the next dates; `query` words of a name or an address. Empty narrows nothing.
    """

    show: str
    sector: str = ""
    news: str = ""
    query: str = ""
