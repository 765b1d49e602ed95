"""What the rules about partner profiles forbid."""

from core.refusals import Refusal


class AlreadyPartner(Refusal):
    """The organisation has a partner profile."""

    code = "already-a-partner"
    title = "The organisation is a partner already"


class NameTaken(Refusal):
    """Another partner has this name, or one that people would mistake for it."""

    code = "display-name-taken"
    title = "Another partner has a name that people would mistake for this one"


class AlreadyConfirmed(Refusal):
    """The present contact address is confirmed."""

    code = "contact-already-confirmed"
    title = "The contact address is confirmed already"


class MailJustSent(Refusal):
    """A confirmation mail went out a moment ago."""

    code = "confirmation-mail-just-sent"
    title = "A confirmation mail was sent a moment ago"


class ConfirmationInvalid(Refusal):
    """The token in a confirmation link is not one that can be used."""

    code = "contact-confirmation-invalid"
    title = "This confirmation link cannot be used"
