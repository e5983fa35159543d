"""What somebody says of themselves, and who sees it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from attendees.models import SignUp
from foundation.lib.form_fields import LineField
from networking.domain import photos
from networking.domain.cards import Words
from networking.models import Card

PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{5,28}")
WEB = URLValidator(schemes=["http", "https"])
IN_A_SWAP = "Only somebody with whom you swap details sees it, and only when you choose it there."


class CardForm(forms.Form):
    role = LineField(
        label="What is your job?",
        help_text="For example: project planner.",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sector = forms.ChoiceField(
        label="Which sector do you work in?", choices=[("", "Not said"), *SignUp.SECTORS], required=False
    )
    years = forms.ChoiceField(
        label="How long have you been in the job?",
        choices=[*SignUp.YEARS, ("", "Not said")],
        required=False,
        widget=forms.RadioSelect,
    )
    can_help = LineField(
        label="What can you help with?",
        help_text="For example: earned value, moving from contract to permanent.",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    photo = forms.FileField(
        label="A picture of you",
        help_text="JPEG, PNG or WebP, at most 10 MB. We keep a small square, and nothing of when and where.",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    seen_by = forms.ChoiceField(
        label="Who sees all this?",
        choices=Card.SEEN_BY,
        help_text="One choice for the whole card. It ends with each evening: after it only the people of your tables "
        "see your card, for two weeks. There is no list of guests.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who sees your card"},
    )
    employer = LineField(
        label="Who do you work for?",
        help_text="Never on your card. It keeps a private question away from people of the same firm; only if a host "
        "asks you to answer one, its asker is told, to be sure that you are no colleague.",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    phone = LineField(
        label="Your phone",
        help_text=IN_A_SWAP,
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )
    link = LineField(
        label="A page of yours",
        help_text=f"A LinkedIn profile, for example. {IN_A_SWAP}",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url", "autocapitalize": "none"}),
    )

    def clean_photo(self) -> Any:
        file = self.cleaned_data["photo"]
        if file is not None and (file.size or 0) > photos.LARGEST:
            raise ValidationError(photos.TOO_LARGE)
        return file

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError("Enter a phone number, such as 07700 900123")
        return phone

    def clean_link(self) -> str:
        """With https:// in front when nothing was; nothing but a page of the web."""
        typed: str = self.cleaned_data["link"]
        if not typed:
            return ""
        link = typed if re.match(r"[a-z][a-z0-9+.-]*:", typed, re.IGNORECASE) else f"https://{typed}"
        try:
            WEB(link)
        except ValidationError as error:
            raise ValidationError("Enter the address of a page, such as www.linkedin.com/in/name") from error
        if len(link) > 200:
            raise ValidationError("Use 200 letters at most")
        return link

    @property
    def words(self) -> Words:
        return Words(**{name: value for name, value in self.cleaned_data.items() if name != "photo"})
