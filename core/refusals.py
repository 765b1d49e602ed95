"""Refusals: what a rule forbids, said so that a person knows why and what to do."""

from typing import Any


class Refusal(Exception):
    """A request that a rule forbids. Subclass it beside the action that raises it.

    `code` is stable and machine-readable, `title` names the rule, `detail` says what, why and what to do.
    REST answers it as a problem document with `status`; pages show its sentence. Nothing has been written.
    """

    code = "refused"
    title = "The request goes against a rule"
    status = 409

    def __init__(self, detail: str, **extensions: Any) -> None:  # noqa: ANN401 - RFC 9457 extension members
        super().__init__(detail)
        self.detail = detail
        self.extensions = extensions


class Forbidden(Refusal):
    """The principal is known, but its role or scope does not allow this."""

    code = "forbidden"
    title = "Your role or scope does not allow this"
    status = 403


class NotFound(Refusal):
    """There is no such thing, or it belongs to somebody else: the answer is the same."""

    code = "not-found"
    title = "Not found"
    status = 404

    def __init__(self, detail: str = "There is nothing at this address that you may see.") -> None:
        super().__init__(detail)


class PreconditionFailed(Refusal):
    """Somebody else changed the thing in between."""

    code = "precondition-failed"
    title = "It has changed in the meantime"
    status = 412


class Invalid(Refusal):
    """Well-formed input that cannot be accepted; `errors` name each field by JSON pointer."""

    code = "validation-failed"
    title = "The request has values that cannot be accepted"
    status = 422

    def __init__(self, detail: str, *, errors: list[dict[str, str]] | None = None) -> None:
        super().__init__(detail, **({"errors": errors} if errors else {}))

    @classmethod
    def field(cls, name: str, sentence: str, *, code: str = "invalid") -> "Invalid":
        """Refuse one field: `name` is its path without the leading slash."""
        return cls(sentence, errors=[{"pointer": f"/{name}", "code": code, "detail": sentence}])
