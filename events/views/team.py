"""Who runs a series: its owner invites, changes roles and takes people off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.domain import team
from events.domain.refused import EventRefused
from events.forms.team import InvitationForm, RoleForm
from events.models import Invitation, TeamMember
from events.views import access, desk, upstairs
from foundation.lib import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def list_team(request: HttpRequest, series: str) -> HttpResponse:
    found = access.series_for_owner(request, series)
    now = clock.now()
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            team.invite(found, **form.cleaned_data, inviter=access.user_of(request), now=now)
        except EventRefused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, "The invitation is on its way. It works for a week.")
            return redirect("events:list-team", series=found.slug)
    members = TeamMember.objects.filter(series=found).select_related("user").order_by("-role", "since")
    return desk.show(
        request,
        "events/team_page.html",
        form=form,
        series=found,
        members=members,
        invitations=team.open_invitations(found, now=now),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_role(request: HttpRequest, series: str, member_id: int) -> HttpResponse:
    found = access.series_for_owner(request, series)
    member = get_object_or_404(TeamMember.objects.select_related("user", "series"), pk=member_id, series=found)
    form = RoleForm(request.POST or None, initial={"role": member.role})
    if request.method == "POST" and form.is_valid():
        try:
            team.change_role(member, role=form.cleaned_data["role"], by=access.signed_in_name(request))
        except EventRefused as refused:
            form.add_error("role", str(refused))
        else:
            return _back(request, series=found.slug, user_id=member.user_id)
    return desk.show(request, "events/member_page.html", form=form, series=found, member=member)


@require_POST
def remove_member(request: HttpRequest, series: str, member_id: int) -> HttpResponse:
    found = access.series_for_owner(request, series)
    member = TeamMember.objects.select_related("user", "series").filter(pk=member_id, series=found).first()
    if member is None:  # the button was pressed twice
        return redirect("events:list-team", series=found.slug)
    try:
        team.remove(member, by=access.signed_in_name(request))
    except EventRefused as refused:
        messages.warning(request, str(refused))
        return redirect("events:list-team", series=found.slug)
    return _back(request, series=found.slug, user_id=member.user_id)


@require_POST
def take_back_invitation(request: HttpRequest, series: str, invitation_id: int) -> HttpResponse:
    found = access.series_for_owner(request, series)
    invitation = get_object_or_404(Invitation.objects.select_related("series"), pk=invitation_id, series=found)
    team.take_back(invitation, by=access.signed_in_name(request), now=clock.now())
    messages.success(request, "The invitation opens nothing any more.")
    return redirect("events:list-team", series=found.slug)


def _back(request: HttpRequest, *, series: str, user_id: int) -> HttpResponse:
    """To the team's page, or to the desk for an owner who has just stopped being one."""
    messages.success(request, "Done.")
    is_me = user_id == access.user_of(request).pk
    return redirect(upstairs.DESK) if is_me else redirect("events:list-team", series=series)
