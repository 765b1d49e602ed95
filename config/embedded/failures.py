"""What can go wrong with the embedded server, each as a sentence that says what to do."""


class EmbeddedServerError(Exception):
    """The embedded server cannot be used; the text says why and what to do."""
