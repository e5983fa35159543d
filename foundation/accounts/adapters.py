"""allauth, bent to the house: its mails go through the outbox, and accounts are made by our own sign-in only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string

from foundation.accounts.domain import letters


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Entering a mailed code makes the account (foundation.accounts.views.sign_in); there is no other form."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Security notices and reset codes, as allauth words them, in our layout and through the outbox."""
        request = allauth_context.request
        full = {**context, "request": request, "email": email, "current_site": {"name": settings.SITE_NAME}}
        letters.notice(
            email,
            subject=" ".join(render_to_string(f"{template_prefix}_subject.txt", full).split()),
            words=render_to_string(f"{template_prefix}_message.txt", full).strip(),
        )
