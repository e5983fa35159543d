from foundation.lib.refusal import Refused


class PaymentRefused(Refused):
    """What the payments app cannot allow, with the sentence for the person."""
