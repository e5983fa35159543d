"""The staff's view of what organisers publish. States and counts are read only: the domain moves them."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from events.models import EveningLink, Event, Invitation, JournalEntry, Places, Series, TeamMember, Venue, Voucher
from foundation.lib import clock
from foundation.lib.read_only_admin import ReadOnly


class Stamped(admin.ModelAdmin):
    """What staff change here shows on pages, which are rendered anew when `changed_at` is."""

    exclude = ("changed_at",)

    def save_form(self, request: HttpRequest, form: ModelForm, change: Any) -> Series | Venue | Event:
        row: Series | Venue | Event = super().save_form(request, form, change)
        row.changed_at = clock.now()
        return row


@admin.register(Series)
class SeriesAdmin(Stamped):
    """A series is started at the desk or by `manage.py make_owner`, which know the addresses that cannot be."""

    list_display = ("name", "slug", "host_name", "email")
    search_fields = ("name", "slug")
    readonly_fields = ("slug",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Venue)
class VenueAdmin(Stamped):
    list_display = ("name", "series", "postcode", "step_free")
    list_select_related = ("series",)


@admin.register(Event)
class EventAdmin(Stamped):
    list_display = ("title", "series", "starts_at", "state", "places")
    list_filter = ("state", "series")
    list_select_related = ("series", "places")
    date_hierarchy = "starts_at"
    readonly_fields = (
        "state",
        "starts_at",
        "ends_at",
        "time_zone",
        "venue",
        "title",
        "published_at",
        "cancelled_at",
        "cancel_reason",
        "moved_at",
        "diary_revision",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False


@admin.register(TeamMember)
class TeamMemberAdmin(admin.ModelAdmin):
    list_display = ("user", "series", "role", "since")
    list_select_related = ("user", "series")


@admin.register(Places)
class PlacesAdmin(ReadOnly):
    list_display = ("event", "capacity", "taken", "ceiling")
    list_select_related = ("event",)


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnly):
    list_display = ("at", "series", "event", "by", "sentence")
    list_select_related = ("series", "event")


@admin.register(EveningLink)
class EveningLinkAdmin(ReadOnly):
    list_display = ("name", "role", "event", "created_at", "revoked_at")
    list_select_related = ("event",)
    exclude = ("code_hash",)


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    list_display = ("email", "series", "role", "sent_at", "accepted_at")
    list_select_related = ("series",)
    exclude = ("code_hash",)


@admin.register(Voucher)
class VoucherAdmin(ReadOnly):
    list_display = ("words", "series", "event", "kind", "value", "most_places", "reserved", "ends_at", "ended_at")
    list_select_related = ("series", "event")
