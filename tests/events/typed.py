"""What a host's browser sends for an evening, a series, a venue."""

from events.forms.evening import EveningForm, initial_of


def evening(event, **changes):
    """The edit form of an event as it is shown, with some answers changed."""
    form = EveningForm(series=event.series, zone=event.zone, initial=initial_of(event))
    sent = {}
    for name, field in form.fields.items():
        value = field.prepare_value(form[name].initial)
        shown = field.widget.format_value(value)
        if isinstance(value, bool):
            sent.update({name: "on"} if value else {})
        else:
            sent[name] = (shown[0] if isinstance(shown, list) else shown) or ""
    return {**sent, **changes}


VENUE = {"name": "The Lamb", "address": "94 Lamb's Conduit Street", "postcode": "WC1N 3LZ", "step_free": "no"}
