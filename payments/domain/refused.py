from foundation.lib.refusal import Refused


class PaymentRefused(Refused):
    """What the payments app cannot allow, with the sentence for the person."""


class PaymentsRest(PaymentRefused):
    """Cards cannot be taken just now."""

    def __init__(self) -> None:
        super().__init__("We can’t take cards just now. Nothing was paid, and no place is kept for you.")
