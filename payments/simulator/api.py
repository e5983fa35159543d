"""The API under /v1: who asks, what for, once only, in Stripe's shapes."""

import re
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

from payments.simulator import endpoints, errors, expansion, form, idempotency, settings, versions
from payments.simulator.call import Call
from payments.simulator.errors import StripeError
from payments.simulator.exchange import Request, Response
from payments.simulator.idempotency import Answer
from payments.simulator.parameters import read_all
from payments.simulator.settings import Outage

KEY = re.compile(r"Bearer (?P<key>\S+)", re.IGNORECASE)
TEST_KEY = re.compile(r"(sk|rk)_test_[A-Za-z0-9_]+")
STEP = 0.05


class Api:
    """Answers calls of the API. `stopped` ends the waits of a simulator that is being closed."""

    def __init__(self, *, begin: Callable[[], Call], stopped: threading.Event) -> None:
        self._begin, self._stopped = begin, stopped
        self._desk = idempotency.Desk()

    def answer(self, request: Request) -> Response:
        call = replace(self._begin(), named=True, version=versions.CURRENT)
        trouble = settings.take_outage(call.store)
        replayed = False
        try:
            self._be_down(call, trouble)
            answer, replayed = self._answer(call, request, trouble)
        except StripeError as refusal:
            answer = _refused(call, refusal)
        if trouble.mode == "lose-answers":
            answer, replayed = _refused(call, errors.unavailable()), False
        headers = {
            "Content-Type": "application/json",
            "Cache-Control": "no-cache, no-store",
            "Request-Id": call.request_id,
            "Stripe-Version": call.version,
        }
        if key := request.headers.get("idempotency-key"):
            headers["Idempotency-Key"] = key
            headers["Original-Request"] = answer.request_id
        if replayed:
            headers["Idempotent-Replayed"] = "true"
        return Response(answer.status, answer.body.encode(), headers)

    def _answer(self, call: Call, request: Request, trouble: Outage) -> tuple[Answer, bool]:
        authorise(request)
        call.version = _version(request)
        found = endpoints.find(request.method, request.path)
        if found is None:
            raise StripeError(
                f"Unrecognized request URL ({request.method}: {request.path}). The simulator does not know it.",
                status=404,
                began=False,
            )
        endpoint, ids = found
        key = request.headers.get("idempotency-key") if request.method == "POST" else None
        with self._desk.working_on(key) if key else nullcontext():
            if trouble.mode == "slow":
                self._wait(call, trouble)
            if key:
                return self._once(call, request, endpoint, ids, key)
            return self._do(call, request, endpoint, ids), False

    def _once(
        self, call: Call, request: Request, endpoint: endpoints.Endpoint, ids: list[str], key: str
    ) -> tuple[Answer, bool]:
        """The effect and the memory of it are one transaction."""
        idempotency.check_length(key)
        call.idempotency_key = key
        with call.store.transaction():
            earlier = idempotency.remembered(call.store, key, path=request.path, body=request.body)
            if earlier:
                return earlier, True
            try:
                answer = self._do(call, request, endpoint, ids)
            except StripeError as refusal:
                if not refusal.began:
                    raise
                answer = _refused(call, refusal)
            idempotency.remember(call.store, key, path=request.path, body=request.body, answer=answer)
        return answer, False

    def _do(self, call: Call, request: Request, endpoint: endpoints.Endpoint, ids: list[str]) -> Answer:
        sent = form.decode(request.query if request.method == "GET" else request.text)
        params = read_all(sent, endpoints.fields(endpoint, call))
        with call.store.transaction():
            made = endpoints.run(endpoint, call, ids, params)
            made = expansion.expand(call, made, params.get("expand", []))
        return Answer(200, idempotency.encode(made), call.request_id)

    def _be_down(self, call: Call, trouble: Outage) -> None:
        if trouble.mode == "hang":
            self._wait(call, trouble)
        if trouble.mode in ("hang", "unavailable"):
            raise errors.unavailable()

    def _wait(self, call: Call, trouble: Outage) -> None:
        """Until the time is over, the outage is called off or the simulator stops."""
        end = time.monotonic() + trouble.seconds
        while time.monotonic() < end and not self._stopped.wait(STEP):
            if settings.outage(call.store).mode == "none":
                return


def authorise(request: Request) -> None:
    """Test keys only: a live key must never come near this. And this machine only: any test key opens it, and
    what visitors of a demo typed is nobody else's."""
    if not request.from_this_machine:
        raise StripeError("The simulator's API answers this machine only.", status=403, began=False)
    match = KEY.fullmatch(request.headers.get("authorization", ""))
    if match is None:
        raise errors.unauthorised(
            "You did not provide an API key. You need to provide your API key in the Authorization header, "
            "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
        )
    key = match["key"]
    if not TEST_KEY.fullmatch(key):
        shown = f"{key[:8]}{'*' * 8}{key[-4:]}" if len(key) > 16 else "*" * len(key)
        raise errors.unauthorised(
            f"Invalid API Key provided: {shown}. The simulator takes test keys only: sk_test_… or rk_test_…"
        )


def _version(request: Request) -> str:
    version = request.headers.get("stripe-version", versions.CURRENT)
    if not versions.known(version):
        raise StripeError(
            f"Invalid Stripe API version: {version}. The simulator knows {versions.OLDEST} and newer.",
            began=False,
        )
    return version


def _refused(call: Call, refusal: StripeError) -> Answer:
    return Answer(refusal.status, idempotency.encode(refusal.body()), call.request_id)
