"""The staff's view of the evenings' plans: to look at. What people said to each other is not shown here."""

from django.contrib import admin

from foundation.lib.read_only_admin import ReadOnly
from networking.models import Activity, Round, RunSheet


@admin.register(Activity)
class ActivityAdmin(ReadOnly):
    list_display = ("title", "series", "minutes", "changed_at", "retired_at")
    list_select_related = ("series",)


@admin.register(RunSheet)
class RunSheetAdmin(ReadOnly):
    list_display = ("event", "step", "group_size", "rounds", "minutes", "changed_at")
    list_select_related = ("event",)
    exclude = ("wall_hash", "table_hash")


@admin.register(Round)
class RoundAdmin(ReadOnly):
    list_display = ("event", "number", "state", "starts_at", "ends_at")
    list_filter = ("state",)
    list_select_related = ("event",)
