import datetime as dt

import pytest

from foundation.mail.domain import delivery, outbox, queue
from foundation.mail.models import Message
from tests.foundation.mail.conftest import passed_lease


def subjects(post_office):
    return [mail.message["Subject"] for mail in post_office.mails]


def states():
    return dict(Message.objects.values_list("key", "state"))


def test_a_due_mail_goes_out_once(post_office, put, frozen):
    message = put("one", to_name="Ada Attendee")

    taken = [delivery.send_due(frozen()), delivery.send_due(frozen())]

    mail = post_office.mails[0]
    message.refresh_from_db()
    assert (taken, len(post_office.mails)) == ([1, 0], 1)
    assert (mail.sender, mail.recipients) == ("hello@flashmob.example", ["ada@mail.example"])
    assert (message.state, message.sent_at, message.attempts, message.lease_until) == ("sent", frozen(), 1, None)


def test_a_mail_due_later_waits(post_office, put, frozen):
    put("one", due_at=frozen() + dt.timedelta(minutes=1))

    assert delivery.send_due(frozen()) == 0
    assert delivery.send_due(frozen.move(minutes=1)) == 1


def test_sign_in_codes_go_first_then_the_oldest(post_office, put, frozen):
    put("bulk", priority=Message.BULK, due_at=frozen() - dt.timedelta(hours=2), to="a@mail.example")
    put("new", due_at=frozen(), to="b@mail.example")
    put("old", due_at=frozen() - dt.timedelta(hours=1), to="c@mail.example")
    put("code", priority=Message.CODE, due_at=frozen(), to="d@mail.example")

    delivery.send_due(frozen())

    assert subjects(post_office) == ["Mail code", "Mail old", "Mail new", "Mail bulk"]


def test_one_connection_serves_a_whole_run(post_office, put, frozen):
    for number in range(30):
        put(f"{number}")

    delivery.send_due(frozen())

    assert len(post_office.mails) == 30
    assert post_office.connections == 1


def test_mails_about_one_fact_keep_their_order_while_the_first_is_delayed(post_office, put, frozen):
    post_office.refused["ada@mail.example"] = "450 mailbox busy"
    put("confirmed", about="sign_up:1")
    put("cancelled", about="sign_up:1", priority=Message.SOON)
    put("another", to="ben@mail.example", about="sign_up:1")

    delivery.send_due(frozen())
    post_office.refused.clear()
    delivery.send_due(frozen.move(minutes=2))

    assert subjects(post_office) == ["Mail another", "Mail confirmed", "Mail cancelled"]


def test_nothing_about_an_evening_overtakes_a_mail_on_its_way(post_office, put, frozen):
    put("reminder", about="ticket:1", about_event=7)
    on_its_way = next(queue.claims(frozen()))
    put("cancelled", about="sign_up:1", about_event=7)

    overtaken = delivery.send_due(frozen())
    queue.sent(on_its_way, now=frozen())
    delivery.send_due(frozen())

    assert (overtaken, subjects(post_office)) == (0, ["Mail cancelled"])


def test_a_reminder_withdrawn_on_its_way_is_not_tried_again(post_office, put, frozen):
    put("reminder", about="ticket:1")
    on_its_way = next(queue.claims(frozen()))
    outbox.withdraw(about="ticket:1")
    passed_lease(on_its_way)

    taken, withdrawn = delivery.send_due(frozen()), queue.withdraw_stale(frozen())

    assert (taken, withdrawn, states()) == (0, 1, {"reminder": "withdrawn"})


def test_a_stale_mail_is_withdrawn_and_says_why(post_office, put, frozen):
    message = put("tomorrow", expires_at=frozen() + dt.timedelta(hours=1))

    taken, withdrawn = delivery.send_due(frozen.move(hours=1)), queue.withdraw_stale(frozen())

    message.refresh_from_db()
    assert (taken, withdrawn, message.state) == (0, 1, "withdrawn")
    assert message.failure == "Too late: its time was over before it could be sent."


def test_a_busy_server_is_tried_again_with_longer_waits_until_it_has_failed(post_office, put, frozen):
    post_office.refused["ada@mail.example"] = "450 mailbox busy"
    message = put("one")
    waits = []

    while message.state == Message.DUE:
        before = frozen()
        delivery.send_due(frozen())
        message.refresh_from_db()
        waits.append((message.due_at - before).total_seconds() / 60)
        frozen.set(message.due_at)

    assert waits[:-1] == [1, 5, 15, 60, 240, 720]
    assert (message.state, message.attempts, message.failure) == ("failed", 7, "450 mailbox busy")
    assert message.bounced_at is None


def test_a_server_that_is_away_for_an_hour_costs_no_mail(post_office, put, frozen):
    for number in range(5):
        put(f"{number}", to=f"{number}@mail.example")
    post_office.refuse = "421 too busy, closing"

    for _ in range(60):
        delivery.send_due(frozen())
        frozen.move(minutes=1)
    post_office.refuse = ""
    for _ in range(60):
        delivery.send_due(frozen())
        frozen.move(minutes=1)

    assert set(states().values()) == {"sent"}
    assert len(post_office.mails) == 5


def test_an_address_that_does_not_exist_bounces_and_the_others_get_theirs(post_office, put, frozen):
    post_office.refused["gone@mail.example"] = "550 no such person"
    gone = put("one", to="gone@mail.example")
    put("two")

    taken = delivery.send_due(frozen())

    gone.refresh_from_db()
    assert (taken, subjects(post_office)) == (1, ["Mail two"])
    assert (gone.state, gone.bounced_at, gone.failure) == ("failed", frozen(), "550 no such person")


def test_a_hang_after_data_is_cut_and_the_others_get_theirs(post_office, put, frozen, settings):
    """R31. In the product after 15 seconds."""
    assert settings.EMAIL_TIMEOUT == 15
    settings.EMAIL_TIMEOUT = 0.5
    post_office.hung.add("slow@mail.example")
    slow = put("slow", to="slow@mail.example")
    put("two")

    taken = delivery.send_due(frozen())

    slow.refresh_from_db()
    assert (taken, subjects(post_office)) == (1, ["Mail two"])
    assert (slow.state, slow.attempts, slow.due_at) == ("due", 1, frozen() + dt.timedelta(minutes=1))
    assert slow.failure.startswith("The line broke: ")


def test_a_line_that_breaks_three_times_ends_the_run(post_office, put, frozen, settings):
    settings.EMAIL_TIMEOUT = 0.3
    post_office.hang = 1
    for number in range(5):
        put(f"{number}", to=f"{number}@mail.example")

    delivery.send_due(frozen())

    assert list(Message.objects.order_by("pk").values_list("state", "attempts")) == [("due", 1)] * 3 + [("due", 0)] * 2


@pytest.mark.parametrize("nobody", ["closed port", "broken TLS"])
def test_no_connection_puts_everything_back_and_counts_for_no_mail(nobody, post_office, put, frozen, settings):
    if nobody == "closed port":
        settings.EMAIL_PORT = 1
    else:
        settings.EMAIL_USE_SSL = True  # the server answers in plain text
    for number in range(3):
        put(f"{number}")

    taken = delivery.send_due(frozen())

    rows = Message.objects.values_list("state", "attempts", "due_at", "lease_until")
    assert taken == 0
    assert list(rows) == [("due", 0, frozen(), None)] * 3


def test_a_killed_senders_mail_goes_out_again_with_the_same_id(post_office, put, frozen):
    message = put("one")
    claimed = next(queue.claims(frozen()))

    while_leased = delivery.send_due(frozen())
    passed_lease(claimed)
    after = delivery.send_due(frozen())

    assert (while_leased, after) == (0, 1)
    assert post_office.mails[0].message["Message-ID"] == message.message_id


def test_a_sender_that_lost_its_lease_does_not_take_the_mail_from_the_next(put, frozen):
    put("one")
    first = next(queue.claims(frozen()))
    passed_lease(first)
    second = next(queue.claims(frozen()))

    queue.not_sent(first, delivery.NOBODYS, now=frozen())

    second.refresh_from_db()
    assert (second.state, second.failure) == ("sending", "")


def test_an_address_that_cannot_be_written_fails_alone(post_office, put, frozen):
    broken = put("broken", to="two@ats@mail.example ")
    put("two")

    taken = delivery.send_due(frozen())

    broken.refresh_from_db()
    assert (taken, broken.state) == (1, "failed")
    assert broken.failure == "Cannot be written: This address cannot be written in a mail."


@pytest.mark.parametrize("to", ["a@pmo.example", "a@x.test", "a@b.invalid", "a@EXAMPLE.com", "a@mail.example.org"])
def test_outside_the_demo_nothing_is_sent_to_example_domains(to, post_office, put, frozen, settings):
    settings.DEMO = False
    message = put("one", to=to)
    put("two", to="ada@real-company.co.uk")

    taken = delivery.send_due(frozen())

    message.refresh_from_db()
    assert (taken, post_office.tried) == (1, ["ada@real-company.co.uk"])
    assert (message.state, message.failure) == (
        "failed",
        "The address is at a domain reserved for examples; nothing is sent there.",
    )


def test_a_failed_mail_can_be_sent_again(post_office, put, frozen):
    post_office.refused["ada@mail.example"] = "550 no such person"
    message = put("one", expires_at=frozen() + dt.timedelta(minutes=5))
    delivery.send_due(frozen())
    post_office.refused.clear()

    message.refresh_from_db()
    outbox.resend(message, now=frozen.move(hours=2))
    delivery.send_due(frozen())

    message.refresh_from_db()
    assert (message.state, message.failure, message.bounced_at, message.attempts) == ("sent", "", None, 1)
