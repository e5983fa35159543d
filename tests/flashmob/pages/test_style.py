import gzip

import pytest

TOO_SMALL = """
() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter(control => !control.closest('p, .skip-link') && control.type !== 'hidden')
  .filter(control => control.offsetWidth && Math.min(control.offsetWidth, control.offsetHeight) < 24)
  .map(control => control.outerHTML)
"""
BEYOND_THE_EDGE = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["", "error"])
def test_every_component_is_accessible(page, axe, live_server, scheme, state):
    page.emulate_media(color_scheme=scheme)

    page.goto(f"{live_server.url}/style/?state={state}")

    axe(page)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_runs_over_the_edge_or_is_too_small_to_touch(page, live_server, width):
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(f"{live_server.url}/style/?state=error")

    assert page.evaluate(BEYOND_THE_EDGE) <= 0
    assert page.evaluate(TOO_SMALL) == []


def test_refused_form_takes_the_focus_without_javascript(no_js_page, live_server):
    no_js_page.goto(f"{live_server.url}/style/?state=error")

    focused = no_js_page.locator(":focus")

    assert focused.get_attribute("class") == "error-summary"
    assert no_js_page.title() == "Error: How our pages look – Flashmob"


def test_public_page_is_light_and_asks_nobody_else(page, live_server):
    asked = []
    page.on("response", lambda response: asked.append((response.url, len(gzip.compress(response.body())))))

    page.goto(f"{live_server.url}/style/", wait_until="networkidle")

    assert [url for url, _ in asked if not url.startswith(live_server.url)] == []
    assert len(asked) <= 6
    assert sum(size for _, size in asked) <= 60_000
