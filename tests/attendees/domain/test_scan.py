import pytest

from attendees.domain import scan, seats, ticket_links
from attendees.domain.scan import NoTicket
from tests.support.factories import SignUpFactory

NOT_OURS = NoTicket("This is not one of our tickets.")
NOT_BY_US = NoTicket("This code was not made by us.")


def test_scanned_address_is_the_ticket(event, ticket):
    assert scan.read(ticket_links.door(ticket), event=event) == ticket


@pytest.mark.parametrize("typed", [str.upper, str.lower, lambda code: f"  {code[:8]}-{code[8:]} "])
def test_whole_code_is_the_ticket_however_it_is_typed(event, ticket, typed):
    assert scan.read(typed(ticket.door_code), event=event) == ticket


def test_letters_of_the_ticket_are_the_ticket(event, ticket):
    SignUpFactory.create_batch(3, event=event)

    assert scan.read(ticket.letters, event=event) == ticket
    assert scan.read(ticket.letters.lower().replace(" ", ""), event=event) == ticket


def test_letters_of_another_evenings_ticket_are_nothing(event):
    other = SignUpFactory().tickets.get()

    assert scan.read(other.letters, event=event) is None


def test_code_of_another_evening_is_found_to_be_told_apart(event):
    other = SignUpFactory().tickets.get()

    assert scan.read(other.door_code, event=event) == other


def test_code_from_before_the_place_was_given_on_is_an_old_one(event, ticket):
    old = ticket.door_code
    for _ in range(2):
        seats.reissue(ticket)

    assert scan.read(ticket.door_code, event=event) == ticket
    assert scan.read(old, event=event) == NoTicket(
        "This ticket is an old one: the place was given to somebody else, who has the new one.", ticket
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", NoTicket("Nothing was scanned. Scan a ticket, or type a name.")),
        ("   ", NoTicket("Nothing was scanned. Scan a ticket, or type a name.")),
        ("0123456789abcdefghjkmnpqrs", NOT_OURS),
        ("x" * 4096, NOT_OURS),
        ("ü" * 4096, NOT_OURS),
        ("http://localhost:8000/d/0123456789abcdefghjkmnpqrs/", NOT_OURS),
        ("http://localhost:8000/d/", NOT_OURS),
        ("https://evil.example/d/{code}/", NOT_BY_US),
        ("http://localhost:8000.evil.example/d/{code}/", NOT_BY_US),
        ("javascript:alert(1)//d/{code}", NOT_BY_US),
        ("<script>alert(1)</script>", NOT_BY_US),
        ("/d/{code}/", NOT_BY_US),
        ("http://localhost:8000/d/{code}/" + "a" * 4096, NOT_BY_US),
    ],
)
def test_anything_else_is_no_ticket(event, ticket, text, found):
    assert scan.read(text.replace("{code}", ticket.door_code), event=event) == found


def test_manage_code_lets_nobody_in(event, ticket):
    assert scan.read(ticket.manage_code, event=event) == NOT_OURS
    assert scan.read(ticket.sign_up.manage_code, event=event) == NOT_OURS


@pytest.mark.parametrize("text", ["Ada", "ada attendee", "Hannah", "O'Brien", "Małgorzata", "a<b>c"])
def test_what_reads_like_a_name_is_left_to_the_list(event, ticket, text):
    assert scan.read(text, event=event) is None
