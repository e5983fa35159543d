from django.urls import path

from events.views import (
    diary,
    editing,
    evening,
    evening_link,
    invitation,
    journal,
    links,
    publish,
    series,
    team,
    tonight,
    venues,
)

app_name = "events"
urlpatterns = [
    path("tonight/<slug:code>/", evening_link.open_evening_link, name="open-evening-link"),
    path("desk/new/", series.create_series, name="create-series"),
    path("desk/invitations/<slug:code>/", invitation.accept_invitation, name="accept-invitation"),
    path("desk/events/<int:event_id>/edit/", editing.edit_event, name="edit-event"),
    path("desk/events/<int:event_id>/publish/", publish.publish_event, name="publish-event"),
    path("desk/events/<int:event_id>/duplicate/", evening.duplicate_event, name="duplicate-event"),
    path("desk/events/<int:event_id>/line/", tonight.write_tonight, name="write-tonight"),
    path("desk/events/<int:event_id>/word/", tonight.change_word, name="change-word"),
    path("desk/events/<int:event_id>/links/", links.list_links, name="list-links"),
    path("desk/events/<int:event_id>/links/<int:link_id>/revoke/", links.revoke_link, name="revoke-link"),
    path("desk/events/<int:event_id>/journal/", journal.show_event_journal, name="show-event-journal"),
    path("desk/<slug:series>/new/", evening.create_event, name="create-event"),
    path("desk/<slug:series>/edit/", series.edit_series, name="edit-series"),
    path("desk/<slug:series>/journal/", journal.show_series_journal, name="show-series-journal"),
    path("desk/<slug:series>/venues/", venues.list_venues, name="list-venues"),
    path("desk/<slug:series>/venues/new/", venues.create_venue, name="create-venue"),
    path("desk/<slug:series>/venues/<int:venue_id>/", venues.edit_venue, name="edit-venue"),
    path("desk/<slug:series>/team/", team.list_team, name="list-team"),
    path("desk/<slug:series>/team/<int:member_id>/", team.change_role, name="change-role"),
    path("desk/<slug:series>/team/<int:member_id>/remove/", team.remove_member, name="remove-member"),
    path(
        "desk/<slug:series>/invitations/<int:invitation_id>/take-back/",
        team.take_back_invitation,
        name="take-back-invitation",
    ),
    path("<slug:series>/dates.ics", diary.show_series, name="series-feed"),
    path("<slug:series>/<slug:event>/event.ics", diary.show_event, name="event-diary"),
]
