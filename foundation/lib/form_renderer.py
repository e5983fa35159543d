"""How a form becomes HTML: `{{ form }}` and `{{ field.as_field_group }}` in the GOV.UK pattern."""

from django.forms.renderers import TemplatesSetting


class PlainForms(TemplatesSetting):
    """Label, hint, message and control from templates/forms/; the summary stands in base.html.

    Set as FORM_RENDERER. Widgets stay Django's own. The admin brings its own templates and is not touched.
    """

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
