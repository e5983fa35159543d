from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from attendees.domain import consents
from attendees.models import Consent
from attendees.views.access import opened_by_code
from foundation.lib import clock


@csrf_exempt  # RFC 8058: a mail program posts without cookie, token or form; the address is the secret
@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def withdraw_consent(request: HttpRequest, code: str) -> HttpResponse:
    """GET: a page with a button. POST: no more mails about next dates; twice is fine."""
    consent = get_object_or_404(Consent.objects.select_related("series"), withdraw_code=code)
    if request.method == "POST":
        consents.withdraw(consent, now=clock.now())
        consent.refresh_from_db()
    return render(request, "attendees/stop_page.html", {"series": consent.series, "is_stopped": consent.withdrawn_at})
