from django import forms

from events.models import TeamMember
from foundation.lib.form_fields import EmailField


def _role() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="As",
        choices=(
            (TeamMember.HOST, "Host: publishes dates, runs evenings, sees people and money"),
            (TeamMember.OWNER, "Owner: that, and the team and the rules of the series"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose host or owner"},
    )


class InvitationForm(forms.Form):
    email = EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={"required": "Enter an e-mail address", "invalid": "Enter an e-mail address like name@work.uk"},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    role = _role()


class RoleForm(forms.Form):
    role = _role()
