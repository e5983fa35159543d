"""Refusals in the shape Stripe gives them: type, code, message, param and an HTTP status."""

from typing import Any

DOCUMENTED = "https://stripe.com/docs/error-codes/"
OWN_CODE = "not_in_simulator"


class StripeError(Exception):
    """A refusal to be sent to the caller. `began` says that the work had begun: then the answer is
    remembered under the idempotency key; a refused parameter is not."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        began: bool = True,
    ) -> None:
        super().__init__(message)
        self.message, self.status, self.kind = message, status, kind
        self.code, self.param, self.began = code, param, began

    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {"message": self.message, "type": self.kind}
        if self.code:
            error["code"] = self.code
            if self.code != OWN_CODE:
                error["doc_url"] = DOCUMENTED + self.code.replace("_", "-")
        if self.param:
            error["param"] = self.param
        return {"error": error}


def bad_parameter(message: str, *, param: str, code: str | None = None) -> StripeError:
    return StripeError(message, code=code, param=param, began=False)


def no_such(kind: str, id: str, *, param: str, status: int = 404) -> StripeError:
    """404 when the address names it, 400 when a parameter does."""
    return StripeError(f"No such {kind}: '{id}'", status=status, code="resource_missing", param=param)


def not_simulated(what: str, *, param: str) -> StripeError:
    """Stripe can, the simulator cannot: say so instead of pretending."""
    return StripeError(f"The simulator does not do {what}.", code=OWN_CODE, param=param, began=False)


def unauthorised(message: str) -> StripeError:
    return StripeError(message, status=401, began=False)


def unavailable() -> StripeError:
    return StripeError(
        "Stripe is unavailable: the simulator was told to be down.",
        status=503,
        kind="api_error",
        began=False,
    )
