"""People, known by their e-mail."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from attendees.domain import answers
from attendees.models import Profile
from foundation.accounts.models import User
from foundation.lib import clock


def find_or_make(*, email: str, name: str) -> Profile:
    """The profile of this address (any case), made with `name` when new; an existing name is left alone."""
    email = email.strip().lower()
    rows = Profile.objects.filter(email=email)
    return rows.first() or _make(email, name) or rows.get()


def find_and_lock(*, email: str, name: str) -> Profile:
    """As find_or_make, and whoever else asks for this address waits until the caller's transaction ends."""
    return lock(email=email, name=name)[0]


def lock(*, email: str, name: str) -> tuple[Profile, bool]:
    """As find_and_lock, and whether this call made the profile: then there is nothing of theirs yet."""
    email = email.strip().lower()
    rows = Profile.objects.filter(email=email).select_for_update(no_key=True)
    if known := rows.first():
        return known, False
    made = _make(email, name)
    return made or rows.get(), made is not None


def of(user: User | AnonymousUser) -> Profile | None:
    """The profile of a signed-in user: linked, or of the same address, which signing in has proved. Saves nothing."""
    if isinstance(user, AnonymousUser):
        return None
    return Profile.objects.filter(Q(user=user) | Q(email=user.email)).order_by(F("user").asc(nulls_last=True)).first()


def switch_reminders(profile: Profile, *, on: bool, now: dt.datetime) -> None:
    """Reminders for all evenings of a signed-in person; tickets and news about them go on either way."""
    Profile.objects.filter(pk=profile.pk).update(reminders_off_at=None if on else now)


def link(user: User) -> Profile:
    """Join a user whose address is verified to the profile of that address; makes one when there is none.

    What its sign-ups were answered becomes the profile's: only now is it known that the answers are its own.
    """
    profile = find_or_make(email=user.email, name=user.name or user.email.split("@")[0])
    if profile.user_id != user.pk:
        Profile.objects.filter(pk=profile.pk).update(user=user)
        profile.user = user
    answers.take_over(profile)
    return profile


def _make(email: str, name: str) -> Profile | None:
    """None when somebody else made it at this very moment."""
    try:
        with transaction.atomic():
            return Profile.objects.create(email=email, name=name, created_at=clock.now())
    except IntegrityError:
        return None
