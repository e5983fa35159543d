import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.ports import answers, free_port, wait_for


def program() -> str | None:
    """The path of redis-server, or of its successor under another name."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


@contextmanager
def running(port: int | None = None) -> Iterator[str]:
    """A Redis without a disk on a free port of loopback (or on `port`, to come back where it was)."""
    found, port = program(), port or free_port()
    if found is None:
        raise FileNotFoundError("redis-server is not installed")
    command = [found, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: answers(port), what="redis-server")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)
