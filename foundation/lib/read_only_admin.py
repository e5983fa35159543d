"""The admin's page of rows that only the domain writes. Whom staff looked up or searched for is written down."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.http import HttpRequest, HttpResponse


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """To look at, not to change: these rows are written by the domain only."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.GET.get("q") and self.has_view_permission(request):
            self._note(request, "", "Searched.")
        return super().changelist_view(request, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if self.has_view_permission(request):
            self._note(request, object_id, "Looked at.")
        return super().change_view(request, object_id, form_url, extra_context)

    def _note(self, request: HttpRequest, object_id: str, sentence: str) -> None:
        """By number and never by name, so that nothing has to be forgotten there."""
        viewer: Any = request.user
        LogEntry.objects.create(
            user=viewer,
            content_type=get_content_type_for_model(self.model),
            object_id=object_id,
            object_repr=f"{self.opts.verbose_name} {object_id}".strip(),
            action_flag=CHANGE,
            change_message=sentence,
        )
