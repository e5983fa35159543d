from django.contrib import admin

from foundation.accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_staff", "is_superuser", "is_active", "groups", "last_login", "date_joined")
    readonly_fields = ("email", "last_login", "date_joined")
