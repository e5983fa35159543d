from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from attendees.domain import transfers
from attendees.views import done
from attendees.views.access import opened_by_code, sign_up_for_code
from attendees.views.rename_ticket import chosen
from foundation.lib import clock


@require_POST
@opened_by_code
def withdraw_transfer(request: HttpRequest, code: str) -> HttpResponse:
    """The buyer takes back the open offer of one place (`place=2`); twice is harmless."""
    sign_up = sign_up_for_code(code)
    transfers.withdraw(chosen(sign_up, request.POST.get("place", "")), now=clock.now())
    return done.back(sign_up, "not-offered")
