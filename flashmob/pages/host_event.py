"""One evening at a glance, for its host or who stands in: figures, what needs a look, and the way to everything."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attendees.domain import door_acts, glance, rings
from attendees.domain.glance import Glance
from attendees.models import Arrivals
from events.models import Event, JournalEntry
from events.views import access
from events.views.access import Who
from flashmob.pages import host_links
from foundation.lib import clock, page_words
from foundation.mail.models import Message
from payments.domain import takings
from payments.domain.takings import Takings

LATEST = 3
Tile = dict[str, Any]


@dataclass(frozen=True)
class Care:
    """What somebody should look at."""

    failed_mails: int
    has_strange_money: bool
    is_settled: bool
    has_door_report: bool


@never_cache
@require_safe
def show(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    now = clock.now()
    people = glance.of(event, now=now)
    money = takings.of(event) if who.is_host else None
    is_today = event.starts_local.date() == now.astimezone(event.zone).date()
    context = {
        "desk_place": "events",
        "tonight_url": reverse("networking:tonight", args=[event.pk]) if is_today else "",
        "event": event,
        "who": who,
        "people": people,
        "tiles": tiles(event, people, money, who),
        "care": care_for(event, who),
        "is_today": is_today,
        "rings": rings.at_door(event, now=now),
        "is_over": event.is_over(now),
        "links": host_links.for_page(event, who, people, now=now),
        "latest": JournalEntry.objects.filter(event=event)[:LATEST] if who.is_host else (),
    }
    return render(request, "pages/host_event_page.html", context)


def tiles(event: Event, people: Glance, money: Takings | None, who: Who) -> list[Tile]:
    """Places first, then money, then who they are; what is nought and says nothing is left out."""
    places = event.places
    over = places.taken - places.capacity
    left = f"of {places.capacity}, {over} too many" if over > 0 else f"of {places.capacity}, {places.free} left"
    shown = [{**_tile("Places taken", places.taken, left), "of": places.capacity}]
    shown += [_tile("Being paid now", people.kept, "kept for some minutes")] if people.kept else []
    shown += _waiting_tiles(event, people)
    if people.inside:
        shown.append({**_tile("Inside", people.inside, f"of {people.coming}"), "of": people.coming})
    shown += _money_tiles(event, money, people)
    shown += [_tile("First time", people.first_timers, "say hello")] if people.first_timers else []
    if who.is_host and people.access_needs:
        url = f"{reverse('attendees:people', kwargs={'event_id': event.pk})}?show=access"
        shown.append({**_tile("Access needs", people.access_needs, ""), "href": url})
    return shown


def _waiting_tiles(event: Event, people: Glance) -> list[Tile]:
    url = reverse("attendees:waiting-desk", kwargs={"event_id": event.pk})
    waiting = event.places.waiting
    shown = [{**_tile("Waiting", waiting, "in their order"), "href": url}] if waiting else []
    return shown + ([_tile("Kept for who waited", people.offered, "until they answer")] if people.offered else [])


def _money_tiles(event: Event, money: Takings | None, people: Glance) -> list[Tile]:
    if not event.price_amount:
        return []
    if money is None:
        return [_tile("To pay at the door", people.to_pay, "places")] if people.to_pay else []
    shown = [_tile("Paid by card", page_words.money(money.by_card), "")]
    if money.owed_at_door or money.at_door:
        taken = f"{page_words.money(money.at_door)} taken" if money.at_door else ""
        shown.append(_tile("Still to pay at the door", page_words.money(money.owed_at_door), taken))
    if money.sent_back:
        shown.append(_tile("Sent back", page_words.money(money.sent_back), ""))
    return shown


def _tile(label: str, figure: int | str, note: str) -> Tile:
    return {"label": label, "figure": figure, "note": note}


def care_for(event: Event, who: Who) -> Care:
    """One query for all that may need a look; money only for hosts."""
    failed = Message.objects.filter(about_event=OuterRef("pk"), state=Message.FAILED).order_by()
    settled = Arrivals.objects.filter(event=OuterRef("pk"), settled_at__isnull=False)
    failed_mails, strange, is_settled, has_door_report = (
        Event.objects.filter(pk=event.pk)
        .values_list(
            Subquery(failed.values("about_event").annotate(count=Count("pk")).values("count")),
            Exists(takings.to_look_at(event)),
            Exists(settled),
            Exists(door_acts.to_look_at(event, to_host=who.is_host)),
        )
        .get()
    )
    return Care(failed_mails or 0, strange and who.is_host, is_settled, has_door_report)
