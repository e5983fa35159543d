from foundation.lib.refusal import Refused


class EventRefused(Refused):
    """What the events app cannot allow, with the sentence for the person."""
