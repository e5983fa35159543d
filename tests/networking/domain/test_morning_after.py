import datetime as dt

import pytest
from django.conf import settings

from attendees.domain import follow_up
from attendees.models import Arrivals
from foundation.mail.models import Message
from networking.domain import blocks, morning_after, swaps
from networking.models import Answerer, Ask, Block, Card, OwnNote, Promise, Swap, Talked
from tests.support.factories import EventFactory, SeriesFactory, SignUpFactory, TicketFactory, seated

pytestmark = pytest.mark.django_db
EVENING = dt.datetime(2026, 7, 7, 19, 0, tzinfo=dt.UTC)
NINE = dt.datetime(2026, 7, 8, 8, 0, tzinfo=dt.UTC)  # in London
PEOPLE = "Ada Attendee", "Ben Bystander", "Cleo Carter", "Dev Desai"


@pytest.fixture
def event(frozen):
    frozen.set(EVENING)
    return EventFactory(series=SeriesFactory(name="PMO"), starts_at=dt.datetime(2026, 7, 7, 17, 30, tzinfo=dt.UTC))


@pytest.fixture
def people(event):
    return [there(event, name) for name in PEOPLE]


def there(event, name):
    email = f"{name.split()[0].lower()}@mail.example"
    sign_up = SignUpFactory(event=event, buyer__name=name, buyer__email=email, people=[])
    return TicketFactory(sign_up=sign_up, came=True)


def swap(one, other, **fields):
    said = {"asker_shares": ["name", "email"], "other_shares": ["name", "email"], "answered_at": EVENING}
    given = {"state": Swap.AGREED, **said, **fields}
    return Swap.objects.create(event=one.event, asker=one, other=other, asked_at=EVENING, **given)


def promise(by, to, words, **fields):
    return Promise.objects.create(event=by.event, by=by, to=to, words=words, made_at=EVENING, **fields)


def note(owner, about, words):
    return OwnNote.objects.create(owner=owner.holder, about=about, words=words, changed_at=EVENING)


def ask(ticket, words, number=1, **fields):
    return Ask.objects.create(event=ticket.event, ticket=ticket, number=number, words=words, asked_at=EVENING, **fields)


def helps(ticket, question, state=Answerer.OFFERED):
    return Answerer.objects.create(ask=question, ticket=ticket, state=state, said_at=EVENING)


def page(ticket):
    return f"{settings.SITE_URL}/my/people/{ticket.pk}/"


def block(one, other):
    return Block.objects.create(by=one.holder, against=other.holder, said_at=EVENING)


def homes():
    """Everybody's mail, by first name."""
    morning_after.write_due(NINE)
    return {message.to.split("@")[0]: message for message in Message.objects.all()}


def text(name):
    return homes()[name].text


def test_who_came_hears_once_at_nine(people):
    assert morning_after.write_due(NINE - dt.timedelta(seconds=1)) == 0

    assert [morning_after.write_due(NINE) for _ in range(2)] == [4, 0]

    mails = Message.objects.order_by("to").values_list("to", "template", "kind", "expires_at")
    assert list(mails) == [
        (f"{name}@mail.example", "attendees/came", "service", NINE + dt.timedelta(days=3))
        for name in ("ada", "ben", "cleo", "dev")
    ]


def test_nobody_gets_both_words(people, event, frozen):
    absent = SignUpFactory(event=event, buyer__email="eve@mail.example")
    Arrivals.objects.create(event=event, settled_at=frozen.now, settled_by="Henry")

    for _ in range(2):
        follow_up.write_missed(NINE)
        morning_after.write_due(NINE)

    assert Message.objects.count() == 5
    assert Message.objects.get(template="attendees/missed").to == absent.email


def test_somebody_with_nothing_gets_a_short_kind_mail(people):
    message = homes()["ada"]

    assert "It was good to have" in message.text
    assert f"/t/{people[0].sign_up.manage_code}/feedback/" in message.text
    for heading in ("Your people", "Your notes", "You said you would send", "You were promised", "Your question"):
        assert heading not in message.text + message.html
    assert "Could you answer" not in message.text + message.html
    assert "Also at your tables" not in message.text + message.html


def test_it_brings_what_people_share_with_a_card_for_each(people, event):
    ada, ben, cleo, _ = people
    Card.objects.create(profile=ben.holder, phone="07700 900123", role="Programme manager", changed_at=EVENING)
    swap(ada, ben, other_shares=["name", "email", "phone", "role"])
    swap(cleo, ada, asker_shares=["email"])

    message = homes()["ada"]

    people_met = (
        "Your people\n- Ben Bystander, ben@mail.example, 07700 900123, Programme manager\n- Cleo, cleo@mail.example\n"
    )
    assert people_met in message.text
    assert [(file.name, file.mime) for file in message.files] == [
        ("ben-bystander.vcf", "text/vcard"),
        ("cleo.vcf", "text/vcard"),
    ]
    cards = [file.content.decode() for file in message.files]
    assert ["FN:Ben Bystander\r\n" in cards[0], "TEL;TYPE=CELL:07700 900123\r\n" in cards[0]] == [True, True]
    assert ["Carter" in message.text + message.html + card for card in cards] == [False, False]


def test_two_people_of_one_name_have_two_cards(people, event):
    ada = people[0]
    for number in (1, 2):
        sign_up = SignUpFactory(event=event, buyer__name="Sam Lee", buyer__email=f"sam{number}@mail.example", people=[])
        swap(ada, TicketFactory(sign_up=sign_up, came=True))

    assert [file.name for file in homes()["ada"].files] == ["sam-lee.vcf", "sam-lee-2.vcf"]


def test_it_brings_people_notes_and_promises(people):
    ada, ben, cleo, _ = people
    swap(ada, ben)
    note(ada, ben, "Left rail for health.")
    note(ada, cleo, "Runs the May conference.")
    promise(ada, ben, "the risk register")
    promise(ben, ada, "a link")
    promise(ada, ben, "done already", state=Promise.SENT, ended_at=EVENING)

    of_ada, of_ben, of_cleo = (text(name) for name in ("ada", "ben", "cleo"))

    assert "Your note: Left rail for health." in of_ada
    assert "- Cleo: Runs the May conference." in of_ada
    assert "You said you would send\n- to Ben: the risk register\n" in of_ada
    assert "You were promised\n- by Ben: a link\n" in of_ada
    assert "done already" not in of_ada
    assert "You said you would send\n- to Ada: a link\n" in of_ben
    assert "rail" not in of_ben
    assert "conference" not in of_cleo


def test_who_waits_for_an_answer_is_named_to_who_was_asked_and_to_nobody_else(people):
    ada, ben, cleo, dev = people
    swap(ada, ben, state="asked", answered_at=None)
    swap(ada, dev, state="asked", answered_at=None)
    swap(cleo, dev, state="asked", answered_at=None)

    of_ada, of_ben, of_dev = text("ada"), text("ben"), text("dev")

    assert "\nAda asked to swap details\n" in of_ben
    assert f"- Answer Ada: {page(ada)}\n" in of_ben
    assert "They asked to swap details\n" in of_dev
    assert f"- Answer Ada: {page(ada)}\n- Answer Cleo: {page(cleo)}\n" in of_dev
    assert "ada@mail.example" not in of_ben
    assert "asked to swap" not in of_ada + text("cleo")


@pytest.mark.parametrize("why", ["declined", "withdrawn", "blocked", "left", "erased"])
def test_who_asked_is_not_named_when_there_is_nothing_to_answer(people, why):
    ada, ben, *_ = people
    standing = {"declined": {"state": "declined"}, "withdrawn": {"state": "withdrawn", "ended_at": EVENING}}
    swap(ada, ben, **standing.get(why, {"state": "asked", "answered_at": None}))
    if why == "blocked":
        block(ben, ada)
    if why == "left":
        type(ada).objects.filter(pk=ada.pk).update(checked_in_at=None, checked_in_by="")
    if why == "erased":
        type(ada.holder).objects.filter(pk=ada.holder_id).update(erase_asked_at=EVENING)

    assert "asked to swap" not in text("ben")


def test_an_answer_before_the_mail_is_sent_takes_the_question_back(people):
    ada, ben, cleo, _ = people
    for asker in (ada, cleo):
        swap(asker, ben, state="asked", answered_at=None)
    morning_after.write_due(NINE)

    swaps.decline(ben, ada, now=NINE)
    swaps.say_yes(ben, cleo, shares=["name"], now=NINE)
    morning_after.write_due(NINE)

    [mail] = Message.objects.filter(to="ben@mail.example", state=Message.DUE)
    assert "asked to swap" not in mail.text
    assert "Your people\n- Cleo" in mail.text


@pytest.mark.parametrize("state", ["asked", "declined", "withdrawn"])
def test_a_swap_that_is_not_agreed_is_not_there(people, state):
    times = {"asked": {"answered_at": None}, "declined": {}, "withdrawn": {"ended_at": EVENING}}[state]
    fields = {"answered_at": EVENING, "state": state, **times}
    ada, ben, *_ = people
    Swap.objects.create(event=ada.event, asker=ada, other=ben, asked_at=EVENING, **fields)

    assert "Your people" not in text("ada") + text("ben")


def test_a_question_says_who_can_help_and_asks_others(people):
    ada, ben, cleo, dev = people
    question = ask(ada, "Contract or permanent?", shows_name=True, sector="health")
    helps(ben, question)
    ask(cleo, "Unseen by all", hidden_at=EVENING)
    private = ask(dev, "I am shortlisted at Acme", topic="Interviews", is_private=True)
    helps(cleo, private, state=Answerer.ACCEPTED)
    cleo.holder.sector = "health"
    cleo.holder.save()

    of_ada, of_ben, of_cleo, of_dev = (text(name) for name in ("ada", "ben", "cleo", "dev"))

    assert "- Contract or permanent? (Ben can help)" in of_ada
    question = "Could you answer this?\n- Contract or permanent? (from Ada)"
    assert f"{question} You said that you can help.\nSee how it stands:\n" in of_ben
    assert f"{question}\nSay that you can help:" in of_cleo
    assert "Could you answer" not in of_dev
    assert "Unseen" not in of_ada + of_ben + of_dev
    assert "Acme" not in of_ada + of_ben + of_cleo + of_dev
    assert "- To the host alone, about Interviews (nobody has said yet that they can help)" in of_dev


def test_the_rest_of_the_tables_are_those_one_did_not_swap_or_talk_with(people, event):
    ada, ben, cleo, dev = people
    seated(event, [[ada, ben, cleo]], [[ada, dev], [ben, cleo]])
    swap(ada, ben)
    Talked.objects.create(event=event, by=ada, to=cleo, said_at=EVENING)

    assert "Also at your tables\nDev. Did you talk?" in text("ada")
    assert "Also at your tables\nCleo. Did you talk?" in text("ben")
    assert "Also at your tables\nAda and Ben. Did you talk?" in text("cleo")


def test_a_block_keeps_two_people_out_of_each_others_mails(people, event):
    ada, ben, *_ = people
    seated(event, [[ada, ben]])
    swap(ada, ben)
    note(ada, ben, "Loud.")
    promise(ben, ada, "a link")
    helps(ben, ask(ada, "Contract or permanent?", shows_name=True))
    block(ben, ada)

    assert "Ben" not in text("ada")
    assert "Ada" not in text("ben").replace("Hello Ada", "")


def test_who_asked_to_be_erased_is_named_to_nobody(people, event):
    ada, ben, *_ = people
    seated(event, [[ada, ben]])
    swap(ada, ben)
    ben.holder.erase_asked_at = EVENING
    ben.holder.save()

    assert "Ben" not in text("ada")


def test_a_change_before_it_is_sent_writes_it_anew(people):
    ada, ben, *_ = people
    swap(ada, ben)
    assert "Ben" in text("ada")

    swaps.withdraw(ben, ada, now=NINE)
    assert morning_after.write_due(NINE) == 2

    mails = Message.objects.filter(to="ada@mail.example").order_by("pk")
    assert [(mail.state, "Ben" in mail.text) for mail in mails] == [("withdrawn", True), ("due", False)]


def test_a_block_takes_back_what_is_not_yet_sent(people, event):
    ada, ben, *_ = people
    seated(event, [[ada, ben]])
    assert "Also at your tables" in text("ada")

    blocks.say(ben.holder, about=ada, now=NINE)
    morning_after.write_due(NINE)

    mails = Message.objects.filter(to__in=["ada@mail.example", "ben@mail.example"], state=Message.DUE)
    assert ["Also at your tables" in mail.text for mail in mails] == [False, False]


def test_what_is_sent_already_is_not_written_again(people):
    morning_after.write_due(NINE)
    Message.objects.update(state=Message.SENT, sent_at=NINE)

    assert follow_up.take_back([people[0].pk]) == 0
    assert morning_after.write_due(NINE) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_morning_after_takes_the_same_queries_for_one_and_three(event, django_assert_num_queries, count):
    people = [there(event, f"{name} Person") for name in ("Ada", "Ben", "Cleo", "Dev")[: count + 1]]
    seated(event, [people])
    asker = there(event, "Eve Person")
    for one in people[1:]:
        swap(people[0], one)
        swap(asker, one, state="asked", answered_at=None)
        note(people[0], one, "Words.")
        promise(people[0], one, "a link")
        helps(people[0], ask(one, "Contract or permanent?"))

    with django_assert_num_queries(26):
        morning_after.write_due(NINE)
