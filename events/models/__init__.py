from .evening_link import EveningLink
from .event import Event, EventQuerySet
from .invitation import Invitation
from .journal_entry import JournalEntry
from .places import Places
from .series import Series
from .team_member import TeamMember
from .venue import Venue
from .voucher import Voucher

__all__ = [
    "EveningLink",
    "Event",
    "EventQuerySet",
    "Invitation",
    "JournalEntry",
    "Places",
    "Series",
    "TeamMember",
    "Venue",
    "Voucher",
]
