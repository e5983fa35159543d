"""Forms as people send them: shown some seconds ago, with the hidden code that the page had."""

import datetime as dt
import re

from foundation.lib import clock, form_codes


def code_of_page(response):
    """The one-time code in the hidden field of a page."""
    return re.search(r'name="form_code" value="([^"]+)"', response.content.decode())[1]


def code_shown(monkeypatch, *, seconds_ago=10):
    """The hidden code of a page that has been open for a while."""

    real_now = clock.real_now
    monkeypatch.setattr(clock, "real_now", lambda: real_now() - dt.timedelta(seconds=seconds_ago))
    code = form_codes.issue()
    monkeypatch.setattr(clock, "real_now", real_now)
    return code
