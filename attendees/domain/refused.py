from foundation.lib.refusal import Refused


class AttendeeRefused(Refused):
    """What the attendees app cannot allow, with the sentence for the person."""
