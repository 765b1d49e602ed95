"""When something is valid. Pure."""

from datetime import UTC, datetime

from catalog.offers.tmf620.nodes import Node


def begun(node: Node, *, at: datetime) -> None:
    """Take `validFor`: what is valid now and without an end is what an offer says by itself; all else is refused."""
    span = node.node("validFor")
    if span is None:
        return
    start = span.text("startDateTime")
    if start and not _is_past(start, at):
        sentence = "It is not valid yet, or this is no instant. Import it when it is; what is published sells at once."
        span.refuse("startDateTime", "not-expressible", sentence)
    if span.text("endDateTime"):
        span.refuse(
            "endDateTime", "not-expressible", "No end can be set here beforehand. Leave it out, and withdraw it then."
        )
    span.close()


def _is_past(text: str, at: datetime) -> bool:
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        return False
    return (start if start.tzinfo else start.replace(tzinfo=UTC)) <= at
