"""Who comes for the first time, for many people at once."""

import datetime as dt
from collections.abc import Collection

from attendees.domain import attendance
from attendees.models import PastAttendance, Ticket
from events.models import Series


def among(emails: Collection[str], *, series: Series, before: dt.datetime) -> set[str]:
    """Those addresses that nothing shows at an earlier evening of this series; three queries whatever their number.

    Worked out from attendance: a series without any recorded calls nobody a first-timer.
    """
    if not attendance.is_recorded(series, before=before):
        return set()
    evenings = Ticket.objects.checked_in().filter(event__series=series, event__starts_at__lt=before)
    earlier = PastAttendance.objects.filter(series=series)
    came = set(evenings.filter(holder__email__in=emails).values_list("holder__email", flat=True))
    came |= set(earlier.filter(profile__email__in=emails).values_list("profile__email", flat=True))
    return set(emails) - came
