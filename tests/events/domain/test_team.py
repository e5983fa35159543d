import datetime as dt
import re

import pytest

from events.domain import team
from events.domain.refused import EventRefused
from events.models import Invitation, JournalEntry, TeamMember
from foundation.mail.models import Message
from tests.support.factories import UserFactory


def roles(series):
    return dict(TeamMember.objects.filter(series=series).values_list("user__email", "role"))


def code_in(message):
    return re.search(r"/desk/invitations/(\w+)/", message.text)[1]


@pytest.fixture
def invitation(series, owner, frozen):
    return team.invite(series, email="Ada@Mail.example", role="host", inviter=owner, now=frozen.now)


def test_invite_mails_a_code_that_the_row_does_not_keep(invitation, series, owner, frozen):
    message = Message.objects.get()

    assert (message.to, message.kind, message.from_name) == ("ada@mail.example", "service", "PMO London")
    assert message.subject == "Olivia Owner invites you to the team of PMO London"
    assert message.expires_at == invitation.until == frozen.now + dt.timedelta(days=7)
    assert team.find(code_in(message), user=owner, now=frozen.now) == invitation
    assert code_in(message) not in str(Invitation.objects.values_list().get())
    assert JournalEntry.objects.get().sentence == "invited somebody to the team, as host"


def test_accept_puts_the_invited_on_the_team_once(invitation, series, ada, ben, frozen):
    code = code_in(Message.objects.get())

    member, again = [team.accept(invitation, user=ada, now=frozen.now) for _ in range(2)]

    assert (member.series, member.user, member.role) == (series, ada, "host")
    assert again == member
    assert [team.find(code, user=user, now=frozen.now) for user in (ada, ben)] == [invitation, None]
    assert JournalEntry.objects.filter(sentence="became a host of the series").count() == 1


def test_who_has_left_does_not_come_back_by_the_invitation(invitation, ada, frozen):
    team.remove(team.accept(invitation, user=ada, now=frozen.now), by="Olivia")

    assert team.find(code_in(Message.objects.get()), user=ada, now=frozen.now) is None
    with pytest.raises(EventRefused, match="used or taken back"):
        team.accept(invitation, user=ada, now=frozen.now)


def test_accept_refuses_another_address(invitation, series, ben, frozen):
    with pytest.raises(EventRefused, match="another address"):
        team.accept(invitation, user=ben, now=frozen.now)

    assert ben.email not in roles(series)
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize("late", [True, False])
def test_an_invitation_ends_after_a_week_or_when_taken_back(invitation, ada, frozen, late):
    if late:
        frozen.move(days=7)
    else:
        team.take_back(invitation, by="Olivia", now=frozen.now)

    assert team.find(code_in(Message.objects.get()), user=ada, now=frozen.now) is None
    with pytest.raises(EventRefused, match="used or taken back"):
        team.accept(invitation, user=ada, now=frozen.now)


def test_take_back_stops_a_mail_that_is_not_yet_sent(invitation, frozen):
    team.take_back(invitation, by="Olivia", now=frozen.now)

    assert Message.objects.get().state == Message.WITHDRAWN


def test_invite_again_ends_the_older_invitation(invitation, series, owner, frozen):
    newer = team.invite(series, email="ada@mail.example", role="owner", inviter=owner, now=frozen.move(hours=1))

    assert list(team.open_invitations(series, now=frozen.now)) == [newer]


def test_invite_refuses_a_member_and_a_flood(series, owner, host, frozen):
    with pytest.raises(EventRefused, match="on the team already"):
        team.invite(series, email=host.email, role="host", inviter=owner, now=frozen.now)

    for number in range(team.MOST_OPEN):
        team.invite(series, email=f"guest{number}@mail.example", role="host", inviter=owner, now=frozen.now)
    with pytest.raises(EventRefused, match="Twenty invitations are open"):
        team.invite(series, email="one.more@mail.example", role="host", inviter=owner, now=frozen.now)


def test_make_owner_raises_a_host_and_twice_is_harmless(series, host, frozen):
    team.make_owner(series, user=host, now=frozen.now)
    team.make_owner(series, user=host, now=frozen.now)

    assert roles(series)[host.email] == "owner"
    assert JournalEntry.objects.get().sentence == "became an owner of the series"


def test_the_last_owner_stays(series, owner, host, frozen):
    member = series.team.get(user=owner)

    for leave in (lambda: team.remove(member, by="Olivia"), lambda: team.change_role(member, role="host", by="Olivia")):
        with pytest.raises(EventRefused, match="A series needs an owner"):
            leave()

    assert roles(series) == {owner.email: "owner", host.email: "host"}


def test_an_owner_may_go_when_there_is_another(series, owner, host, frozen):
    team.change_role(series.team.get(user=host), role="owner", by="Olivia")
    team.remove(series.team.get(user=owner), by="Henry")

    assert roles(series) == {host.email: "owner"}
    assert list(JournalEntry.objects.order_by("id").values_list("sentence", flat=True)) == [
        "made Henry Host an owner",
        "took Olivia Owner off the team",
    ]


def test_who_was_taken_off_at_that_moment_is_not_on_the_team_any_more(series, host):
    [member, again] = [series.team.select_related("user").get(user=host) for _ in range(2)]
    team.remove(member, by="Olivia")

    for change in (lambda: team.remove(again, by="-"), lambda: team.change_role(again, role="owner", by="-")):
        with pytest.raises(EventRefused, match="Henry Host is not on the team any more"):
            change()


def test_the_journal_has_no_addresses(series, owner, frozen):
    nameless = UserFactory(email="no.name@mail.example", name="")
    team.make_owner(series, user=nameless, now=frozen.now)
    team.remove(series.team.get(user=nameless), by=owner.called)

    assert "@" not in "".join(f"{entry.by} {entry.sentence}" for entry in JournalEntry.objects.all())
