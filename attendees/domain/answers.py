"""Two optional answers, and what somebody needs to take part. Nobody has to say anything."""

import datetime as dt

from attendees.models import AccessNeed, Profile, SignUp, Ticket


def answer(sign_up: SignUp, *, sector: str, years: str) -> None:
    """Save the answers on the sign-up; they reach the profile when the buyer has proved the address by signing in."""
    SignUp.objects.filter(pk=sign_up.pk).update(sector=sector, years=years)
    sign_up.sector, sign_up.years = sector, years


def take_over(profile: Profile) -> None:
    """Give a profile, whose address is proved, the newest answers of its sign-ups where it has none."""
    for field in ("sector", "years"):
        if getattr(profile, field):
            continue
        newest = profile.sign_ups.exclude(**{field: ""}).order_by("-id").first()
        if newest:
            setattr(profile, field, getattr(newest, field))
            profile.save(update_fields=[field])


def tell_access_need(ticket: Ticket, *, words: str, now: dt.datetime) -> None:
    """Save what the ticket's person needs for the host of this evening only; empty words take it back."""
    if words:
        AccessNeed.objects.update_or_create(ticket=ticket, defaults={"words": words, "told_at": now})
    else:
        AccessNeed.objects.filter(ticket=ticket).delete()
