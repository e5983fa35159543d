from .dispute import Dispute
from .payment import Payment, PaymentQuerySet
from .receipt import Receipt, ReceiptCounter
from .refund import Refund
from .stripe_event import StripeEvent
from .till import Till
from .till_entry import TillEntry
from .unmatched import Unmatched

__all__ = [
    "Dispute",
    "Payment",
    "PaymentQuerySet",
    "Receipt",
    "ReceiptCounter",
    "Refund",
    "StripeEvent",
    "Till",
    "TillEntry",
    "Unmatched",
]
