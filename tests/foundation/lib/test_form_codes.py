import datetime as dt

import pytest

from foundation.lib import clock, form_codes


def test_code_tells_how_long_its_form_was_open(monkeypatch, same_minute):
    shown, now = form_codes.issue(), clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: now + dt.timedelta(seconds=30))

    read = form_codes.read(shown)

    assert len(read.code) == 26
    assert read.seconds_open == pytest.approx(30, abs=0.001)


def test_each_form_shown_has_another_code():
    assert form_codes.read(form_codes.issue()).code != form_codes.read(form_codes.issue()).code


def test_value_that_is_not_ours_is_nothing():
    assert [form_codes.read(value) for value in ("", "x", "a.1:b", form_codes.issue() + "x")] == [None] * 4
