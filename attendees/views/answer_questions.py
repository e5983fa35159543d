from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from attendees.domain import answers
from attendees.forms import AnswersForm
from attendees.views import done
from attendees.views.access import opened_by_code, page_path, sign_up_for_code


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def answer_questions(request: HttpRequest, code: str) -> HttpResponse:
    """GET: three questions, each optional. POST: saved."""
    sign_up = sign_up_for_code(code)
    said = {"sector": sign_up.sector, "years": sign_up.years, "question": sign_up.question}
    form = AnswersForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        answers.answer(sign_up, **form.cleaned_data)
        return done.back(sign_up, "answered")
    context = {"form": form, "evening": sign_up.event, "page": page_path(sign_up)}
    return render(request, "attendees/answers_page.html", context)
