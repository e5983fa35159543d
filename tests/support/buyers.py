"""People who take places over HTTP, as browsers do it: form code, CSRF token, cookies."""

import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from foundation.lib import codes

CSRF = "c" * 32


@dataclass
class Answer:
    """`seconds` is how long it took."""

    status: int
    location: str
    body: str
    cookies: dict = field(default_factory=dict)

    @property
    def heading(self):
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.body, re.DOTALL)
        return found[1].strip() if found else ""


@dataclass
class Buyer:
    """A browser. `form_code` is the hidden code of the page that it has open."""

    url: str
    form_code: str
    email: str = field(default_factory=lambda: f"{codes.random_code()}@mail.example")
    cookies: dict = field(default_factory=lambda: {"csrf": CSRF})

    def take(self, path, **fields):
        """Send the sign-up form, by card unless told otherwise."""
        companions = {f"place-{place}-{field}": "" for place in (2, 3, 4) for field in ("name", "email")}
        form = {"name": "Ada", "email": self.email, "form_code": self.form_code, "website": "", "way": "card"}
        return self.post(path, {**form, **companions, **fields})

    def post(self, path, fields):
        return self.ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": CSRF}))

    def ask(self, method, path, body="", **headers):
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie, **headers}
        try:
            connection.request(method, path, body=body, headers=kind)
            response = connection.getresponse()
            for header in response.headers.get_all("Set-Cookie") or []:
                name, _, value = header.split(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(response.status, response.headers.get("Location", ""), response.read().decode())
        finally:
            connection.close()
