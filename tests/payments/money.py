"""Money must add up, to the penny, after everything."""

from collections import Counter
from zoneinfo import ZoneInfo

from attendees.models import SignUp, Ticket
from events.models import Event
from payments.domain import money_file, refunds, takings
from payments.models import Dispute, Payment, Receipt, Refund


def balance():
    """What we have of all card payments, after checking it against Stripe's papers and the tickets.

    Money in = valid tickets + what is owed to nobody; receipts and credit notes say the same.
    """
    paid = sum(Payment.objects.succeeded().values_list("amount", flat=True))
    back = sum(Refund.objects.standing().values_list("amount", flat=True))
    contested = sum(Dispute.objects.took_money().values_list("amount", flat=True))
    for payment in Payment.objects.succeeded():
        gone = sum(payment.refunds.standing().values_list("amount", flat=True))
        assert gone <= payment.amount, f"{payment} gave back {gone} of {payment.amount}"
        assert payment.receipts.filter(kind=Receipt.RECEIPT).count() == 1
    notes = sum(Receipt.objects.filter(kind=Receipt.CREDIT_NOTE).values_list("amount", flat=True))
    assert notes == sum(Refund.objects.filter(state=Refund.DONE).values_list("amount", flat=True))
    assert file_sums() == page_sums(), "what the accountant gets is what the page says"
    numbers = list(Receipt.objects.order_by("series", "number").values_list("series", "number"))
    assert numbers == [(series, place) for series, place in _without_gaps(numbers)]
    return paid - back - contested


def file_sums(**chosen):
    """The sum of the accountant's rows of the chosen evenings, by currency, in minor units."""
    found = Counter()
    column, currency = money_file.HEAD.index("Sum"), money_file.HEAD.index("Currency")
    for row in money_file.rows(Event.objects.filter(**chosen), ZoneInfo("Europe/London")):
        found[row[currency].lower()] += int(row[column] * 100)
    return {currency: amount for currency, amount in found.items() if amount}


def page_sums(**chosen):
    """What the money pages of the chosen evenings call "left", by currency, in minor units."""
    found = Counter()
    for sums in takings.of_each(Event.objects.filter(**chosen)).values():
        found[sums.left.currency] += sums.left.amount
    return {currency: amount for currency, amount in found.items() if amount}


def worth_of_tickets():
    """The price of all valid tickets that are paid by card."""
    valid = Ticket.objects.valid().filter(sign_up__way=SignUp.CARD).select_related("sign_up")
    return sum(ticket.sign_up.price_amount for ticket in valid if refunds.payments_of(ticket.sign_up))


def _without_gaps(numbers):
    for series in dict.fromkeys(series for series, _ in numbers):
        yield from ((series, place) for place in range(1, sum(one == series for one, _ in numbers) + 1))
