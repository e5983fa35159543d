"""Where Stripe tells us what happened. Kept and answered at once; the work is done by the inbox' sweep."""

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from payments import gateway
from payments.domain import inbox

log = logging.getLogger(__name__)
LARGEST = 1_000_000


@csrf_exempt
@require_POST
def take_webhook(request: HttpRequest) -> HttpResponse:
    """200 when the message is kept (or was already), 400 for anything that Stripe did not just send to us.

    A database that is locked is answered with 503 by the middleware, and Stripe sends the message again.
    """
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return HttpResponse(status=413)
    try:
        happening = gateway.read_webhook(request.body, signature=request.headers.get("Stripe-Signature", ""))
    except gateway.Forged as forged:
        log.warning("a webhook was refused: %s", forged)
        return HttpResponse(status=400)
    inbox.receive(happening)
    return HttpResponse(status=200)
