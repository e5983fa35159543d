from .activity import Activity
from .answerer import Answerer, AnswererQuerySet
from .ask import Ask, AskQuerySet
from .block import Block
from .card import Card
from .feedback import Feedback
from .group import Group, Seat
from .look_out import LookOut, LookOutQuerySet
from .own_note import OwnNote
from .pattern import Pattern
from .promise import Promise
from .room_table import RoomTable
from .round import Round, RoundQuerySet
from .run_act import RunAct
from .run_sheet import RunSheet
from .swap import Swap, SwapQuerySet
from .talked import Talked
from .wish import Wish
from .write_up import WriteUp

__all__ = [
    "Activity",
    "Answerer",
    "AnswererQuerySet",
    "Ask",
    "AskQuerySet",
    "Block",
    "Card",
    "Feedback",
    "Group",
    "LookOut",
    "LookOutQuerySet",
    "OwnNote",
    "Pattern",
    "Promise",
    "RoomTable",
    "Round",
    "RoundQuerySet",
    "RunAct",
    "RunSheet",
    "Seat",
    "Swap",
    "SwapQuerySet",
    "Talked",
    "Wish",
    "WriteUp",
]
