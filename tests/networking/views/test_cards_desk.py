from networking.models import Card
from tests.support.factories import ProfileFactory, SignUpFactory, now


def test_host_reads_the_cards_and_never_an_employer(henry, event):
    cleo = ProfileFactory(name="Cleo Cardwell")
    SignUpFactory(event=event, buyer=cleo)
    address = f"/desk/events/{event.pk}/cards/"
    assert "No card yet" in henry.get(address).content.decode()

    Card.objects.create(profile=cleo, role="Planner", employer="Acme", phone="07700 900123", changed_at=now())

    page = henry.get(address).content.decode()
    assert ("Cleo Cardwell" in page, "Planner" in page) == (True, True)
    assert ("Acme" in page, "07700 900123" in page) == (False, False)
