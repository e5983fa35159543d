"""Who runs a series: invitations, roles, leaving. There is always an owner."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet

from events.domain import journal
from events.domain.refused import EventRefused
from events.models import Invitation, Series, TeamMember
from foundation.accounts.models import User
from foundation.lib import codes, links
from foundation.mail.domain import outbox

DAYS_OPEN = 7
MOST_OPEN = 20


def invite(series: Series, *, email: str, role: str, inviter: User, now: dt.datetime) -> Invitation:
    """Mail an invitation, good for a week and once; an older one to the same address ends. Raises EventRefused."""
    email = email.strip().lower()
    with transaction.atomic():
        if TeamMember.objects.filter(series=series, user__email=email).exists():
            raise EventRefused("This person is on the team already.")
        for older in open_invitations(series, now=now).filter(email=email):
            _end(older, now=now)
        if open_invitations(series, now=now).count() >= MOST_OPEN:
            raise EventRefused("Twenty invitations are open. Take one back before you send another.")
        code = codes.random_code()
        invitation = Invitation.objects.create(
            series=series,
            email=email,
            role=role,
            code_hash=codes.fingerprint(code),
            by=inviter,
            sent_at=now,
            until=now + dt.timedelta(days=DAYS_OPEN),
        )
        _mail(invitation, code=code, inviter=inviter)
        journal.note(series, by=inviter.called, sentence=f"invited somebody to the team, as {role}")
    return invitation


def open_invitations(series: Series, *, now: dt.datetime) -> QuerySet[Invitation]:
    """Those that can still be accepted, newest first."""
    return Invitation.objects.filter(series=series, accepted_at__isnull=True, until__gt=now).order_by("-id")


def find(code: str, *, user: User, now: dt.datetime) -> Invitation | None:
    """The invitation that this code accepts now, or by which this user is on the team; None when it is unknown, taken
    back, too old, or was used by somebody else.
    """
    is_open = Q(accepted_at__isnull=True, until__gt=now)
    is_theirs = Q(accepted_at__isnull=False, email=user.email, series__team__user=user)
    found = Invitation.objects.select_related("series", "by").filter(code_hash=codes.fingerprint(code))
    return found.filter(is_open | is_theirs).first()


def take_back(invitation: Invitation, *, by: str, now: dt.datetime) -> None:
    """The invitation's link opens nothing from now on; its mail does not go out if it has not yet."""
    with transaction.atomic():
        _end(invitation, now=now)
        journal.note(invitation.series, by=by, sentence="took back an invitation to the team")


def accept(invitation: Invitation, *, user: User, now: dt.datetime) -> TeamMember:
    """Put the user on the team; twice is harmless. Raises EventRefused when the invitation was for another address, or
    opens nothing any more.
    """
    if user.email != invitation.email:
        raise EventRefused("This invitation was sent to another address. Sign in with that one.")
    with transaction.atomic():
        taken = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, until__gt=now).update(
            accepted_at=now
        )
        if taken:
            return _join(invitation.series, user, role=invitation.role, now=now)
        member = TeamMember.objects.filter(series=invitation.series, user=user).first()
        if member is None:
            raise EventRefused("This invitation has been used or taken back.")
        return member


def make_owner(series: Series, *, user: User, now: dt.datetime) -> TeamMember:
    """Make a user an owner of the series, whatever they were before; twice is harmless."""
    with transaction.atomic():
        return _join(series, user, role=TeamMember.OWNER, now=now)


def change_role(member: TeamMember, *, role: str, by: str) -> None:
    """Make an owner of a host, or a host of an owner. Raises EventRefused for the last owner, and who has left."""
    with transaction.atomic():
        _lock_team(member)
        if member.role == role:
            return
        _check_an_owner_stays(member)
        member.role = role
        member.save(update_fields=["role"])
        journal.note(member.series, by=by, sentence=f"made {member.user.called} {_a(role)}")


def remove(member: TeamMember, *, by: str) -> None:
    """Take somebody off the team, at once. Raises EventRefused for the last owner, and who has left."""
    with transaction.atomic():
        _lock_team(member)
        _check_an_owner_stays(member)
        journal.note(member.series, by=by, sentence=f"took {member.user.called} off the team")
        member.delete()


def _join(series: Series, user: User, *, role: str, now: dt.datetime) -> TeamMember:
    member, made = TeamMember.objects.get_or_create(series=series, user=user, defaults={"role": role, "since": now})
    if not made and member.role != role:
        member.role = role
        member.save(update_fields=["role"])
    elif not made:
        return member
    journal.note(series, by=user.called, sentence=f"became {_a(role)} of the series")
    return member


def _lock_team(member: TeamMember) -> None:
    """Two owners who take each other off at the same moment wait here; one of them stays."""
    Series.objects.select_for_update(no_key=True).get(pk=member.series_id)
    try:
        member.refresh_from_db()
    except TeamMember.DoesNotExist as gone:
        raise EventRefused(f"{member.user.called} is not on the team any more.") from gone


def _check_an_owner_stays(member: TeamMember) -> None:
    others = TeamMember.objects.filter(series=member.series_id, role=TeamMember.OWNER).exclude(pk=member.pk)
    if member.role == TeamMember.OWNER and not others.exists():
        raise EventRefused("A series needs an owner. Make somebody else owner first.")


def _end(invitation: Invitation, *, now: dt.datetime) -> None:
    Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, until__gt=now).update(until=now)
    outbox.withdraw(about=f"invitation:{invitation.pk}")


def _mail(invitation: Invitation, *, code: str, inviter: User) -> None:
    series = invitation.series
    outbox.write(
        key=f"invitation:{invitation.pk}",
        template="events/invitation",
        to=invitation.email,
        context={
            "series": series,
            "invitation": invitation,
            "inviter": inviter.called,
            "accept_url": links.to("events:accept-invitation", code=code),
        },
        sender=outbox.Sender(name=series.name, reply_to=series.email),
        about=f"invitation:{invitation.pk}",
        expires_at=invitation.until,
    )


def _a(role: str) -> str:
    return "an owner" if role == TeamMember.OWNER else "a host"


def is_on_any(user: User) -> bool:
    """Whether a user is on the team of any series."""
    return TeamMember.objects.filter(user=user).exists()


def forget_invitations(email: str) -> None:
    """Somebody is erased: nobody invited them."""
    Invitation.objects.filter(email=email).delete()
