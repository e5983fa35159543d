import socket
import time
from collections.abc import Callable
from contextlib import closing
from typing import TypeVar

Seen = TypeVar("Seen")


def free_port() -> int:
    """A port on loopback that nobody listens on at this moment."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    """Whether somebody listens on the port."""
    with closing(socket.socket()) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(look: Callable[[], Seen], *, seconds: float = 10, what: str = "it") -> Seen:
    """Look again and again until there is something to see; AssertionError when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen = look()
        if seen:
            return seen
        time.sleep(0.05)
    raise AssertionError(f"Waited {seconds} s for {what} in vain.")
