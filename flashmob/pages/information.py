"""The plain pages: privacy, refunds, contact and complaints, accessibility. One query each when unchanged."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from events.models import Series
from flashmob.pages import rendered


def page(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """A view of templates/pages/<name>_page.html, which may name the series and their contacts."""

    @rendered.for_everybody
    def show(request: HttpRequest) -> HttpResponse:
        series = list(Series.objects.all()[:20])
        stamp = [(one.pk, one.changed_at) for one in series]
        return rendered.once(
            request, stamp=stamp, make=lambda: render_to_string(f"pages/{name}_page.html", {"all_series": series})
        )

    return show
