import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from foundation.lib.form_times import ClockField, DayField


@pytest.mark.parametrize("typed", ["2026-12-01", "1/12/2026", "01/12/26"])
def test_a_day_is_read_as_browsers_send_it_and_as_people_type_it(typed):
    assert DayField().clean(typed) == dt.date(2026, 12, 1)


@pytest.mark.parametrize("typed", ["31/2/2026", "12/31/2026", "tomorrow"])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(ValidationError):
        DayField().clean(typed)


@pytest.mark.parametrize("typed", ["18:30", "18:30:59"])
def test_a_time_is_to_the_minute(typed):
    assert ClockField().clean(typed) == dt.time(18, 30)


def test_the_pickers_get_values_that_they_understand():
    assert DayField().widget.format_value(dt.date(2026, 12, 1)) == "2026-12-01"
    assert ClockField().widget.format_value(dt.time(8, 5)) == "08:05"
