"""What is refused in publishing rule books."""

from core.refusals import Refusal


class ProgrammeUnreadable(Refusal):
    """The data does not describe a programme."""

    code = "programme-unreadable"
    title = "The programme cannot be published as it is written"
    status = 422


class NoticeTooShort(Refusal):
    """A change that asks more of somebody is announced in time."""

    code = "notice-too-short"
    title = "This change has to be announced earlier"


class NothingChanged(Refusal):
    """A version says something that the one before does not."""

    code = "rule-book-unchanged"
    title = "The version says what is announced already"


class NotTheNewest(Refusal):
    """Only the newest announcement can be taken back: later ones build on it."""

    code = "not-the-newest"
    title = "A later version builds on this one"
