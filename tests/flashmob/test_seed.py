import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import F

from attendees.models import Broadcast, Ticket, WaitingListEntry
from events.models import Event, Places
from foundation.lib import clock
from foundation.mail.models import Message
from payments.domain import cash_box
from payments.models import Payment
from tests.support import ports


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.django_db(transaction=True)
def test_demo_is_seeded_with_evenings_whose_places_and_money_add_up(settings, tmp_path):
    settings.PORT = ports.free_port()
    settings.DATA_DIR = tmp_path
    settings.SITE_URL = f"http://127.0.0.1:{settings.PORT}"
    settings.STRIPE_API_URL = f"{settings.SITE_URL}/simulator"
    settings.STRIPE_SIMULATOR = True

    call_command("seed")

    coming = Event.objects.upcoming(clock.now()).values_list("places__capacity", "places__taken")
    assert list(coming) == [(60, 57), (40, 40), (60, 14)]
    waiting = WaitingListEntry.objects.waiting().values_list("party", "event__places__capacity")
    assert list(waiting) == [(2, 40), (1, 40), (1, 40)]
    assert Event.objects.past(clock.now()).count() == 12
    for places in Places.objects.all():
        assert places.taken == Ticket.objects.for_event(places.event_id).live().count()
    paid = Payment.objects.filter(state=Payment.SUCCEEDED)
    assert paid.count() == Payment.objects.count() > 60
    assert not paid.exclude(amount=F("sign_up__price_amount")).exists()
    last = Event.objects.past(clock.now())[0]
    assert cash_box.of(last).difference.amount == -50
    thanks = Broadcast.objects.get(event=last, state=Broadcast.SENT)
    came = Ticket.objects.for_event(last.pk).checked_in().count()
    assert Message.objects.about(thanks.about).count() == came
    with pytest.raises(CommandError, match="There is data already"):
        call_command("seed")
