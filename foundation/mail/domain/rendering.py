"""From three templates to one mail: subject, text and HTML with its styles inlined."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import css_inline
from django.template.loader import render_to_string


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


def render(template: str, context: Mapping[str, Any]) -> Rendered:
    """Render `emails/<template>-subject.txt`, `-body.txt` and `-body.html`; the subject is one line."""
    subject = " ".join(render_to_string(f"emails/{template}-subject.txt", dict(context)).split())
    text = render_to_string(f"emails/{template}-body.txt", dict(context)).strip() + "\n"
    html = render_to_string(f"emails/{template}-body.html", {**context, "subject": subject})
    return Rendered(subject=subject[:250], text=text, html=_inliner.inline(html))


_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)
