from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email, validate_slug
from django.db import transaction

from events.domain import series as all_series
from events.domain import team
from events.domain.refused import EventRefused
from events.models import Series
from foundation.accounts.models import User
from foundation.lib import clock, links


class Command(BaseCommand):
    help = (
        "Make somebody an owner: of the only series, or of --series SLUG, which is started when it does not exist. "
        "The person then signs in with a mailed code. Twice is harmless."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--series", help="its web address, for example pmo-london")
        parser.add_argument("--name", help="the name of a series to be started, for example 'PMO Flashmob London'")

    def handle(self, *args: Any, email: str, series: str | None, name: str | None, **options: Any) -> None:
        email = email.strip().lower()
        try:
            validate_email(email)
            if series:
                validate_slug(series)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with transaction.atomic():
            found = find(series)
            user = User.objects.filter(email=email).first() or User.objects.create_user(email)
            if found:
                team.make_owner(found, user=user, now=clock.now())
            else:
                found = start(str(series), name=name, owner=user)
        self.stdout.write(f"{email} is an owner of {found.name} (/{found.slug}/).")
        self.stdout.write(f"Open {links.to('pages:desk')} and sign in with that address: a code comes by mail.")
        self.stdout.write("Then set up the second step.")


def find(slug: str | None) -> Series | None:
    """The series meant; None for one to be started. Raises CommandError when it is not clear which."""
    if slug:
        return Series.objects.filter(slug=slug).first()
    found = list(Series.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    raise CommandError(
        "There are several series: say which with --series SLUG."
        if found
        else "There is no series yet: start the first one with --series pmo-london --name 'PMO Flashmob London'."
    )


def start(slug: str, *, name: str | None, owner: User) -> Series:
    """A new series with what the command knows; its owner fills in the rest at the desk."""
    values = {
        "slug": slug.lower(),
        "name": name or slug.replace("-", " ").title(),
        "host_name": owner.called,
        "email": owner.email,
    }
    try:
        return all_series.create(owner=owner, values=values, now=clock.now())
    except EventRefused as refused:
        raise CommandError(str(refused)) from refused
