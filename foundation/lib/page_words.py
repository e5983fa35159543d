"""Template tags and filters that every page and mail may use, without `{% load %}`.

Settings name this module under TEMPLATES OPTIONS "builtins"; it stands in `foundation.lib` because it
knows no model: money, dates and forms come in as values. The components are templates/components/.
"""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation.lib import dates, devices, form_errors, markdown, names
from foundation.lib.money import Money

register = template.Library()

SIGNS = {"gbp": "£", "eur": "€", "usd": "$"}


@register.filter
def money(value: Money) -> str:
    """£5, £12.50, −£5, £0: a sum that was or will be moved."""
    whole, rest = divmod(abs(value.amount), 100)
    figure = f"{whole:,}.{rest:02}" if rest else f"{whole:,}"
    minus = "−" if value.amount < 0 else ""
    sign = SIGNS.get(value.currency)
    return f"{minus}{sign}{figure}" if sign else f"{minus}{figure} {value.currency.upper()}"


@register.filter
def price(value: Money) -> str:
    """What a place costs: £5, £12.50, or Free."""
    return money(value) if value else "Free"


@register.filter
def when(evening: dates.Evening) -> str:
    """Tuesday 1 December 2026, 18:30–21:00, London time."""
    return dates.when(evening)


@register.filter
def hours(evening: dates.Evening) -> str:
    """18:30–21:00."""
    return dates.hours(evening)


@register.filter
def day(value: dt.datetime, zone: ZoneInfo = dates.LONDON) -> str:
    """Tuesday 1 December 2026; `{{ moment|day:event.zone }}`."""
    return dates.day(value, zone)


@register.filter
def short_day(value: dt.datetime, zone: ZoneInfo = dates.LONDON) -> str:
    """Tue 1 Dec."""
    return dates.short_day(value, zone)


@register.filter
def clock(value: dt.datetime, zone: ZoneInfo = dates.LONDON) -> str:
    """18:30; `{{ held_until|clock:event.zone }}`."""
    return dates.clock(value, zone)


@register.filter
def moment(value: dt.datetime, zone: ZoneInfo = dates.LONDON) -> str:
    """Tuesday 1 December 2026, 18:30, London time."""
    return dates.moment(value, zone)


@register.filter
def zone_words(zone: ZoneInfo) -> str:
    """London time."""
    return dates.zone_words(zone)


@register.filter
def stamp(value: dt.datetime, zone: ZoneInfo = dates.LONDON) -> str:
    """The value of a `datetime` attribute: 2026-12-01T18:30:00+00:00, in the evening's zone."""
    return value.astimezone(zone).isoformat(timespec="seconds")


@register.filter
def weekday(value: dt.datetime, zone: ZoneInfo = dates.LONDON) -> str:
    """Tuesday."""
    return f"{value.astimezone(zone):%A}"


@register.filter
def day_number(value: dt.datetime, zone: ZoneInfo = dates.LONDON) -> str:
    """1, the poster's figure."""
    return str(value.astimezone(zone).day)


@register.filter
def month(value: dt.datetime, zone: ZoneInfo = dates.LONDON) -> str:
    """December."""
    return f"{value.astimezone(zone):%B}"


@register.filter
def year(value: dt.datetime, zone: ZoneInfo = dates.LONDON) -> str:
    """2026."""
    return f"{value.astimezone(zone):%Y}"


@register.filter
def ordinal(value: int) -> str:
    """1st, 2nd, 3rd, 11th: "your 3rd"."""
    if value % 100 in {11, 12, 13}:
        return f"{value}th"
    return f"{value}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th') }"


@register.filter
def places_words(left: int) -> str:
    """Full, 1 place left, 7 places left."""
    if left <= 0:
        return "Full"
    return "1 place left" if left == 1 else f"{left} places left"


@register.filter
def device(user_agent: str) -> str:
    """Firefox on Windows."""
    return devices.named(user_agent)


@register.filter
def unbroken(number: str) -> str:
    """A telephone number that stays on one line: its blanks do not break."""
    return number.replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def named(people: list[str]) -> str:
    """Wei and Patrick: "Wei and Patrick can help"."""
    return names.listed(list(people))


@register.filter
def prose(text: str) -> SafeString:
    """Markdown as HTML, sanitised: `<div class="prose">{{ event.description|prose }}</div>`."""
    return markdown.render(text)


@register.simple_tag
def when_time(evening: dates.Evening) -> SafeString:
    """The sentence of `when`, with the beginning inside `<time datetime>`."""
    start, zone = evening.starts_at, evening.zone
    hours = dates.hours(evening)
    if dates.ends_same_day(evening):
        hours = format_html('<span class="nowrap">{}</span>', hours)
    sentence = format_html("{}, {}, {}", dates.day(start, zone), hours, dates.zone_words(zone))
    return format_html('<time datetime="{}">{}</time>', stamp(start, zone), sentence)


@register.simple_tag
def moment_time(value: dt.datetime, zone: ZoneInfo = dates.LONDON) -> SafeString:
    """The sentence of `moment` inside `<time datetime>`."""
    return format_html('<time datetime="{}">{}</time>', stamp(value, zone), dates.moment(value, zone))


@register.simple_tag
def clock_time(value: dt.datetime, zone: ZoneInfo = dates.LONDON) -> SafeString:
    """As the filter `clock`, inside <time>: only where the day is plain."""
    return format_html('<time datetime="{}">{}</time>', stamp(value, zone), dates.clock(value, zone))


@register.simple_tag
def error_prefix(*forms: form_errors.Refusable | str) -> str:
    """`Error: ` for the page's title when a form was refused; a name the page does not have counts as none."""
    return "Error: " if form_errors.collect(forms) else ""


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: form_errors.Refusable | str) -> dict[str, Any]:
    """ "There is a problem" with a link to each field; nothing at all when the forms are fine."""
    return {"errors": form_errors.collect(forms)}


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: Context, action: str, label: str, kind: str = "", name: str = "", value: str = "", about: str = ""
) -> dict[str, Any]:
    """A form of one button: `{% post_button url "Cancel" kind="danger" about="Sam's place" %}`.

    `about` is read out after the label, so that ten buttons in a list differ by ear.
    """
    button = {"action": action, "label": label, "kind": kind, "name": name, "value": value, "about": about}
    return {"csrf_token": context.get("csrf_token"), **button}
