from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from events.models import Series, TeamMember
from foundation.accounts.models import User


def run(*args):
    out = StringIO()
    call_command("make_owner", *args, stdout=out)
    return out.getvalue()


def team():
    return list(TeamMember.objects.values_list("series__slug", "user__email", "role"))


def test_make_owner_starts_the_first_series(db):
    said = run("Amara@Mail.example", "--series", "pmo-london", "--name", "PMO Flashmob London")

    assert team() == [("pmo-london", "amara@mail.example", "owner")]
    series = Series.objects.get()
    assert (series.name, series.host_name, series.email) == ("PMO Flashmob London", "amara", "amara@mail.example")
    assert not User.objects.get().has_usable_password()
    assert said.splitlines()[0] == "amara@mail.example is an owner of PMO Flashmob London (/pmo-london/)."
    assert "http://localhost:8000/desk/" in said


def test_make_owner_of_the_only_series_raises_a_host_and_twice_is_harmless(series, host):
    run(host.email)
    run(host.email)

    assert ("pmo-london", host.email, "owner") in team()
    assert len(team()) == 2


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("amara@mail.example",), "There is no series yet"),
        (("amara",), "Enter a valid email address"),
        (("amara@mail.example", "--series", "PMO London"), "Enter a valid"),
        (("amara@mail.example", "--series", "desk"), "belongs to the site itself"),
    ],
)
def test_make_owner_says_what_is_wrong(db, args, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(*args)

    assert team() == []
    assert not Series.objects.exists()
    assert not User.objects.exists()


def test_make_owner_asks_which_of_several_series(series, zoe, ada):
    with pytest.raises(CommandError, match="several series"):
        run(ada.email)
