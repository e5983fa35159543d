from django import forms
from django.template.loader import render_to_string


class Answers(forms.Form):
    name = forms.CharField(label="Your name", help_text="<b>", error_messages={"required": "Enter your name"})
    email = forms.EmailField(label="Your e-mail", required=False)
    size = forms.ChoiceField(
        label="How many?",
        choices=[("1", "One")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how many"},
    )
    secret = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Begin again"})

    def clean(self):
        raise forms.ValidationError("These do not fit together")


def squeezed(html):
    return " ".join(html.split())


def test_refused_field_shows_label_hint_message_and_what_was_typed():
    form = Answers({"name": "", "email": "sam<"})

    name, email = squeezed(form["name"].as_field_group()), squeezed(form["email"].as_field_group())

    assert name == (
        '<div class="field field--error"> <label class="field__label" for="id_name">Your name</label> '
        '<div class="field__hint" id="id_name_helptext">&lt;b&gt;</div> '
        '<div class="field__error" id="id_name_error"><p><span class="visually-hidden">Error:</span> '
        "Enter your name</p></div> "
        '<input type="text" name="name" required aria-invalid="true" '
        'aria-describedby="id_name_helptext id_name_error" id="id_name"> </div>'
    )
    assert 'value="sam&lt;"' in email
    assert '<span class="field__optional">(optional)</span>' in email


def test_group_of_choices_is_a_fieldset_described_by_its_message():
    html = squeezed(Answers({})["size"].as_field_group())

    assert '<fieldset aria-describedby="id_size_error"> <legend class="field__label">How many?</legend>' in html


def test_refused_form_is_summed_up_with_links_and_the_title_says_error():
    html = squeezed(render_to_string("personal_base.html", {"form": Answers({"name": ""})}))

    assert "<title>Error: Flashmob" in html
    assert (
        '<div class="error-summary" role="alert" aria-labelledby="error-summary-title" tabindex="-1" autofocus> '
        '<h2 class="error-summary__title" id="error-summary-title">There is a problem</h2> '
        '<ul class="error-summary__list"> '
        '<li><a href="#id_name">These do not fit together</a></li> '
        '<li><a href="#id_name">Enter your name</a></li> '
        '<li><a href="#id_size_0">Choose how many</a></li> '
        "<li><a href="  # id_name">Begin again</a></li> </ul> </div>"
    ) in html


def test_fresh_form_has_neither_summary_nor_error_in_the_title():
    html = render_to_string("personal_base.html", {"form": Answers()})

    assert "There is a problem" not in html
    assert "<title>Flashmob" in html


def test_refused_formset_is_summed_up_too():
    places = forms.formset_factory(Answers, extra=0)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "Sam", "form-0-size": "9"}

    html = render_to_string("base.html", {"formset": places(data)})

    assert '<a href="#id_form-0-size_0">Select a valid choice' in html
