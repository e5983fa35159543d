from attendees.domain import answers, profiles
from attendees.models import AccessNeed, Profile
from tests.support.factories import ProfileFactory, SignUpFactory, UserFactory


def test_answers_stay_on_the_sign_up_until_the_address_is_proved(event):
    buyer = ProfileFactory(email="ada@mail.example")
    sign_up = SignUpFactory(event=event, buyer=buyer)

    answers.answer(sign_up, sector="tech", years="1-3")

    sign_up.refresh_from_db()
    buyer.refresh_from_db()
    assert (sign_up.sector, sign_up.years) == ("tech", "1-3")
    assert (buyer.sector, buyer.years) == ("", "")


def test_proved_address_takes_over_the_newest_answers(event):
    buyer = ProfileFactory(email="ada@mail.example", years="7+")
    for sector, years in (("tech", "1-3"), ("health", "3-7"), ("", "")):
        answers.answer(SignUpFactory(event=event, buyer=buyer, people=[]), sector=sector, years=years)
    user = UserFactory._meta.model.objects.create_user("ada@mail.example", "a-password-of-the-tests")

    profiles.link(user)

    linked = Profile.objects.get(email="ada@mail.example")
    assert (linked.user, linked.sector, linked.years) == (user, "health", "7+")


def test_need_is_told_changed_and_taken_back(event, frozen):
    ticket = SignUpFactory(event=event).tickets.get()

    answers.tell_access_need(ticket, words="A chair", now=frozen.now)
    answers.tell_access_need(ticket, words="A chair near the door", now=frozen.now)
    told = list(AccessNeed.objects.values_list("ticket", "words", "told_at"))
    answers.tell_access_need(ticket, words="", now=frozen.now)

    assert told == [(ticket.pk, "A chair near the door", frozen.now)]
    assert not AccessNeed.objects.exists()
