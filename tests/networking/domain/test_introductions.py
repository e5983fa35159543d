import pytest

from attendees.domain import check_in, door_list
from attendees.models import Ticket
from networking.domain import answerers, asks, introductions, look_outs
from networking.domain.introductions import Suiting
from networking.models import LookOut
from tests.support.factories import ProfileFactory, SignUpFactory
from tests.support.meeting import asked, block, place, regular

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def meets(event):
    return {ticket: list(suiting.meet) for ticket, suiting in introductions.of_evening(event.pk).items()}


def come_in(ticket):
    check_in.check_in(ticket.event, ticket, by="Dora", now=ticket.event.starts_at)


def said(ticket):
    return introductions.said(door_list.read(ticket.event, whole_names=False), ticket)


def paired(event, now, *, sector=""):
    """Rita, who looks out for Nell."""
    rita, nell = regular(event, "Rita", sector=sector), place(event, "Nell", sector=sector)
    look_outs.offer(rita, now=now)
    look_outs.propose(LookOut.objects.get(), newcomer=nell, now=now)
    look_outs.agree(nell, now=now)
    return rita, nell


def test_people_of_one_sector_are_brought_together_and_the_party_is_left_out(event):
    ada, ben, dan = (place(event, name, sector="tech") for name in ("Ada", "Ben", "Dan"))
    friend = place(event, "Fay", person=ProfileFactory(name="Fay", sector="tech"))
    Ticket.objects.filter(pk=friend.pk).update(sign_up=ada.sign_up, seat=2)
    hal = place(event, "Hal", sector="health")

    assert meets(event) == {
        ada.pk: [ben.pk, dan.pk],
        ben.pk: [dan.pk, friend.pk, ada.pk],
        dan.pk: [friend.pk, ada.pk, ben.pk],
        friend.pk: [ben.pk, dan.pk],
        hal.pk: [],
    }


def test_look_out_comes_first_then_a_question_then_its_sector_then_ones_own(event, frozen):
    rita, nell = paired(event, frozen.now)
    helper, same, about = place(event, "Hal"), place(event, "Sam", sector="tech"), place(event, "Fin", sector="finance")
    type(nell.sign_up).objects.filter(pk=nell.sign_up_id).update(sector="tech")
    question = asked(nell, "How do others do it?", sector="finance")
    answerers.offer(question, ticket=helper, now=frozen.now)

    found = introductions.of_evening(event.pk)

    assert found[nell.pk] == Suiting(look_out=rita.pk, meet=(rita.pk, helper.pk, about.pk, same.pk))
    assert found[rita.pk] == Suiting(meet=(nell.pk,))
    assert found[helper.pk] == Suiting(meet=(nell.pk,))


def test_words_of_a_question_name_its_sector_when_nobody_chose_one(event):
    ada, fin = place(event, "Ada"), place(event, "Fin", sector="finance")
    asked(ada, "How do banks plan?")

    assert meets(event) == {ada.pk: [fin.pk], fin.pk: []}


def test_private_and_hidden_questions_bring_nobody_together(event, frozen):
    ada, fin = place(event, "Ada"), place(event, "Fin", sector="finance")
    private = asked(ada, "How do banks plan?", topic="Interviews", sector="finance", seen=asks.PRIVATE)
    answerers.accept(answerers.propose(private, ticket=fin, now=frozen.now), now=frozen.now)
    asks.hide(asked(ada, "What do banks pay?"), now=frozen.now)

    assert meets(event) == {ada.pk: [], fin.pk: []}


def test_blocked_pair_is_never_introduced_whatever_suits(event, frozen):
    rita, nell = paired(event, frozen.now, sector="tech")
    question = asked(nell)
    answerers.offer(question, ticket=rita, now=frozen.now)

    block(rita, nell)

    assert introductions.of_evening(event.pk) == {rita.pk: Suiting(), nell.pk: Suiting()}


def test_ties_go_round_and_five_are_enough(event):
    people = [place(event, f"P{at}", sector="tech").pk for at in range(8)]

    assert meets(event)[people[6]] == [people[7], *people[:4]]


def test_nobody_is_brought_together_by_what_they_did_not_say(event):
    for sector in ("", "", "other", "other"):
        place(event, sector=sector)

    assert [found for found in meets(event).values() if found] == []


def test_door_names_the_look_out_and_somebody_who_is_in(event, frozen):
    rita, nell = paired(event, frozen.now, sector="tech")
    tom, tim = place(event, "Tom", sector="tech"), place(event, "Tim")

    assert (said(nell), said(tom), said(tim)) == ("Rita looks out for them.", "", "")
    come_in(tom)
    assert said(nell) == "Rita looks out for them. Introduce to Tom."
    come_in(rita)

    assert said(nell) == "Introduce to Rita, who looks out for them."


def test_companion_counts_by_what_they_said_of_themselves(event):
    tom = place(event, "Tom", sector="tech")
    pair = SignUpFactory(event=event, sector="energy", people=["Pat Pair", "Fay Friend"])
    fay = pair.tickets.get(seat=2)
    Ticket.objects.filter(pk=fay.pk).update(holder=ProfileFactory(sector="tech"))
    come_in(tom)

    assert (said(fay), said(pair.tickets.get(seat=1))) == ("Introduce to Tom.", "")


def test_costs_the_same_for_few_and_many(event, django_assert_num_queries):
    place(event, "Ada")
    for _ in range(2):
        with django_assert_num_queries(8):
            introductions.of_evening(event.pk)
        for at in range(3):
            asked(place(event, f"P{at}", sector="tech"), f"Question {at}?")
