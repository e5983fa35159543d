import pytest

from events.models import Series, TeamMember
from tests.events import evenings
from tests.events.forms.test_series_form import TYPED
from tests.support.error_pages import assert_refused, kept


@pytest.fixture
def desk(signed_in, owner):
    return signed_in(owner)


def test_an_owner_starts_another_series_and_is_asked_where(desk, owner):
    answer = desk.post("/desk/new/", TYPED)

    series = Series.objects.get(slug="pmo-leeds")
    assert answer["Location"] == "/desk/pmo-leeds/venues/new/"
    assert TeamMember.objects.get(series=series).user == owner


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("desk", "The address “desk” belongs to the site itself. Choose another one."),
        ("pmo-london", "The address “pmo-london” is taken. Choose another one."),
    ],
)
def test_an_address_that_cannot_be_is_refused_and_the_rest_kept(desk, slug, sentence):
    page = desk.post("/desk/new/", {**TYPED, "slug": slug})

    assert_refused(page, id_slug=sentence)
    assert kept(page, "id_name") == "PMO Flashmob Leeds"


def test_a_series_is_changed(desk, series):
    desk.post("/desk/pmo-london/edit/", {**TYPED, "slug": "pmo-london", "name": "PMO Flashmob", "price": "7.50"})

    series.refresh_from_db()
    assert (series.name, series.price_amount, series.slug) == ("PMO Flashmob", 750, "pmo-london")


def test_the_address_cannot_change_once_people_know_it(desk, event):
    page = desk.get("/desk/pmo-london/edit/")
    assert 'name="slug"' not in page.content.decode()

    desk.post("/desk/pmo-london/edit/", {**TYPED, "slug": "pmo-new"})

    assert Series.objects.filter(slug="pmo-london", name="PMO Flashmob Leeds").exists()


def test_a_draft_does_not_settle_the_address(desk, series):
    evenings.make_draft(series)

    desk.post("/desk/pmo-london/edit/", {**TYPED, "slug": "pmo-new"})

    assert Series.objects.filter(slug="pmo-new").exists()
