from django.contrib import admin
from django.contrib.admin.models import LogEntry

from foundation.accounts.models import User
from foundation.lib.read_only_admin import ReadOnly


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_staff", "is_superuser", "is_active", "groups", "last_login", "date_joined")
    readonly_fields = ("email", "last_login", "date_joined")


@admin.register(LogEntry)
class StaffJournalAdmin(ReadOnly):
    """What staff changed, looked at and searched, for each other to see."""

    list_display = ("action_time", "user", "change_message", "object_repr")
    list_filter = ("user",)
    list_select_related = ("user",)
