from .access_need import AccessNeed
from .arrivals import Arrivals
from .broadcast import Broadcast
from .consent import Consent
from .door_act import DoorAct
from .door_phone import DoorPhone
from .erased import Erased
from .not_quoted import NotQuoted
from .not_welcome import NotWelcome
from .past_attendance import PastAttendance
from .people_import import PeopleImport
from .person_note import PersonNote
from .profile import Profile
from .ring import Ring
from .sign_up import SignUp
from .story import Story
from .ticket import Ticket, TicketQuerySet
from .ticket_request import TicketRequest
from .transfer import Transfer
from .waiting_list_entry import WaitingListEntry, WaitingListEntryQuerySet

__all__ = [
    "AccessNeed",
    "Arrivals",
    "Broadcast",
    "Consent",
    "DoorAct",
    "DoorPhone",
    "Erased",
    "NotQuoted",
    "NotWelcome",
    "PastAttendance",
    "PeopleImport",
    "PersonNote",
    "Profile",
    "Ring",
    "SignUp",
    "Story",
    "Ticket",
    "TicketQuerySet",
    "TicketRequest",
    "Transfer",
    "WaitingListEntry",
    "WaitingListEntryQuerySet",
]
