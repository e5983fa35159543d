"""People with a browser who come over real HTTP to the product as a process of its own."""

import http.cookiejar
import re
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field


@dataclass
class Answer:
    """What came back in the end, redirects followed, and after how many seconds."""

    status: int
    url: str
    page: str
    seconds: float


@dataclass
class Visitor:
    """One person with a browser of their own, who keeps cookies and sends forms as they found them."""

    site: str
    opener: urllib.request.OpenerDirector = field(init=False)
    page: str = field(init=False, default="")
    url: str = field(init=False, default="")

    def __post_init__(self):
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies, _NoErrors())

    def get(self, path):
        return self._ask(urllib.parse.urljoin(self.site, path), None)

    def send(self, **fields):
        """The form of the page that was last seen, with its hidden fields."""
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.page))
        return self._ask(self.url, urllib.parse.urlencode(hidden | fields).encode())

    def _ask(self, url, data):
        began = time.monotonic()
        request = urllib.request.Request(url, data=data, headers={"Referer": url})
        with self.opener.open(request, timeout=30) as response:
            self.page, self.url = response.read().decode(), response.url
        return Answer(response.status, self.url, self.page, time.monotonic() - began)


class _NoErrors(urllib.request.HTTPErrorProcessor):
    """A 4xx or 5xx is an answer like any other; redirects are followed."""

    def http_response(self, request, response):
        return super().http_response(request, response) if 300 <= response.status < 400 else response
