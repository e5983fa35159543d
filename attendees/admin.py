"""The staff's view of people and their places: to look at; the desk and the ticket page change things."""

from django.contrib import admin

from attendees.models import Consent, DoorAct, PastAttendance, Profile, SignUp, Ticket, WaitingListEntry
from foundation.lib.read_only_admin import ReadOnly


@admin.register(Profile)
class ProfileAdmin(ReadOnly):
    list_display = ("name", "email", "created_at", "reminders_off_at")
    search_fields = ("name", "email")
    exclude = ("feed_code",)


@admin.register(SignUp)
class SignUpAdmin(ReadOnly):
    list_display = ("name", "event", "way", "created_at")
    list_select_related = ("event",)
    search_fields = ("name", "email")
    exclude = ("browser_hash", "address_hash", "manage_hash", "wish_key")


@admin.register(Ticket)
class TicketAdmin(ReadOnly):
    list_display = ("name", "event", "state", "confirmed_at", "checked_in_at")
    list_filter = ("state",)
    list_select_related = ("event",)
    search_fields = ("name", "email")
    exclude = ("manage_hash", "door_hash")


@admin.register(WaitingListEntry)
class WaitingListEntryAdmin(ReadOnly):
    list_display = ("name", "event", "party", "rank", "state", "offered_until")
    list_filter = ("state",)
    list_select_related = ("event",)
    search_fields = ("name", "email")
    exclude = ("code_hash",)


@admin.register(Consent)
class ConsentAdmin(ReadOnly):
    list_display = ("profile", "series", "source", "given_at", "withdrawn_at")
    list_select_related = ("profile", "series")
    exclude = ("withdraw_code",)


@admin.register(DoorAct)
class DoorActAdmin(ReadOnly):
    list_display = ("kind", "phone", "happened_at", "received_at", "outcome", "undone_at")
    list_filter = ("kind", "outcome")
    list_select_related = ("phone",)


@admin.register(PastAttendance)
class PastAttendanceAdmin(ReadOnly):
    list_display = ("profile", "series", "date", "source")
    list_select_related = ("profile", "series")
