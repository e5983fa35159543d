import pytest

from foundation.mail.domain import rendering


@pytest.fixture
def templates(tmp_path, settings):
    """Write the three templates of a mail called `try/it`; returns the function that does it."""
    folder = tmp_path / "emails" / "try"
    folder.mkdir(parents=True)
    engine = {**settings.TEMPLATES[0], "DIRS": [tmp_path], "APP_DIRS": False}
    settings.TEMPLATES = [engine]

    def put(*, subject="Hello", text="Hello", html="<p>Hello</p>"):
        (folder / "it-subject.txt").write_text(subject)
        (folder / "it-body.txt").write_text(text)
        (folder / "it-body.html").write_text(html)

    return put


def test_text_is_not_escaped_and_html_is(templates):
    templates(subject="{{ name }}", text="{{ name }}", html="<p>{{ name }}</p>")

    mail = rendering.render("try/it", {"name": "Tom & <Jo>"})

    assert (mail.subject, mail.text) == ("Tom & <Jo>", "Tom & <Jo>\n")
    assert "<p>Tom &amp; &lt;Jo&gt;</p>" in mail.html


def test_subject_is_one_line(templates):
    templates(subject="Your place:\n  {{ title }}\n")

    mail = rendering.render("try/it", {"title": "An\r\nevening"})

    assert mail.subject == "Your place: An evening"


def test_text_is_folded_with_its_indent_and_no_address_is_broken(templates):
    address = "https://flashmob.example/t/" + "x" * 70
    templates(text=f"\n\n{'word ' * 20}\n\n\n\n- {'item ' * 20}\n  {address}\n")

    lines = rendering.render("try/it", {}).text.splitlines()

    assert lines == [
        ("word " * 15).strip(),
        ("word " * 5).strip(),
        "",
        "- " + ("item " * 15).strip(),
        "  " + ("item " * 5).strip(),
        "  " + address,
    ]


def test_charset_stands_in_front_of_the_styles_that_stay(templates):
    styles = "@media print { p { color: #000000; } }" * 40
    templates(html=f'<html><head><meta charset="utf-8"><style>{styles}</style></head><body><p>£5</p></body></html>')

    mail = rendering.render("try/it", {})

    assert mail.html.index('<meta charset="utf-8">') < mail.html.index("<style>")
    assert mail.html.count("charset") == 1
