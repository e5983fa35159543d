"""The three optional taps after a place is taken: sector, years, and one question for the room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from attendees.domain import answers
from attendees.forms import AnswersForm
from attendees.models import SignUp, Ticket
from attendees.views import done
from attendees.views.access import WayIn, opened_by_code, page_path, sign_up_for_code
from foundation.lib import clock
from networking.domain import asks
from networking.domain.asks import Question
from networking.domain.refused import NetworkingRefused
from networking.forms.ask import QuickAskForm


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def answer_questions(request: HttpRequest, code: str) -> HttpResponse:
    """GET: what may be told, each optional. POST: saved; a question is asked as one that ticket holders see."""
    sign_up = sign_up_for_code(code)
    asker = who_may_ask(sign_up)
    typed = request.POST if request.method == "POST" else None
    form = AnswersForm(typed, initial={"sector": sign_up.sector, "years": sign_up.years})
    ask_form = QuickAskForm(typed) if asker else None
    if typed is not None and form.is_valid() and (ask_form is None or ask_form.is_valid()):
        answers.answer(sign_up, **form.cleaned_data)
        if asker is None or ask_form is None or _asked(asker, ask_form):
            return done.back(sign_up, "answered")
    context = {"form": form, "ask_form": ask_form, "evening": sign_up.event, "page": page_path(sign_up), "code": code}
    return render(request, "pages/answers_page.html", context)


def who_may_ask(sign_up: SignUp) -> Ticket | None:
    """The buyer's own place while it has no question yet; later ones have their page."""
    own = WayIn(sign_up).own_ticket
    if own is None or sign_up.event.is_over(clock.now()) or sign_up.event.is_cancelled:
        return None
    own.event = sign_up.event
    return None if asks.of(own).exists() else own


def _asked(asker: Ticket, form: QuickAskForm) -> bool:
    """Whether it was, or none was typed; otherwise the form says why not."""
    if not form.cleaned_data["question"]:
        return True
    try:
        asks.ask(asker, Question(words=form.cleaned_data["question"]), now=clock.now())
    except NetworkingRefused as refusal:
        form.add_error("question", str(refusal))
        return False
    return True
