from django.urls import path

from networking.views import (
    activities,
    evening,
    feedback,
    noticed,
    print_tables,
    screens,
    table,
    wall,
    where,
    write_up,
)

app_name = "networking"
ACTIVITIES = "desk/<slug:series>/activities/"
NOTICED = "desk/events/<int:event_id>/noticed/"
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
    path("t/<slug:code>/noticed/", noticed.notice, name="notice"),
    path("table/<slug:code>/<int:table>/noticed/", noticed.notice_at_table, name="notice-at-table"),
    path("wall/<slug:code>/board/", noticed.show_board, name="board"),
    path(NOTICED, noticed.list_noticed, name="list-noticed"),
    path(f"{NOTICED}reveal/", noticed.reveal_noticed, name="reveal-noticed"),
    path(f"{NOTICED}<int:pattern_id>/", noticed.move_noticed, name="move-noticed"),
    path("desk/events/<int:event_id>/write-up/", write_up.edit_write_up, name="edit-write-up"),
    path("desk/events/<int:event_id>/write-up/take-back/", write_up.take_back_write_up, name="take-back-write-up"),
    path("wall/<slug:code>/", wall.show_wall, name="wall"),
    path("table/<slug:code>/", table.choose_table, name="choose-table"),
    path("table/<slug:code>/<int:number>/", table.show_table, name="table"),
    path("desk/events/<int:event_id>/screens/", screens.show_screens, name="screens"),
    path("desk/events/<int:event_id>/print/signs/", print_tables.print_signs, name="print-signs"),
    path("desk/events/<int:event_id>/print/rounds/", print_tables.print_rounds, name="print-rounds"),
    path("desk/events/<int:event_id>/print/where/", print_tables.print_where, name="print-where"),
    path("t/<slug:code>/table/", where.show_where, name="where"),
]
