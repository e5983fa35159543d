import datetime as dt
import html

import pytest
from django.urls import reverse

from attendees.models import AccessNeed, Arrivals, PastAttendance, Profile, SignUp, Ticket
from events.models import Event, Places
from foundation.mail.models import Message
from payments.models import Payment, Refund, TillEntry, Unmatched
from tests.support.cast import opened, signed_in
from tests.support.factories import EveningLinkFactory, EventFactory, MessageFactory, ProfileFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")


def url(event):
    return reverse("pages:host-event", kwargs={"event_id": event.pk})


def words(response):
    return html.unescape(response.content.decode())


def tiles(response):
    return [(tile["label"], tile["figure"], tile["note"]) for tile in response.context["tiles"]]


def pay(sign_up, amount=500):
    return Payment.objects.create(
        sign_up=sign_up, state="succeeded", amount=amount, currency="gbp", quantity=1, intent_id=f"pi_{sign_up.pk}",
        expires_at=sign_up.created_at, created_at=sign_up.created_at, paid_at=sign_up.created_at,
    )  # fmt: skip


@pytest.fixture
def evening(event):
    """Six places: Ada by card, Ben and Bea at the door (Bea has paid), Cem paying now, Dan gone with his money."""
    ada = SignUpFactory(event=event, buyer=ProfileFactory(name="Ada", sector="finance"))
    pay(ada)
    SignUpFactory(event=event, buyer=ProfileFactory(name="Ben", sector="finance"), way=SignUp.DOOR, sector="tech")
    bea = SignUpFactory(
        event=event, buyer=ProfileFactory(name="Bea"), way=SignUp.DOOR, paid_at_door_at=event.created_at
    )
    TillEntry.objects.create(
        event=event,
        sign_up=bea,
        key="b",
        way="cash",
        amount=500,
        currency="gbp",
        taken_at=event.created_at,
        taken_by="D",
    )
    SignUpFactory(event=event, buyer=ProfileFactory(name="Cem"), state="held")
    dan = SignUpFactory(event=event, buyer=ProfileFactory(name="Dan"), state="cancelled")
    Refund.objects.create(
        payment=pay(dan), key="d", amount=500, currency="gbp", reason="r", by="b", created_at=event.created_at
    )
    AccessNeed.objects.create(ticket=Ticket.objects.get(name="Ada"), words="A chair", told_at=event.created_at)
    PastAttendance.objects.create(
        profile=Profile.objects.get(name="Ben"),
        series=event.series,
        date="2026-01-06",
        source="imported",
        noted_at=event.created_at,
    )
    Ticket.objects.filter(name="Bea").update(checked_in_at=event.created_at, checked_in_by="Dora")
    return event


def test_host_sees_the_evening_in_figures(henry, evening):
    response = henry.get(url(evening))

    assert tiles(response) == [
        ("Places taken", 4, "of 10, 6 left"),
        ("Being paid now", 1, "kept for some minutes"),
        ("Inside", 1, "of 3"),
        ("Paid by card", "£10", ""),
        ("Still to pay at the door", "£5", "£5 taken"),
        ("Sent back", "£5", ""),
        ("First time", 2, "say hello"),
        ("Access needs", 1, ""),
    ]
    assert [label for label, _ in response.context["people"].sectors] == ["Banking and insurance", "Technology"]
    assert "1 did not say." in words(response)
    assert "A chair" not in words(response)


def test_stand_in_sees_no_sums_no_needs_and_no_alerts_of_money(lee, evening):
    Unmatched.objects.create(key="u", event=evening, what="A stray payment", seen_at=evening.created_at)

    response = lee.get(url(evening))

    assert tiles(response) == [
        ("Places taken", 4, "of 10, 6 left"),
        ("Being paid now", 1, "kept for some minutes"),
        ("Inside", 1, "of 3"),
        ("To pay at the door", 1, "places"),
        ("First time", 2, "say hello"),
    ]
    page = words(response)
    for hidden in ("£", "Money", "/money/", "/messages/", "/links/", "/edit/", "Access needs"):
        assert hidden not in page


def test_failed_mails_and_stray_money_are_said_first(henry, event, frozen):
    MessageFactory(event=event, state="failed")
    Unmatched.objects.create(key="u", event=event, what="A stray payment", seen_at=frozen.now)

    page = words(henry.get(url(event)))

    assert "1 mail did not arrive" in page
    assert f'href="/desk/events/{event.pk}/messages/?show=failed"' in page
    assert "Money to look at" in page


def test_quiet_evening_has_no_alerts(henry, event):
    page = words(henry.get(url(event)))

    assert "did not arrive" not in page
    assert "Money to look at" not in page
    assert "Nobody has said yet." in page


def test_draft_is_published_with_one_button(henry, event):
    Event.objects.filter(pk=event.pk).update(state="draft", published_at=None)

    page = words(henry.get(url(event)))
    henry.post(reverse("events:publish-event", kwargs={"event_id": event.pk}))

    assert "Nobody sees it yet." in page
    assert f'action="/desk/events/{event.pk}/publish/"' in page
    assert Event.objects.get(pk=event.pk).is_published


def test_cancelled_evening_says_so_and_can_no_more_be_changed(henry, event, frozen):
    Event.objects.filter(pk=event.pk).update(state="cancelled", cancelled_at=frozen.now, cancel_reason="Flooded.")

    page = words(henry.get(url(event)))

    assert "Flooded." in page
    for gone in ("/edit/", "/cancel/", f"/door/{event.pk}/", "/write/"):
        assert gone not in page


def test_room_over_capacity_is_said(henry, event, ticket):
    Places.objects.filter(event=event).update(taken=12, ceiling=12)

    assert tiles(henry.get(url(event)))[0] == ("Places taken", 12, "of 10, 2 too many")


def test_evening_that_is_over_asks_who_came_until_it_is_settled(henry, event, ticket, frozen):
    frozen.set(event.ends_at + dt.timedelta(hours=1))

    before = words(henry.get(url(event)))
    Arrivals.objects.create(event=event, settled_at=frozen.now, settled_by="Henry")
    after = words(henry.get(url(event)))

    assert "1 had a place, 0 were checked in." in before
    assert "1 had a place, 0 were checked in." not in after


def test_evening_that_is_over_is_neither_cancelled_nor_announced_at_the_entrance(henry, event, frozen):
    ways = (f"/desk/events/{event.pk}/cancel/", f"/door/{event.pk}/poster/")
    before = words(henry.get(url(event)))

    frozen.set(event.ends_at)

    after = words(henry.get(url(event)))
    assert [(way in before, way in after) for way in ways] == [(True, False)] * 2


def test_names_and_reasons_are_shown_as_text(henry, event, frozen):
    danger = "<script>alert(1)</script>"
    Event.objects.filter(pk=event.pk).update(title=danger, tonight_line=danger, tonight_changed_at=frozen.now)

    assert danger not in henry.get(url(event)).content.decode()


def many(event, people):
    """So many people with everything that the page counts."""
    now = event.created_at
    profiles = Profile.objects.bulk_create(
        Profile(email=f"p{number}@work.example", name=f"P {number}", sector="tech", created_at=now)
        for number in range(people)
    )
    sign_ups = SignUp.objects.bulk_create(
        SignUp(
            event=event,
            buyer=one,
            name=one.name,
            email=one.email,
            way="card",
            price_amount=500,
            currency="gbp",
            told_revision=0,
            created_at=now,
        )
        for one in profiles
    )
    tickets = Ticket.objects.bulk_create(
        Ticket(
            sign_up=one,
            event=event,
            seat=1,
            name=one.name,
            email=one.email,
            holder_id=one.buyer_id,
            state="valid",
            confirmed_at=now,
        )
        for one in sign_ups
    )
    AccessNeed.objects.bulk_create(AccessNeed(ticket=one, words="w", told_at=now) for one in tickets)
    Payment.objects.bulk_create(
        Payment(
            sign_up=one,
            state="succeeded",
            amount=500,
            currency="gbp",
            quantity=1,
            expires_at=now,
            created_at=now,
            paid_at=now,
        )
        for one in sign_ups
    )
    PastAttendance.objects.bulk_create(
        PastAttendance(profile=one, series=event.series, date="2026-01-06", source="imported", noted_at=now)
        for one in profiles[::2]
    )
    Message.objects.bulk_create(
        Message(
            key=f"m{number}",
            kind="service",
            template="t",
            to="a@work.example",
            subject="s",
            text="t",
            state="failed",
            about_event=event.pk,
            written_at=now,
            due_at=now,
            failed_at=now,
        )
        for number in range(people)
    )


@pytest.mark.parametrize("people", [1, 3, 3000])
def test_nine_queries_whatever_the_number_of_people(series, host, people, django_assert_num_queries):
    event = EventFactory(series=series, capacity=3000)
    many(event, people)
    henry = signed_in(host)

    with django_assert_num_queries(9):
        response = henry.get(url(event))

    assert response.context["people"].coming == people
    assert response.context["people"].first_timers == people // 2


def test_five_queries_for_who_stands_in(event, django_assert_num_queries):
    lee = opened(EveningLinkFactory(event=event, role="stand-in"))

    with django_assert_num_queries(5):
        lee.get(url(event))
