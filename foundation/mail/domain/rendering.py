"""From three templates to one mail: subject, text and HTML with its styles inlined."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import css_inline
from django.template import Context, Engine
from django.template.loader import render_to_string


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


def render(template: str, context: Mapping[str, Any]) -> Rendered:
    """Render `emails/<template>-subject.txt`, `-body.txt` and `-body.html`; the subject is one line."""
    subject = " ".join(_plain(f"emails/{template}-subject.txt", context).split())
    text = _plain(f"emails/{template}-body.txt", context).strip() + "\n"
    html = render_to_string(f"emails/{template}-body.html", {**context, "subject": subject})
    return Rendered(subject=subject[:250], text=text, html=_inliner.inline(html))


def _plain(name: str, context: Mapping[str, Any]) -> str:
    """Text is not HTML: O'Brien keeps the apostrophe."""
    return Engine.get_default().get_template(name).render(Context(dict(context), autoescape=False))


# What can be inlined is; dark mode and small screens stay in one style element for clients that read it.
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, minify_css=True)
