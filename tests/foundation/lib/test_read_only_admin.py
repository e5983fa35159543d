from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.support.factories import ProfileFactory


def entries():
    return [(entry.object_repr, entry.change_message) for entry in LogEntry.objects.order_by("id")]


def test_whom_staff_look_up_and_search_is_written_down_without_a_name(admin_client):
    ada = ProfileFactory(name="Ada Park")
    people = reverse("admin:attendees_profile_changelist")

    admin_client.get(people)
    admin_client.get(people, {"q": "ada"})
    admin_client.get(reverse("admin:attendees_profile_change", args=[ada.pk]))

    assert entries() == [("profile", "Searched."), (f"profile {ada.pk}", "Looked at.")]


def test_staff_see_who_looked(admin_client, admin_user):
    admin_client.get(reverse("admin:attendees_profile_changelist"), {"q": "ada"})

    page = admin_client.get(reverse("admin:admin_logentry_changelist")).content.decode()

    assert "Searched." in page
    assert str(admin_user) in page


def test_nobody_else_leaves_an_entry(client, ada):
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.get(reverse("admin:attendees_profile_changelist"), {"q": "ada"})

    assert answer.status_code == 302
    assert entries() == []
