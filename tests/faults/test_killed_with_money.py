"""Places that are paid for, while workers and the web server die with kill -9: no money, place or mail is lost."""

import collections

import pytest

from events.domain import publishing
from events.models import Places
from foundation.lib import clock
from foundation.mail.models import Message
from foundation.sweeps.models import Lease
from payments.models import Payment, Receipt, Refund, Unmatched
from tests.payments.money import balance, worth_of_tickets
from tests.support import stripe_desk
from tests.support.buyers import Buyer
from tests.support.factories import EventFactory
from tests.support.filled_forms import code_shown
from tests.support.ports import wait_for

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(300)]
PEOPLE = [f"person{number}@mail.example" for number in range(12)]
PRICE = 500


@pytest.fixture
def evening(product, bank, smtp, series):
    """The product's settings point at the bank and the mail server, whose webhooks come back to it."""
    bank.desk.control("endpoint", url=f"{product.url}/stripe/webhook/", secret=stripe_desk.SECRET)
    product.with_env(
        STRIPE_API_URL=bank.desk.url,
        STRIPE_WEBHOOK_SECRET=stripe_desk.SECRET,
        EMAIL_URL=smtp.url,
        HOLD_SHARE_PER_ADDRESS="1",  # all of them come from one address
    )
    return EventFactory(series=series, slug="june", price_amount=PRICE, capacity=40)


def take_and_pay(product, bank, form_code, email):
    """A place, paid on Stripe's page; the browser never comes back."""
    answer = Buyer(product.url, form_code, email=email).take("/pmo-london/june/take/")
    assert answer.status == 303, answer.heading
    bank.pay(Payment.objects.get(sign_up__email=email))


def kill(process):
    """And as if the leases of the dead had run out."""
    process.kill()
    Lease.objects.update(until=clock.real_now())
    Message.objects.filter(state=Message.SENDING).update(lease_until=clock.real_now())


def kill_half_way(process, done, *, of):
    """When some, but not all, is done."""
    wait_for(lambda: 0 < done() < of, seconds=60, what="the middle")
    kill(process)
    assert 0 < done() < of


def settled():
    return Payment.objects.succeeded().count()


def returned():
    return Refund.objects.filter(state=Refund.DONE).count()


def all_sent():
    return not Message.objects.unsent().exists()


def copies(smtp, word):
    """How many mails with this word in the subject each person got, and that each was one by its Message-ID."""
    got = collections.defaultdict(list)
    for mail in smtp.mails:
        if word in mail.message["Subject"]:
            got[mail.recipients[0]].append(mail.message["Message-ID"])
    assert all(len(set(ids)) == 1 for ids in got.values())
    return {person: len(ids) for person, ids in got.items()}


def test_paid_places_and_their_refunds_survive_every_kill(product, bank, smtp, evening, monkeypatch):
    form_code = code_shown(monkeypatch)
    web = product.web(workers=2, threads=4)
    for email in PEOPLE[:-1]:
        take_and_pay(product, bank, form_code, email)

    bank.be("slow", seconds=0.2)  # Stripe takes its time, so that there is a middle
    kill_half_way(product.sweeper(), settled, of=len(PEOPLE) - 1)  # in the middle of settlement
    take_and_pay(product, bank, form_code, PEOPLE[-1])
    kill(web)  # its webhooks find nobody
    product.web(workers=2, threads=4)
    worker, _ = product.worker(concurrency=2), product.beat()
    kill_half_way(worker, lambda: len(smtp.mails), of=len(PEOPLE))  # in the middle of sending
    product.worker(concurrency=2)
    wait_for(lambda: settled() == len(PEOPLE) and all_sent(), seconds=120, what="twelve tickets by mail")

    places = Places.objects.get(event=evening)
    assert (places.taken, balance(), worth_of_tickets()) == (12, 12 * PRICE, 12 * PRICE)
    assert (Receipt.objects.count(), Refund.objects.count(), Unmatched.objects.count()) == (12, 0, 0)
    confirmed = copies(smtp, "Your place")
    assert set(confirmed) == set(PEOPLE)
    assert sum(confirmed.values()) <= 12 + 2, "at most one more for each kill"

    product.close()
    publishing.cancel(evening, by="Olivia", reason="The pub is flooded.", now=clock.now())
    product.sweeper().wait()  # takes the places back; the money goes with the next one
    kill_half_way(product.sweeper(), returned, of=len(PEOPLE))  # in the middle of sending money back
    Refund.objects.update(try_after=None)
    for _ in range(2):
        product.sweeper().wait()

    sent_back = bank.desk.client.v1.refunds.list({"limit": 100}).data
    assert sorted(one.amount for one in sent_back) == [PRICE] * 12
    assert (Places.objects.get(event=evening).taken, balance(), returned()) == (0, 0, 12)
    assert set(copies(smtp, "back to your card")) == set(copies(smtp, "Cancelled")) == set(PEOPLE)
