import datetime as dt

from foundation.lib import clock


class FrozenClock:
    """The product's clock stands still and moves when told; real time (sessions, signatures) goes on."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def set(self, now: dt.datetime) -> dt.datetime:
        """Any aware time; read back in UTC."""
        self.now = now.astimezone(dt.UTC)
        return self.now

    def move(self, **step: float) -> dt.datetime:
        """`move(hours=2)`; `move(days=-1)` goes back."""
        return self.set(self.now + dt.timedelta(**step))


# A Monday in summer, so that London is an hour ahead of UTC and a forgotten zone shows.
START = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)


def frozen(monkeypatch) -> FrozenClock:
    """Everybody who asks `clock.now()` in this process gets the frozen time."""
    frozen = FrozenClock(START)
    monkeypatch.setattr(clock, "now", frozen)
    return frozen
