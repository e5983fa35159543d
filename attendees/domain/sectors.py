"""In which sector somebody works: what a buyer said for this evening, else what the person said once."""

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, When

from attendees.models import SignUp, Ticket

LABELS = dict(SignUp.SECTORS)


def of_ticket() -> Case:
    """The sector of a ticket's person, as an expression over tickets; None or "" when nothing was said."""
    return Case(
        When(~Q(sign_up__sector=""), seat=1, then=F("sign_up__sector")),
        default=F("holder__sector"),
        output_field=CharField(),
    )


def of_evening(event_id: int) -> dict[int, str]:
    """By ticket the sector of each person with a valid place who said one; one query."""
    found = Ticket.objects.for_event(event_id).valid().values_list("pk", of_ticket())
    return {pk: sector for pk, sector in found if sector}


def of_profile(sector: str, *, series_id: int) -> Q:
    """Profiles of this sector: the person's own word, or without one what they said with a place of the series."""
    said = SignUp.objects.filter(buyer=OuterRef("pk"), event__series=series_id, sector=sector)
    return Q(sector=sector) | Q(sector="") & Q(Exists(said))
