"""A page as somebody finds it who fills in its forms: title, controls, messages."""

from dataclasses import dataclass
from html.parser import HTMLParser

LINES = {"text", "search", "email", "tel", "url", "number", "date", "time", "datetime-local", ""}


@dataclass
class Control:
    """`kind` is an input's type, or `textarea`, `select`."""

    kind: str
    attributes: dict
    value: str = ""

    @property
    def name(self):
        return self.attributes.get("name") or ""

    @property
    def id(self):
        return self.attributes.get("id") or ""

    @property
    def is_typed(self):
        return self.kind == "textarea" or (self.kind in LINES and "readonly" not in self.attributes)


class Page(HTMLParser):
    """`links`: (id, sentence) of the error summary. `messages`: what stands at the fields, id → sentences.

    `twice`: ids that more than one thing has.
    """

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.title, self.headings, self.controls, self.ids, self.labels = "", [], [], set(), set()
        self.twice = set()
        self.links, self.messages = [], {}
        self._open = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        values = {name: value or "" for name, value in attributes}
        if "id" in values:
            self.twice |= self.ids & {values["id"]}
            self.ids.add(values["id"])
        if tag == "label":
            self.labels.add(values.get("for"))
        if tag == "input" or tag in ("textarea", "select"):
            kind = values.get("type", "") if tag == "input" else tag
            self.controls.append(Control(kind, values, values.get("value", "")))
        if tag not in ("input", "meta", "link", "img", "br", "hr", "use", "path", "rect", "circle", "source"):
            self._open.append((tag, values))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = [tag for tag, _ in self._open]
        if not tags or not data.strip():
            return
        if tags[-1] == "title" and "svg" not in tags:
            self.title += " ".join(data.split())
        if tags[-1] == "textarea":
            self.controls[-1].value += data.removeprefix("\n")
        if tags[-1] == "h2":
            self.headings.append(data.strip())
        if tags[-1] == "a" and self._inside("error-summary"):
            self.links.append((self._open[-1][1]["href"].removeprefix("#"), data.strip()))
        if tags[-1] == "p" and (message := self._inside("field__error")):
            self.messages.setdefault(message["id"], []).append(data.strip())

    def _inside(self, css_class):
        return next((values for _, values in self._open if css_class in values.get("class", "").split()), None)

    def control(self, control_id):
        return next(control for control in self.controls if control.id == control_id)

    def hidden(self):
        """What a browser sends without being asked."""
        return {control.name: control.value for control in self.controls if control.kind == "hidden" and control.name}
