"""Which column of a list from another platform is what, by its headings; the first that fits and says something counts.

The headings are those of pretix, Eventbrite, Meetup, Luma and Hi.Events, in English and German, and what people write
themselves. Only their letters are compared.
"""

import re
from collections.abc import Sequence

EMAIL, NAME, FIRST, LAST, DATE = "email", "name", "first", "last", "date"
STATUS, CHECKED, CHECKED_AT, NEWS, NEWS_ON = "status", "checked", "checked at", "news", "news on"
HEADINGS = {
    EMAIL: ("attendeeemail", "teilnehmeremail", "email", "emailaddress", "emailadresse", "mail", "buyeremail"),
    NAME: ("attendeename", "teilnehmername", "fullname", "name", "attendee", "guest"),
    FIRST: ("attendeenamegivenname", "attendeefirstname", "firstname", "forename", "givenname", "vorname"),
    LAST: (
        "attendeenamefamilyname", "attendeelastname", "attendeesurname", "lastname", "surname", "familyname",
        "nachname",
    ),
    DATE: (
        "eventstartdate", "eventdate", "startdate", "startdatum", "eventstart", "evening", "date", "day", "attendedon",
        "datum",
    ),
    STATUS: ("attendeestatus", "approvalstatus", "status", "rsvp"),
    CHECKED: ("checkedin", "ischeckedin", "attendance", "eingecheckt"),
    CHECKED_AT: ("checkedinat",),
    NEWS: (
        "news", "newsletter", "marketing", "marketingconsent", "marketingoptin", "emailoptin", "optin", "consent",
        "einwilligung",
    ),
    NEWS_ON: ("consentdate", "consentgivenat", "optindate", "marketingoptindate", "einwilligungam"),
}  # fmt: skip
PLATFORMS = (
    ("Luma", {"apiid", "approvalstatus"}),
    ("Hi.Events", {"ischeckedin", "publicid"}),
    ("Meetup", {"userid", "rsvpedon"}),
    ("Meetup", {"urlofmemberprofile"}),
    ("pretix", {"ordercode"}),
    ("pretix", {"bestellcode"}),
    ("Eventbrite", {"orderdate", "tickettype"}),
)


def find(head: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """For each kind of column where it stands, the best first; empty when the line is not made of headings."""
    if any("@" in cell for cell in head):
        return {}
    names = [_bare(cell) for cell in head]
    return {
        kind: places
        for kind, known in HEADINGS.items()
        if (places := tuple(at for name in known for at, found in enumerate(names) if found == name))
    }


def platform(head: Sequence[str]) -> str:
    """Whose list it is, by the headings that only its lists have; empty for somebody's own."""
    names = {_bare(cell) for cell in head}
    return next((name for name, marks in PLATFORMS if marks <= names), "")


def _bare(heading: str) -> str:
    return re.sub(r"[^a-z]", "", heading.lower().replace("#", "number"))
