"""My card: what I say of myself, who sees it, and how it looks to them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from attendees.models import Profile
from foundation.lib import clock, limits, names
from networking.domain import cards, seen
from networking.domain.refused import NetworkingRefused
from networking.forms.card import CardForm
from networking.views import access

HOUR = 3600
PICTURES_AN_HOUR = 20


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def fill_in_card(request: HttpRequest) -> HttpResponse:
    """GET: the card as it is, to change and as others see it. POST: saved."""
    profile = access.profile_of(request)
    card = cards.of(profile)
    said = {name: getattr(card, name) for name in ("role", "can_help", "employer", "phone", "link", "seen_by")}
    initial = {**said, "sector": profile.sector, "years": profile.years}
    form = CardForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _save(profile, form):
        messages.success(request, "Your card is saved. This is how it looks now.")
        return redirect("networking:my-card")
    shown = seen.whole(card, first_name=names.first(profile.name))
    return render(request, "networking/card_page.html", {"form": form, "card": card, "shown": shown})


@require_POST
def take_photo_away(request: HttpRequest) -> HttpResponse:
    cards.take_photo_away(access.profile_of(request), now=clock.now())
    messages.success(request, "Your picture is gone.")
    return redirect("networking:my-card")


@require_safe
@cache_control(private=True, max_age=HOUR)
def show_photo(request: HttpRequest, photo_code: str) -> HttpResponse:
    """The picture at this address, which only pages that may show it name, and which ends when they may not."""
    picture = cards.photo(photo_code)
    if picture is None:
        raise Http404
    headers = {"Content-Disposition": 'inline; filename="picture.webp"', "X-Robots-Tag": "noindex"}
    return HttpResponse(picture, content_type="image/webp", headers=headers)


def _save(profile: Profile, form: CardForm) -> bool:
    """Whether all was saved; a picture that cannot be kept leaves everything as it was."""
    now, photo = clock.now(), form.cleaned_data["photo"]
    try:
        if photo and not limits.allow("picture", str(profile.pk), times=PICTURES_AN_HOUR, seconds=HOUR):
            raise NetworkingRefused("You have sent many pictures. Try again in an hour")
        if photo:
            cards.put_photo(profile, uploaded=photo.read(), now=now)
    except NetworkingRefused as refusal:
        form.add_error("photo", str(refusal))
        return False
    cards.fill_in(profile, words=form.words, now=now)
    return True
