"""A telephone line between a browser and a server: it can be cut, mended, and lose answers on their way back."""

import contextlib
import socket
import threading
from dataclasses import dataclass, field


@dataclass
class Line:
    """Carries whatever comes to `port` to `to`. `lost` counts the answers that got lost."""

    to: tuple[str, int]
    is_cut: bool = False
    lose: int = 0
    lost: int = 0
    listener: socket.socket = field(init=False)
    open: set = field(init=False, default_factory=set)

    def __post_init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self):
        return f"http://localhost:{self.listener.getsockname()[1]}"

    def cut(self):
        self.is_cut = True
        for one in list(self.open):
            hang_up(one)

    def mend(self):
        self.is_cut = False

    def lose_answers(self, count):
        """The next so many acts reach the server, and what it says does not come back."""
        self.lose = count

    def close(self):
        self.cut()
        self.listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                browser, _ = self.listener.accept()
                if self.is_cut:
                    hang_up(browser)
                    continue
                server = socket.create_connection(self.to)
                self.open |= {browser, server}
                call = {"is_losing": False}
                threading.Thread(target=self._up, args=(browser, server, call), daemon=True).start()
                threading.Thread(target=self._down, args=(server, browser, call), daemon=True).start()

    def _up(self, browser, server, call):
        with contextlib.suppress(OSError):
            while data := browser.recv(65536):
                if self.lose and data.startswith(b"POST ") and b"/acts/ " in data.split(b"\r\n", 1)[0]:
                    self.lose, self.lost, call["is_losing"] = self.lose - 1, self.lost + 1, True
                server.sendall(data)
        hang_up(server)

    def _down(self, server, browser, call):
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                if call["is_losing"]:
                    break
                browser.sendall(data)
        hang_up(browser)
        hang_up(server)


def hang_up(one):
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
