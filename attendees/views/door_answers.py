"""What the door just answered, kept in the session until the next page shows it: a reload repeats nothing."""

from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from attendees.domain.check_in import IN, WAIT, Answer
from attendees.domain.door_list import Guest
from attendees.views import upstairs
from events.models import Event
from foundation.lib import page_words

KEY, SEARCH = "door_answer", "door_search"


@dataclass(frozen=True)
class Shown:
    """An answer as the page shows it. `undo_url` takes it back with one tap, `pay_url` takes the money that is owed."""

    kind: str
    word: str
    name: str = ""
    why: str = ""
    undo_url: str = ""
    pay_url: str = ""


def shown(event: Event, answer: Answer, guest: Guest | None, *, meet: str = "") -> Shown:
    """Money owed is said first, then how often somebody has come, then whom they `meet`, a sentence."""
    if guest is None or answer.ticket is None:
        return Shown(answer.kind, answer.word, why=answer.why)
    if answer.kind != IN:
        return Shown(answer.kind, answer.word, guest.shown, answer.why)
    undo_url = reverse("attendees:undo-check-in", kwargs={"event_id": event.pk, "ticket_id": answer.ticket.pk})
    if guest.to_pay:
        return Shown(
            WAIT,
            f"{page_words.money(guest.to_pay)} to pay",
            guest.shown,
            f"Checked in. Take the money and tap how it was paid. {said_of(guest, meet)}".strip(),
            undo_url,
            upstairs.paid_at_door(event.pk, answer.ticket.sign_up_id),
        )
    return Shown(IN, answer.word, guest.shown, said_of(guest, meet), undo_url)


def said_of(guest: Guest, meet: str) -> str:
    """First time here · 7th time here · nothing of people we do not know; then the introduction and the host's note."""
    nth = f"{page_words.ordinal(guest.nth)} time here." if guest.nth else ""
    said = ["First time here." if guest.is_first_timer else nth, meet]
    return " ".join(words for words in [*said, guest.ticket.door_note] if words)


def say(request: HttpRequest, event: Event, answer: Shown) -> HttpResponse:
    """To the door's page, which shows it."""
    request.session[KEY] = {"event": event.pk, **asdict(answer)}
    return redirect(page(event))


def say_found(request: HttpRequest, event: Event, *, query: str) -> HttpResponse:
    """To the door's page with whom somebody looks for, kept here: names do not belong in addresses, which logs keep."""
    request.session[SEARCH] = {"event": event.pk, "query": query}
    return redirect(page(event))


def page(event: Event) -> str:
    """The door's page when there is something to say: its question keeps a phone from opening the page it has."""
    return f"{reverse('attendees:door', kwargs={'event_id': event.pk})}?answer"


def take(request: HttpRequest, event: Event) -> Shown | None:
    """The answer of this evening that no page has shown yet, once."""
    kept = request.session.get(KEY)
    if not kept or kept["event"] != event.pk:
        return None
    del request.session[KEY]
    return Shown(**{name: value for name, value in kept.items() if name != "event"})


def take_search(request: HttpRequest, event: Event) -> str:
    """The search of this evening whose answer no page has shown yet, once."""
    kept = request.session.get(SEARCH)
    if not kept or kept["event"] != event.pk:
        return ""
    del request.session[SEARCH]
    return str(kept["query"])
