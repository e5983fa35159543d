"""The hosted pages: pay, answer the bank, and what to show when a session takes no money."""

from html import escape
from urllib.parse import parse_qsl, urlsplit

from payments.simulator import cards, checkout, money, pay_form, payment_intents, sessions
from payments.simulator.call import Call
from payments.simulator.checkout import Asked, Closed, Declined, Paid
from payments.simulator.exchange import Request, Response, redirect
from payments.simulator.pay_form import Field
from payments.simulator.render import Markup, fill, join
from payments.simulator.store import Object

NOTHING = Markup("")
PLACEHOLDER = "{CHECKOUT_SESSION_ID}"


def answer(call: Call, request: Request) -> Response:
    """/c/pay/<session> and /c/pay/<session>/check. A GET changes nothing."""
    parts = request.path.removeprefix("/c/pay/").split("/")
    session = call.store.get(sessions.KIND, parts[0])
    if session is None or parts[1:] not in ([], ["check"]):
        sheet = fill("closed", heading="There is no such payment page", sentence="Check the link.", link=NOTHING)
        return _page(request, "Page not found", sheet, status=404)
    session["line_items"] = call.store.private(session["id"])["line_items"]
    view = check if parts[1:] else pay
    return view(call, request, session)


def pay(call: Call, request: Request, session: Object) -> Response:
    if _over(call, session):
        return closed(request, session)
    if request.method != "POST":
        return form(request, session, pay_form.untouched(session))
    values = pay_form.typed(session, dict(parse_qsl(request.text, keep_blank_values=True)))
    problems = pay_form.problems(session, values)
    card = cards.find(values["number"])
    if problems or card is None:
        return form(request, session, {**values, "number": card.spaced if card else ""}, problems)
    outcome = checkout.pay(call, session["id"], card=card, payer=pay_form.payer(session, values))
    return _after(call, request, session, outcome, values)


def check(call: Call, request: Request, session: Object) -> Response:
    if _over(call, session):
        return closed(request, session)
    intent = checkout.asking(call, session)
    if intent is None:
        return redirect(_address(request, session))
    if request.method != "POST":
        return _check_page(call, request, session, intent)
    card, payer = payment_intents.asked(call, intent)
    confirmed = dict(parse_qsl(request.text)).get("answer") == "complete"
    outcome = checkout.answer(call, session["id"], confirmed=confirmed)
    return _after(call, request, session, outcome, pay_form.of_payer(session, payer, card))


def _after(
    call: Call, request: Request, session: Object, outcome: checkout.Outcome, values: dict[str, str]
) -> Response:
    match outcome:
        case Paid() | Closed(status="complete"):
            return redirect(session["success_url"].replace(PLACEHOLDER, session["id"]))
        case Asked():
            return redirect(f"{_address(request, session)}/check")
        case Declined(sentence):
            return form(request, session, values, {"number": sentence})
        case Closed():
            return closed(request, sessions.find(call, session["id"]))


def form(request: Request, session: Object, values: dict[str, str], problems: dict[str, str] | None = None) -> Response:
    problems = problems or {}
    total = money.words(session["amount_total"], session["currency"])
    practice = cards.find(values["number"]) == cards.PRACTICE
    submit = (session["custom_text"]["submit"] or {}).get("message")
    body = fill(
        "pay",
        seller=session["branding_settings"]["display_name"],
        total=total,
        items=_items(session),
        sum=fill("sum", total=total) if len(session["line_items"]) > 1 else NOTHING,
        back=_back(session),
        action=_address(request, session),
        summary=_summary(problems),
        fields=join([_field(one, values, problems) for one in pay_form.fields(session)]),
        message=fill("message", message=submit) if submit else NOTHING,
        button=f"Pay {total} with the practice card" if practice else f"Pay {total}",
        others=join(
            [
                fill("other", number=card.number, spaced=card.spaced, hint=card.hint)
                for card in cards.CARDS
                if card.hint and card is not cards.PRACTICE
            ]
        ),
    )
    title = f"{'Error: ' if problems else ''}Pay {total} (practice)"
    return _page(request, title, body, status=422 if problems else 200, session=session)


def _items(session: Object) -> Markup:
    return join(
        [
            fill(
                "item",
                name=item["description"],
                times=f" × {item['quantity']}" if item["quantity"] > 1 else "",
                amount=money.words(item["amount_total"], item["currency"]),
            )
            for item in session["line_items"]
        ]
    )


def _back(session: Object) -> Markup:
    return fill("back", url=session["cancel_url"]) if session["cancel_url"] else NOTHING


def _summary(problems: dict[str, str]) -> Markup:
    if not problems:
        return NOTHING
    links = [fill("error_link", id=id, sentence=sentence) for id, sentence in problems.items()]
    return fill("summary", errors=join(links))


def _field(one: Field, values: dict[str, str], problems: dict[str, str]) -> Markup:
    wrong, value = problems.get(one.id), values.get(one.id, "")
    parts = {
        "id": one.id,
        "label": one.label if one.required else f"{one.label} (optional)",
        "hint": fill("hint", id=one.id, hint=one.hint) if one.hint else NOTHING,
        "error": fill("error", id=one.id, sentence=wrong) if wrong else NOTHING,
        "wrong": " wrong" if wrong else "",
        "attributes": _attributes(one, wrong=bool(wrong)),
    }
    if one.options:
        return fill("choice", options=_options(one, value), **parts)
    return fill("field", type=one.type, value=value, width="short" if one.short else "", **parts)


def _attributes(one: Field, *, wrong: bool) -> Markup:
    described = [f"{one.id}-hint"] * bool(one.hint) + [f"{one.id}-error"] * wrong
    found = {
        "autocomplete": one.autocomplete,
        "inputmode": "numeric" if one.numeric else "",
        "aria-describedby": " ".join(described),
        "aria-invalid": "true" if wrong else "",
    }
    flags = " readonly" if one.fixed else ""
    return Markup("".join(f' {name}="{escape(value)}"' for name, value in found.items() if value) + flags)


def _options(one: Field, chosen: str) -> Markup:
    return join(
        [
            fill(
                "option",
                value=value,
                label=label,
                selected=Markup(" selected" if value == chosen else ""),
            )
            for value, label in one.options.items()
        ]
    )


def _check_page(call: Call, request: Request, session: Object, intent: Object) -> Response:
    card, _ = payment_intents.asked(call, intent)
    body = fill(
        "check",
        seller=session["branding_settings"]["display_name"],
        total=money.words(session["amount_total"], session["currency"]),
        last4=card.last4,
        action=f"{_address(request, session)}/check",
    )
    return _page(request, "Your bank’s question (practice)", body, session=session)


def closed(request: Request, session: Object) -> Response:
    """What a page says that takes no money any more."""
    if session["status"] == "complete":
        heading, sentence = "This is paid", "You have paid already. Nothing was taken twice."
        url, words = session["success_url"].replace(PLACEHOLDER, session["id"]), "Go on"
    else:
        heading, sentence = "This payment page has expired", "Nothing was taken."
        url, words = session["cancel_url"], "Go back"
    link = fill("link", url=url, words=words) if url else NOTHING
    return _page(request, heading, fill("closed", heading=heading, sentence=sentence, link=link))


def _over(call: Call, session: Object) -> bool:
    return bool(session["status"] != "open" or session["expires_at"] <= call.now)


def _address(request: Request, session: Object) -> str:
    return f"{request.mount}/c/pay/{session['id']}"


def _page(request: Request, title: str, body: Markup, *, status: int = 200, session: Object | None = None) -> Response:
    html = fill("page", title=title, mount=request.mount, body=body)
    return Response(status, html.encode(), _headers(session))


def _headers(session: Object | None) -> dict[str, str]:
    """Chromium holds a form's redirect against form-action, so the way back must be allowed."""
    targets = ["'self'"]
    if session:
        parts = urlsplit(session["success_url"])
        targets.append(f"{parts.scheme}://{parts.netloc}")
    policy = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action {' '.join(targets)}"
    )
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store, private",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
