import re

import pytest

from events.models import Invitation, TeamMember
from foundation.mail.models import Message
from tests.support.error_pages import assert_refused


@pytest.fixture
def desk(signed_in, owner):
    return signed_in(owner)


@pytest.fixture
def link(desk):
    desk.post("/desk/pmo-london/team/", {"email": "ada@mail.example", "role": "host"})
    return re.search(r"http://localhost:8000(/desk/invitations/\w+/)", Message.objects.get().text)[1]


def test_the_invited_joins_by_a_button(link, signed_in, ada, series):
    theirs = signed_in(ada)

    page = theirs.get(link).content.decode()
    assert "Olivia Owner invites you" in page
    assert not TeamMember.objects.filter(user=ada).exists()
    answer = theirs.post(link)

    assert answer["Location"] == "/desk/"
    assert TeamMember.objects.get(user=ada).role == "host"
    assert theirs.get(link)["Location"] == theirs.post(link)["Location"] == "/desk/"


def test_somebody_else_cannot_join(link, signed_in, ben):
    theirs = signed_in(ben)

    assert "Sign out, sign in with that address" in theirs.get(link).content.decode()
    page = theirs.post(link).content.decode()

    assert "This invitation was sent to another address." in page
    assert not TeamMember.objects.filter(user=ben).exists()


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(link, client):
    answer = client.get(link)

    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={link}")


def test_an_invitation_is_taken_back(link, desk, signed_in, ada):
    assert "ada@mail.example" in desk.get("/desk/pmo-london/team/").content.decode()

    desk.post(f"/desk/pmo-london/invitations/{Invitation.objects.get().pk}/take-back/")

    assert "ada@mail.example" not in desk.get("/desk/pmo-london/team/").content.decode()
    assert signed_in(ada).get(link).status_code == 404


def test_who_is_on_the_team_is_not_invited(desk, host):
    page = desk.post("/desk/pmo-london/team/", {"email": host.email, "role": "host"})

    assert_refused(page, id_email="This person is on the team already.")
    assert not Message.objects.exists()


def test_a_host_becomes_an_owner(desk, series, host):
    member = series.team.get(user=host)

    desk.post(f"/desk/pmo-london/team/{member.pk}/", {"role": "owner"})

    member.refresh_from_db()
    assert member.role == "owner"


def test_the_last_owner_stays(desk, series, owner):
    member = series.team.get(user=owner)

    page = desk.post(f"/desk/pmo-london/team/{member.pk}/", {"role": "host"})
    assert_refused(page, id_role_0="A series needs an owner. Make somebody else owner first.")
    page = desk.post(f"/desk/pmo-london/team/{member.pk}/remove/", follow=True)

    assert "A series needs an owner." in page.content.decode()
    assert series.team.get(user=owner).role == "owner"


def test_who_is_taken_off_the_team_sees_nothing_at_the_next_request(desk, signed_in, series, host, event):
    theirs = signed_in(host)
    assert theirs.get(f"/desk/events/{event.pk}/edit/").status_code == 200

    remove = f"/desk/pmo-london/team/{series.team.get(user=host).pk}/remove/"
    pages = {desk.post(remove)["Location"] for _ in range(2)}

    assert pages == {"/desk/pmo-london/team/"}
    assert theirs.get(f"/desk/events/{event.pk}/edit/").status_code == 404


def test_the_member_of_another_series_is_not_here(desk, zoe):
    theirs = TeamMember.objects.get(user=zoe)

    assert desk.post(f"/desk/pmo-london/team/{theirs.pk}/remove/")["Location"] == "/desk/pmo-london/team/"
    assert TeamMember.objects.filter(pk=theirs.pk).exists()
