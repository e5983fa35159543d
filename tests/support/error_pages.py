"""The GOV.UK pattern of a refused form, asserted on a page as a whole."""

import html
import re


def assert_refused(response, **sentences):
    """The page says "There is a problem" and `Error:` in its title; each field's sentence stands in the summary, as a
    link to the control, and at the field, which is marked and described by it. `sentences` by the control's id.
    """
    page = html.unescape(response.content.decode())
    assert response.status_code == 200
    assert re.search(r"<title>\s*Error: ", page)
    summary = re.search(r'<div class="error-summary".*?</div>', page, re.DOTALL)[0]
    assert "There is a problem" in summary
    for control, sentence in sentences.items():
        assert f'<a href="#{control}">{sentence}</a>' in summary
        assert re.search(rf'id="{re.sub("_[0-9]+$", "", control)}_error">.*?{re.escape(sentence)}', page, re.DOTALL)
        assert re.search(
            rf'<[^>]*aria-invalid="true"[^>]*id="{control}"|<[^>]*id="{control}"[^>]*aria-invalid="true"', page
        )


def kept(response, control):
    """What stands in a control of the page: its value, or a text area's words."""
    page = response.content.decode()
    tag = re.search(rf'<(input|textarea|select)[^>]*id="{control}"[^>]*>', page)
    if tag[1] == "textarea":
        return html.unescape(page[tag.end() :].split("</textarea>")[0]).lstrip("\n")
    if tag[1] == "select":
        chosen = re.search(r'<option value="([^"]*)" selected', page[tag.end() :].split("</select>")[0])
        return chosen[1] if chosen else ""
    value = re.search(r' value="([^"]*)"', tag[0])
    return html.unescape(value[1]) if value else ""
