from django.urls import path

from networking.views import activities, evening, feedback

app_name = "networking"
ACTIVITIES = "desk/<slug:series>/activities/"
ACTIVITY = f"{ACTIVITIES}card/<slug:activity>/"
urlpatterns = [
    path("t/<slug:code>/evening/", evening.show_evening, name="evening"),
    path("t/<slug:code>/feedback/", feedback.give_feedback, name="feedback"),
    path(ACTIVITIES, activities.list_activities, name="list-activities"),
    path(f"{ACTIVITIES}new/", activities.create_activity, name="create-activity"),
    path(f"{ACTIVITIES}deck.json", activities.download_deck, name="download-deck"),
    path(f"{ACTIVITIES}bring-in/", activities.bring_in_deck, name="bring-in-deck"),
    path(ACTIVITY, activities.edit_activity, name="edit-activity"),
    path(f"{ACTIVITY}retire/", activities.retire_activity, name="retire-activity"),
    path(f"{ACTIVITY}bring-back/", activities.bring_back_activity, name="bring-back-activity"),
    path("desk/events/<int:event_id>/activity/", activities.choose_activity, name="choose-activity"),
]
