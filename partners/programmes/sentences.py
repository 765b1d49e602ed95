"""A requirement's condition and alternatives as one sentence, in English and French, that can be read in one way only.

A group says first how many of its parts are meant, then numbers them: “at least one of these holds: (1) …; or (2) …”.
The parts of part 2 are 2.1, 2.2 and so on, so it is plain where a group within a group ends. No comma and no slash
decides anything, nor does the order of “and” and “or”.
"""

from collections.abc import Mapping, Sequence

from core.storage.kinds import KINDS
from partners.programmes.alternatives import AnyOf
from partners.programmes.conditions import Comparison, Condition, Group, Not
from partners.programmes.evidence import Accepts
from partners.programmes.facts import FACTS
from partners.programmes.spans import Span

# By language and (all or any, affirmed): what opens the group, and what stands between its parts.
_GROUPS = {
    "en": {
        ("all", True): ("all of these hold", "and"),
        ("any", True): ("at least one of these holds", "or"),
        ("all", False): ("at least one of these does not hold", "or"),
        ("any", False): ("none of these holds", "nor"),
    },
    "fr": {
        ("all", True): ("toutes ces conditions sont remplies", "et"),
        ("any", True): ("au moins une de ces conditions est remplie", "ou"),
        ("all", False): ("au moins une de ces conditions n’est pas remplie", "ou"),
        ("any", False): ("aucune de ces conditions n’est remplie", "ni"),
    },
}
_FRAME = {
    "en": {
        "given": "It is satisfied by {}",
        "any": ("any one of these", "or"),
        "all": ("all of these together", "and"),
        "if": "and it is asked only if {}.",
        "always": "and it is asked of everybody.",
        "applies": "Asked, because {}.",
        "does_not": "Not asked: it would be only if {}.",
        "depends": "It depends: it is asked only if {}.",
    },
    "fr": {
        "given": "Elle est satisfaite par {}",
        "any": ("l’un au choix de ces éléments", "ou"),
        "all": ("tous ces éléments ensemble", "et"),
        "if": "et elle n’est demandée que si {}.",
        "always": "et elle est demandée à tous.",
        "applies": "Demandée, car {}.",
        "does_not": "Non demandée : elle ne le serait que si {}.",
        "depends": "Cela dépend : elle n’est demandée que si {}.",
    },
}
_EVIDENCE = {
    "en": {
        "file": "one {types} file of at most {size}",
        "url": "the address of a page on the web",
        "declaration": "the declaration of a person of the organisation, with full name and role",
        "terms": "the acceptance of the version {version} by a person of the organisation, with full name and role",
        "vat_id": "the VAT id of the partner profile, with the form and check digits of the country it is in",
        "contact_email": "the present contact address of the partner profile, confirmed by the link in the mail to it",
        "iban": "the IBAN of an account, with the form and check digits of its country",
        "probe": "an automatic look by the marketplace that finds it so",
        "conformance_run": "a run of the conformance tests that passes",
        "external_ref": "the number or address under which somebody else keeps it",
        "labelled": "{label}, given as {what}",
        "aged": "{what}, issued at most {age} ago",
        "or": " or ",
    },
    "fr": {
        "file": "un fichier {types} de {size} au plus",
        "url": "l’adresse d’une page web",
        "declaration": "la déclaration d’une personne de l’organisation, avec son nom complet et sa fonction",
        "terms": "l’acceptation de la version {version} par une personne de l’organisation, avec son nom complet et sa"
        " fonction",
        "vat_id": "le numéro de TVA du profil de partenaire, avec la forme et la clé du pays où il est attribué",
        "contact_email": "l’adresse de contact actuelle du profil de partenaire, confirmée par le lien du message reçu",
        "iban": "l’IBAN d’un compte, avec la forme et la clé de son pays",
        "probe": "un contrôle automatique de la place de marché qui le constate",
        "conformance_run": "un passage réussi des tests de conformité",
        "external_ref": "le numéro ou l’adresse sous lesquels un tiers le conserve",
        "labelled": "{label}, à savoir {what}",
        "aged": "{what}, daté de moins de {age}",
        "or": " ou ",
    },
}
_UNITS = {
    "en": {"D": ("day", "days"), "W": ("week", "weeks"), "M": ("month", "months"), "Y": ("year", "years")},
    "fr": {"D": ("jour", "jours"), "W": ("semaine", "semaines"), "M": ("mois", "mois"), "Y": ("an", "ans")},
}
_SHORT = {"text/plain": "TXT"}


def requirement(condition: Condition | None, any_of: AnyOf, evidence: Mapping[str, Accepts], language: str) -> str:
    """Return the one sentence that says what satisfies a requirement, and of whom it is asked."""
    frame = _FRAME[language]
    asked = str(frame["if"]).format(_condition(condition, language)) if condition else str(frame["always"])
    return spaced(f"{_given(any_of, evidence, language)} — {asked}", language)


def satisfied_by(any_of: AnyOf, evidence: Mapping[str, Accepts], language: str) -> str:
    """Return the sentence that says what satisfies a requirement."""
    return spaced(f"{_given(any_of, evidence, language)}.", language)


def why(condition: Condition | None, holds: bool | None, language: str) -> str:  # noqa: FBT001 - a three-valued answer
    """Return the sentence that says why a requirement is asked, is not, or may be (None)."""
    frame = _FRAME[language]
    if condition is None:
        return asked(None, language)
    name = {True: "applies", False: "does_not", None: "depends"}[holds]
    return spaced(str(frame[name]).format(_condition(condition, language)), language)


def asked(condition: Condition | None, language: str) -> str:
    """Return the sentence that says of whom a requirement is asked."""
    if condition is None:
        return {"en": "It is asked of everybody.", "fr": "Elle est demandée à tous."}[language]
    said = {"en": "It is asked only if {}.", "fr": "Elle n’est demandée que si {}."}[language]
    return spaced(said.format(_condition(condition, language)), language)


def span(text: str, language: str) -> str:
    """Return an ISO span such as P30D in words."""
    read = Span.read(text)
    return f"{read.number} {_UNITS[language][read.unit][read.number > 1]}"


def spaced(text: str, language: str) -> str:
    """Return the text with the blanks that its language has before double punctuation: unbreakable ones in French."""
    for mark in ":;»?!":
        text = text.replace(f" {mark}", f"\u00a0{mark}" if language == "fr" else mark)
    return text.replace("« ", "«\u00a0")


def _given(any_of: AnyOf, evidence: Mapping[str, Accepts], language: str) -> str:
    frame = _FRAME[language]
    if len(any_of) == 1:
        said = _together(any_of[0], evidence, language, "")
    else:
        opening, between = frame["any"]
        parts = [_together(one, evidence, language, str(n)) for n, one in enumerate(any_of, 1)]
        said = _numbered(opening, between, parts, "")
    return str(frame["given"]).format(said)


def _together(names: Sequence[str], evidence: Mapping[str, Accepts], language: str, place: str) -> str:
    parts = [_piece(evidence[name], language) for name in names]
    if len(parts) == 1:
        return parts[0]
    opening, between = _FRAME[language]["all"]
    return _numbered(opening, between, parts, place)


def _piece(accepts: Accepts, language: str) -> str:
    words = _EVIDENCE[language]
    kinds = [_SHORT.get(t) or (KINDS[t].name if t in KINDS else t) for t in accepts.media_types]
    what = words[accepts.kind].format(
        types=words["or"].join(part for part in (", ".join(kinds[:-1]), *kinds[-1:]) if part),
        size=_size(accepts.max_bytes, language),
        version=accepts.version,
    )
    if accepts.max_age:
        what = words["aged"].format(what=what, age=span(accepts.max_age, language))
    return words["labelled"].format(label=accepts.label[language], what=what) if accepts.label else what


def _size(count: int, language: str) -> str:
    """Return so many bytes in MB or KB (of 1,024), rounded down."""
    unit = {"en": "B", "fr": "o"}[language]
    return f"{count // 2**20} M{unit}" if count >= 2**20 else f"{count // 2**10} K{unit}"


def _condition(condition: Condition, language: str, place: str = "") -> str:
    match condition:
        case Comparison():
            return _test(condition, language, affirmed=True)
        case Not(Comparison() as test):
            return _test(test, language, affirmed=False)
        case Group(how, parts):
            opening, between = _GROUPS[language][how, True]
        case Not(Group(how, parts)):
            opening, between = _GROUPS[language][how, False]
    said = [_condition(part, language, f"{place}.{n}".lstrip(".")) for n, part in enumerate(parts, 1)]
    return _numbered(opening, between, said, place)


def _numbered(opening: str, between: str, parts: Sequence[str], place: str) -> str:
    numbered = [f"({place}.{n}) {part}".replace("(.", "(") for n, part in enumerate(parts, 1)]
    return f"{opening} : {f' ; {between} '.join(numbered)}"


def _test(test: Comparison, language: str, *, affirmed: bool) -> str:
    fact = FACTS[test.fact]
    if test.how == "is":
        affirmed, values = affirmed == test.value, [""]
    elif isinstance(test.value, tuple):
        values = [_value(test.fact, value, language) for value in test.value]
    else:
        values = [_value(test.fact, test.value, language)]
    form = ("one" if len(values) == 1 else "many") + ("" if affirmed else "_not")
    return fact.says[language][form].format(", ".join(values))


def _value(fact: str, value: str | int, language: str) -> str:
    if isinstance(value, str):
        return (FACTS[fact].choices or {}).get(value, {}).get(language, value)
    whole, minor = divmod(value, 100)
    return f"{whole}{',' if language == 'fr' else '.'}{minor:02}"
