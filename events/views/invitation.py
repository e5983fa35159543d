"""The page behind an invitation to a team; accepting is a button, signed in with the address it was sent to."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.domain import team
from events.domain.refused import EventRefused
from events.views import access, desk, upstairs
from foundation.lib import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, code: str) -> HttpResponse:
    user = access.user_of(request)
    invitation = team.find(code, user=user, now=clock.now())
    if invitation is None:
        raise Http404
    if invitation.accepted_at:
        return redirect(upstairs.DESK)
    refusal = ""
    if request.method == "POST":
        try:
            team.accept(invitation, user=user, now=clock.now())
        except EventRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"Welcome to the team of {invitation.series.name}.")
            return redirect(upstairs.DESK)
    return desk.show(request, "events/invitation_page.html", invitation=invitation, user=user, refusal=refusal)
