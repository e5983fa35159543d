import pytest

from events.forms.series import SeriesForm, initial_of
from events.models import Series

TYPED = {
    "name": "PMO Flashmob Leeds",
    "slug": "PMO-Leeds",
    "host_name": "Zoe",
    "email": "zoe@mail.example",
    "starts_at_time": "18:30",
    "ends_at_time": "21:00",
    "time_zone": "Europe/London",
    "repeats_as": "drafts",
    "capacity": "60",
    "price": "5",
    "currency": "gbp",
    "refund_hours": "24",
    "offer_hours": "24",
    "vat_percent": "20",
}


def test_values_make_a_series(db):
    form = SeriesForm({**TYPED, "repeats_week": "-1", "repeats_weekday": "3", "vat_number": ""}, series=None)

    assert form.is_valid(), form.errors
    series = Series(**form.values)
    assert (series.slug, series.repeats_week, series.repeats_weekday, series.price_amount) == ("pmo-leeds", -1, 3, 500)


def test_a_series_comes_back_as_it_was(series):
    shown = SeriesForm(series=series, initial=initial_of(series))
    sent = {name: shown[name].value() for name in shown.fields}
    sent = {name: getattr(value, "pk", value) for name, value in sent.items() if value is not None}

    form = SeriesForm(sent, series=series)

    assert form.is_valid(), form.errors
    assert form.values == {name: getattr(series, name) for name in form.values}


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"slug": "pmo leeds!"}, {"slug": ["Use small letters, digits and dashes only"]}),
        ({"email": "zoe@localhost"}, {"email": ["Enter an e-mail address like name@work.uk"]}),
        ({"repeats_week": "1"}, {"repeats_weekday": ["Choose a day"]}),
        ({"vat_number": "12"}, {"vat_number": ["Enter a VAT number like GB123456789"]}),
        (
            {"vat_number": "gb 123 4567 89"},
            {
                "supplier_name": ["Enter the name: a VAT invoice must show it"],
                "supplier_address": ["Enter the address: a VAT invoice must show it"],
            },
        ),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(db, typed, errors):
    assert SeriesForm({**TYPED, **typed}, series=None).errors == errors


def test_a_weekday_without_a_rhythm_is_no_rhythm(db):
    form = SeriesForm({**TYPED, "repeats_weekday": "2"}, series=None)

    assert form.is_valid()
    assert (form.values["repeats_week"], form.values["repeats_weekday"]) == (None, None)


def test_address_and_currency_stay_once_something_is_published(series):
    form = SeriesForm({**TYPED, "slug": "other", "currency": "eur"}, series=series, address_is_settled=True)

    assert form.is_valid(), form.errors
    assert not {"slug", "currency"} & set(form.values)
