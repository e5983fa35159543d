import pytest

from events.models import Series
from tests.support.factories import UserFactory


@pytest.fixture
def staff(client, db, settings):
    settings.DEMO = True
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    return client


def test_what_staff_change_is_rendered_anew(staff, series, frozen, settings):
    address = f"/{settings.ADMIN_PATH}/events/series/{series.pk}/change/"
    form = staff.get(address).context["adminform"].form
    sent = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value is not False}
    sent |= {f"created_at_{part}": value for part, value in (("0", "2026-06-01"), ("1", "12:00"))}

    answer = staff.post(address, {**sent, "about": "New words", "_save": "Save"})

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert Series.objects.filter(about="New words").values_list("changed_at", flat=True).get() == frozen.now
