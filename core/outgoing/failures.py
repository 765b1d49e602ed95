"""Why something outside was not reached."""


class NotReached(Exception):
    """A request that was not made, or got no answer that can be used.

    `code` is stable, `sentence` says in English what happened and what to do; neither holds anything secret.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
