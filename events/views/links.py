"""Links for one evening: for door volunteers, and for who stands in for the host."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.domain import evening_links
from events.forms.evening_link import EveningLinkForm
from events.models import EveningLink
from events.views import access, desk
from foundation.lib import clock, links, qr


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def list_links(request: HttpRequest, event_id: int) -> HttpResponse:
    event = access.event_for_host(request, event_id)
    now = clock.now()
    form = EveningLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        evening_links.make(event, **form.cleaned_data, by=access.signed_in_name(request), now=now)
        messages.success(request, f"The link for {form.cleaned_data['name']} is ready.")
        return redirect("events:list-links", event_id=event.pk)
    shown = [
        {"link": link, "url": (url := _address(link)), "qr": qr.svg(url)}
        for link in EveningLink.objects.filter(event=event, revoked_at__isnull=True).order_by("-id")
    ]
    is_dead = now >= event.ends_at + EveningLink.AFTER_END
    return desk.show(request, "events/links_page.html", form=form, event=event, links=shown, is_dead=is_dead)


@require_POST
def revoke_link(request: HttpRequest, event_id: int, link_id: int) -> HttpResponse:
    event = access.event_for_host(request, event_id)
    link = get_object_or_404(EveningLink, pk=link_id, event=event)
    evening_links.revoke(link, by=access.signed_in_name(request), now=clock.now())
    messages.success(request, f"The link of {link.name} opens nothing any more.")
    return redirect("events:list-links", event_id=event.pk)


def _address(link: EveningLink) -> str:
    return links.to("events:open-evening-link", code=evening_links.code(link))
