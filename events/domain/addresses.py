"""The addresses of series and events: /<series>/<event>/."""

import contextlib
import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db import IntegrityError, transaction

from events.domain.refused import EventRefused
from events.models import Event, Series

# First parts of paths that belong to the site; a series by such a name could not be reached. A test compares them
# with the URL map. Some are kept for later, some because browsers and robots ask for them.
_OURS = (
    "accessibility accounts admin api apple-touch-icon assets blog broadcasts contact d desk docs door events "
    "erased favicon feeds give healthz help here hosts invitations lost mailbox media my new p privacy readyz receipts "
    "refunds robots series sign-in sign-out sign-up simulator sitemap static stop stories story stripe style t table "
    "team terms tonight w wall www"
)
RESERVED = frozenset(_OURS.split())


def check_series(slug: str) -> None:
    """Raises EventRefused when no series can have this address."""
    if is_ours(slug):
        raise EventRefused(f"The address “{slug}” belongs to the site itself. Choose another one.")


@contextlib.contextmanager
def claim_series(slug: str) -> Iterator[None]:
    """Save a series under this address in here. Raises EventRefused when another one has it, and nothing is saved."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as taken:
        raise EventRefused(f"The address “{slug}” is taken. Choose another one.") from taken


def is_ours(slug: str) -> bool:
    """Whether paths that begin so belong to the site and to no series."""
    return slug in RESERVED or slug == settings.ADMIN_PATH


def is_settled(series: Series) -> bool:
    """Whether people may know the series' address, because something was published under it."""
    return Event.objects.filter(series=series, published_at__isnull=False).exists()


def for_event(series: Series, *, day: dt.date, besides: Event | None = None) -> str:
    """2026-12-01, or 2026-12-01-2 when another event of the series has it."""
    others = Event.objects.filter(series=series, slug__startswith=day.isoformat())
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    taken = set(others.values_list("slug", flat=True))
    slug, number = day.isoformat(), 1
    while slug in taken:
        number += 1
        slug = f"{day.isoformat()}-{number}"
    return slug
