import datetime as dt

from foundation.lib import clock, mailed_codes
from foundation.lib.mailed_codes import Attempt


def test_code_fits_as_people_type_it_and_each_try_counts():
    attempt, code = mailed_codes.begin(" Ada@Mail.example ", purpose="sign-in")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"

    tried = [
        mailed_codes.try_code(attempt, typed, purpose="sign-in") for typed in (wrong, "", f" {code[:3]} {code[3:]} ")
    ]

    assert (attempt.email, tried, attempt.tries_left) == ("ada@mail.example", [False, False, True], 2)


def test_code_opens_nothing_but_what_it_was_mailed_for():
    attempt, code = mailed_codes.begin("ada@mail.example", purpose="sign-in")

    assert not mailed_codes.try_code(attempt, code, purpose="address|1")


def test_attempt_ends_after_five_tries_or_fifteen_minutes(monkeypatch):
    tired, code = mailed_codes.begin("ada@mail.example", purpose="sign-in")
    waited = Attempt.read(tired.as_dict())
    for _ in range(5):
        mailed_codes.try_code(tired, "", purpose="sign-in")
    open_before = (tired.is_open, waited.is_open)
    real_now = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: real_now + dt.timedelta(minutes=15))

    assert (open_before, waited.is_open, code in str(waited.as_dict())) == ((False, True), False, False)


def test_words_say_whether_there_is_another_try():
    attempt, _ = mailed_codes.begin("ada@mail.example", purpose="sign-in")
    again = attempt.wrong_words
    attempt.tries_left = 0

    assert again.startswith("This is not the code we sent last.")
    assert attempt.wrong_words == "That was not the code, five times. Ask for a new one."
