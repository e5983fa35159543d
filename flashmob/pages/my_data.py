"""Everything we hold about the person who is signed in, to read and as a file. Nothing of it is kept for that: the
link says whose it is and until when, and the page is put together when it is opened.
"""

import datetime as dt
import json

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from flashmob import personal_data
from foundation.accounts.models import User
from foundation.lib import clock

SALT = "my-data"
LASTS = dt.timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def offer(request: HttpRequest) -> HttpResponse:
    """GET: what one gets. POST: a link that works for seven days, for this person signed in."""
    if request.method == "POST":
        until = clock.now() + LASTS
        token = signing.dumps({"user": request.user.pk, "until": until.isoformat()}, salt=SALT)
        return redirect("pages:my-data", token)
    return render(request, "pages/my_data_page.html")


@require_safe
@never_cache
@login_required
def show(request: HttpRequest, token: str) -> HttpResponse:
    user, until = _read(request, token)
    context = {"sections": personal_data.of(user), "token": token, "until": until}
    return render(request, "pages/my_data_whole_page.html", context)


@require_safe
@never_cache
@login_required
def download(request: HttpRequest, token: str) -> HttpResponse:
    """The same as JSON."""
    user, _ = _read(request, token)
    whole = {section.title: section.rows for section in personal_data.of(user)}
    text = json.dumps(whole, indent=2, ensure_ascii=False, default=str)
    headers = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


def _read(request: HttpRequest, token: str) -> tuple[User, dt.datetime]:
    """Whose data and until when; Http404 for anybody else's link, and for one that is over."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    until = dt.datetime.fromisoformat(said["until"])
    if not isinstance(request.user, User) or request.user.pk != said["user"] or clock.now() >= until:
        raise Http404
    return request.user, until
