"""The test cards and how each behaves. No other number is accepted, and none is ever stored."""

from dataclasses import dataclass

GENERIC = "generic_decline"


@dataclass(frozen=True)
class Card:
    """`decline` and `code` say why it is refused; `check` that the bank asks first; `refund` and `disputed`
    what happens after a payment that went well. `hint` is shown on the page when there is one."""

    number: str
    brand: str = "visa"
    country: str = "US"
    funding: str = "credit"
    code: str | None = None
    decline: str | None = None
    check: bool = False
    refund: str | None = None
    disputed: bool = False
    hint: str = ""

    @property
    def last4(self) -> str:
        return self.number[-4:]

    @property
    def spaced(self) -> str:
        return " ".join(self.number[i : i + 4] for i in range(0, len(self.number), 4))


PRACTICE = Card("4242424242424242", hint="The payment goes through")

CARDS = (
    PRACTICE,
    Card("4000000000000002", code="card_declined", decline=GENERIC, hint="The bank says no"),
    Card("4000000000009995", code="card_declined", decline="insufficient_funds", hint="Not enough money"),
    Card("4000002500003155", check=True, hint="The bank asks first"),
    Card("4000000000003220", check=True),
    Card("4000008400001629", check=True, code="card_declined", decline=GENERIC),
    Card("4000008260000000", country="GB"),
    Card("4000058260000005", country="GB", funding="debit"),
    Card("5555555555554444", brand="mastercard"),
    Card("4000000000000077"),
    Card("4000000000009987", code="card_declined", decline="lost_card"),
    Card("4000000000009979", code="card_declined", decline="stolen_card"),
    Card("4000000000000069", code="expired_card", decline="expired_card"),
    Card("4000000000000127", code="incorrect_cvc", decline="incorrect_cvc"),
    Card("4000000000000119", code="processing_error", decline="processing_error"),
    Card("4000000000007726", refund="pending"),
    Card("4000000000005126", refund="fail"),
    Card("4000000000000259", disputed=True),
)
BY_NUMBER = {card.number: card for card in CARDS}

SENTENCES = {
    GENERIC: "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "lost_card": "Your card was declined.",
    "stolen_card": "Your card was declined.",
}


def find(typed: str) -> Card | None:
    """The test card of that number, spaces and hyphens aside."""
    return BY_NUMBER.get(typed.replace(" ", "").replace("-", ""))


def sentence(card: Card) -> str:
    return SENTENCES[card.decline or GENERIC]
