"""What the payer does on the hosted page: pay, answer the bank."""

from dataclasses import dataclass

from payments.simulator import cards, charges, disputes, payment_intents, sessions
from payments.simulator.call import Call
from payments.simulator.cards import Card
from payments.simulator.payer import Payer
from payments.simulator.store import Object


@dataclass(frozen=True)
class Paid:
    pass


@dataclass(frozen=True)
class Declined:
    """`sentence` is for the person."""

    sentence: str


@dataclass(frozen=True)
class Asked:
    """The bank wants to hear from the payer at `url` first."""

    url: str


@dataclass(frozen=True)
class Closed:
    """The session takes no money: paid already, or expired."""

    status: str


Outcome = Paid | Declined | Asked | Closed


def pay(call: Call, id: str, *, card: Card, payer: Payer) -> Outcome:
    """One try with one card. A second one on a paid session changes nothing."""
    with call.store.transaction():
        session = sessions.find(call, id)
        if session["status"] != "open":
            return Closed(session["status"])
        intent = payment_intents.begin(call, session)
        if session["payment_intent"] is None:
            session["payment_intent"] = intent["id"]
            call.store.save(session)
        if card.check:
            url = f"{session['url']}/check"
            payment_intents.ask(call, intent, card=card, payer=payer, url=url, back=session["url"])
            return Asked(url)
        return _charge(call, session, intent, card=card, payer=payer, confirmed=False)


def answer(call: Call, id: str, *, confirmed: bool) -> Outcome:
    """What the payer told the bank. Only while it waits for an answer."""
    with call.store.transaction():
        session = sessions.find(call, id)
        if session["status"] != "open":
            return Closed(session["status"])
        intent = asking(call, session)
        if intent is None:
            return Declined("The bank is not asking for anything.")
        if not confirmed:
            payment_intents.fail_check(call, intent)
            return Declined("Your bank could not confirm that it is you. Try again or use a different card.")
        card, payer = payment_intents.asked(call, intent)
        return _charge(call, session, intent, card=card, payer=payer, confirmed=True)


def asking(call: Call, session: Object) -> Object | None:
    """The session's PaymentIntent while the bank waits for the payer."""
    if session["payment_intent"] is None:
        return None
    intent = payment_intents.retrieve(call, session["payment_intent"])
    return intent if intent["status"] == "requires_action" else None


def _charge(call: Call, session: Object, intent: Object, *, card: Card, payer: Payer, confirmed: bool) -> Outcome:
    charge = payment_intents.charge(call, intent, card=card, payer=payer, confirmed=confirmed)
    if card.decline is not None:
        return Declined(f"{cards.sentence(card)} Try a different card.")
    sessions.complete(call, session, payer=payer)
    charges.book(call, charge)
    if card.disputed:
        disputes.open(call, charge)
    return Paid()
