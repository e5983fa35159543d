from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from foundation.accounts.models import User
from foundation.mail.domain import bounces


@require_POST
@login_required
def say_it_works(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in says that mail reaches them again."""
    if isinstance(request.user, User):
        bounces.forgive(request.user.email)
        messages.success(request, f"From now on our mails go to {request.user.email} again.")
    return redirect("/my/")
