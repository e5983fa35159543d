"""What a browser would make of a page that shows what somebody typed."""

import re
from html.parser import HTMLParser

FRAME = "allow-top-navigation-by-user-activation"  # around a mail: nothing runs in it
DATA = {"application/json", "application/ld+json"}
ELEMENTS = {"iframe", "object", "embed", "video", "audio", "marquee", "base", "math", "style"}


class Elements(HTMLParser):
    """What a browser would make of a page: scripts, handlers, addresses."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.wrong = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "iframe" and values.get("sandbox") == FRAME:
            return
        if tag in ELEMENTS or (tag == "script" and "src" not in values and values.get("type") not in DATA):
            self.wrong.append(tag)
        self.wrong += [name for name in values if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction"):
            address = (values.get(name) or "").strip().lower()
            if re.match(r"(javascript|data:text|vbscript)|//", address):
                self.wrong.append(address)
