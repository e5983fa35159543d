"""A threaded server of the standard library, enough for the demo and the tests."""

from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import WSGIApplication


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128


class QuietHandler(WSGIRequestHandler):
    """Logs nothing: addresses hold session ids."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


def make(app: WSGIApplication, *, host: str, port: int) -> WSGIServer:
    """Bound but not yet serving; port 0 takes a free one (`server_port`)."""
    return make_server(host, port, app, server_class=Server, handler_class=QuietHandler)
