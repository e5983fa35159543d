"""Composed pages. What visitors ask for most comes first: `<series:…>` takes no path that belongs to the site."""

from django.conf import settings
from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from events.domain import addresses
from flashmob.pages import (
    desk,
    event,
    health,
    home,
    host_event,
    information,
    mail_previews,
    mailbox,
    my_data,
    my_evenings,
    preview,
    series,
    style,
    ticket,
)


class SeriesConverter(SlugConverter):
    def to_python(self, value: str) -> str:
        if addresses.is_ours(value):
            raise ValueError(value)
        return value


register_converter(SeriesConverter, "series")

app_name = "pages"
urlpatterns = [
    path("", home.show, name="home"),
    path("<series:series>/<slug:event>/", event.show, name="event"),
    path("<series:series>/<slug:event>/picture.png", event.show_picture, name="event-picture"),
    path("<series:series>/", series.show, name="series"),
    path("desk/", desk.show, name="desk"),
    path("desk/events/<int:event_id>/", host_event.show, name="host-event"),
    path("desk/events/<int:event_id>/preview/", preview.show, name="preview-event"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("t/<slug:code>/", ticket.show, name="ticket"),
    path("my/", my_evenings.show, name="my-evenings"),
    path("my/data/", my_data.offer, name="offer-my-data"),
    path("my/data/<str:token>/", my_data.show, name="my-data"),
    path("my/data/<str:token>/my-data.json", my_data.download, name="my-data-file"),
    path("erased/", information.page("erased"), name="erased"),
    path("privacy/", information.page("privacy"), name="privacy"),
    path("refunds/", information.page("refunds"), name="refunds"),
    path("contact/", information.page("contact"), name="contact"),
    path("accessibility/", information.page("accessibility"), name="accessibility"),
]
if settings.DEMO:
    urlpatterns += [
        path("style/", style.style_page, name="style"),
        path("mailbox/", mailbox.show_all, name="mailbox"),
        path("mailbox/previews/", mail_previews.show_all, name="mail-previews"),
        path("mailbox/previews/<slug:kind>/", mail_previews.show, name="mail-preview"),
        path("mailbox/previews/<slug:kind>/html/", mail_previews.show_html, name="mail-preview-html"),
        path("mailbox/<str:mail>/", mailbox.show, name="mail"),
        path("mailbox/<str:mail>/html/", mailbox.show_html, name="mail-html"),
        path("mailbox/<str:mail>/source/", mailbox.show_source, name="mail-source"),
        path("mailbox/<str:mail>/files/<int:number>/", mailbox.download, name="mail-file"),
    ]
