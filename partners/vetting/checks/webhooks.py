"""The partner's webhook takes what is signed, once, and nothing else (Standard Webhooks 1.0)."""

from partners.vetting.checks.facts import UNDECIDED, Facts, Result, failed, judged
from partners.vetting.checks.reaching import CODES as REACHING
from partners.vetting.checks.reaching import gathered, not_answering_well, not_reached
from partners.vetting.checks.reading import shown, table, text, whole

ANSWERS_CODES = REACHING
SIGNATURE_CODES = (*REACHING, "webhook_wrong_signature_accepted", "webhook_refusal_unclear")
REPLAY_CODES = (*REACHING, "webhook_replay_differs")
_SUCCESS, _REFUSAL = range(200, 300), range(400, 500)


def check_answers(facts: Facts) -> Result:
    """Pass when a message with the right signature is answered with success."""
    wrong = not_answering_well(table(gathered(facts, "webhook"), "signed"))
    return judged([wrong] if wrong else [])


def check_signature(facts: Facts) -> Result:
    """Pass when a right signature is taken and a wrong one refused with a status of 4xx: one that refuses all fails."""
    found = gathered(facts, "webhook")
    if wrong := not_answering_well(table(found, "signed")):
        return judged([wrong])
    forged = table(found, "forged")
    if wrong := not_reached(forged):
        return judged([wrong])
    status = whole(forged, "status")
    if status in _REFUSAL:
        return judged([])
    code = "webhook_wrong_signature_accepted" if status in _SUCCESS else "webhook_refusal_unclear"
    return failed(code, address=shown(text(forged, "url")), status=shown(status))


def check_replay(facts: Facts) -> Result:
    """Pass when the same message, sent again as after a lost answer, gets the same answer.

    The answer is all that can be seen from outside; one that names what was made of the message makes a second
    processing show.
    """
    found = gathered(facts, "webhook")
    signed, again = table(found, "signed"), table(found, "again")
    if wrong := not_answering_well(signed) or not_answering_well(again):
        return judged([wrong])
    answers = [(whole(answer, "status"), text(answer, "sha256")) for answer in (signed, again)]
    if not answers[0][1]:
        return UNDECIDED
    return (
        judged([]) if answers[0] == answers[1] else failed("webhook_replay_differs", address=shown(text(again, "url")))
    )
