"""What a page may load, run and send: the site's Content-Security-Policy, unless a view says otherwise."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "Content-Security-Policy"
View = Callable[..., HttpResponseBase]
Rules = Mapping[str, Sequence[str]]


class SayPolicy:
    """Middleware: the site's policy on every answer that does not have one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = written(settings.CONTENT_SECURITY_POLICY)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.policy)
        return response


def another(rules: Rules) -> Callable[[View], View]:
    """For a view whose page has a policy of its own."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(*args, **kwargs)
            response.headers[HEADER] = written(rules)
            return response

        return answer

    return decorate


def besides(rules: Rules) -> Callable[[View], View]:
    """For a view whose page needs something besides the site's policy."""
    return another({**settings.CONTENT_SECURITY_POLICY, **rules})


def written(rules: Rules) -> str:
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())
