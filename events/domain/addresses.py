"""The addresses of series and events: /<series>/<event>/."""

import datetime as dt

from django.conf import settings

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


def check_series(slug: str, *, besides: Series | None = None) -> None:
    """Raises EventRefused when a series cannot have this address."""
    if is_ours(slug):
        raise EventRefused(f"The address “{slug}” belongs to the site itself. Choose another one.")
    others = Series.objects.filter(slug=slug)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise EventRefused(f"The address “{slug}” is taken. Choose another one.")


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
