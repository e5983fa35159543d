"""S27: whatever stands in a row, staff see it as text, in the lists and on the page of each row."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.support import access
from tests.support.elements import Elements

TYPED = {
    "name", "title", "tagline", "host_name", "words", "note", "reason", "sentence", "by", "what", "failure", "source",
    "wording", "payer_name", "to_name", "from_name", "subject", "address", "entrance",
}  # fmt: skip
HOSTILE = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "'\"><svg/onload=alert(1)>", "{{ 7|add:7 }}")


def fill(model, words):
    """The words in every field of the model's rows that somebody types; returns whether there is one."""
    typed = [field for field in model._meta.concrete_fields if field.name in TYPED and not field.is_relation]
    model.objects.update(**{field.name: words[: field.max_length] for field in typed})
    return bool(typed)


@pytest.mark.parametrize("words", HOSTILE)
def test_rows_are_text_in_the_staffs_lists_and_pages(db, words):
    browser = access.House().client("staff")
    looked_at = 0
    for model in admin.site._registry:
        address = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        if fill(model, words) and (row := model.objects.first()):
            for page in (reverse(f"{address}_changelist"), reverse(f"{address}_change", args=[row.pk])):
                html = browser.get(page).content.decode()
                assert Elements(html).wrong == [], page
                assert "<" not in words or words not in html, page
                assert ">14<" not in html, page
                looked_at += 1

    assert looked_at > 20
