"""A change of a requirement told to people, in English and French. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partners.programmes import alternatives, conditions, sentences
from partners.programmes.evidence import Accepts
from partners.programmes.strictness import FieldChange

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One part of a requirement, how it was and how it will be; "" where there is nothing."""

    part: str
    before: str
    after: str


def _both(en: str, fr: str) -> Texts:
    return {"en": en, "fr": fr}


PARTS: dict[str, Texts] = {
    "kind": _both("Kind", "Nature"),
    "level": _both("Level", "Niveau"),
    "badge": _both("Badge", "Badge"),
    "applies_if": _both("Of whom it is asked", "À qui elle est demandée"),
    "blocks": _both("What stays closed without it", "Ce qui reste fermé sans elle"),
    "decided_by": _both("Who decides", "Qui décide"),
    "check": _both("Automatic check", "Contrôle automatique"),
    "due_in": _both("Time to meet it when it is newly asked", "Délai pour y répondre quand elle est nouvelle"),
    "grace": _both("Grace once it has lapsed", "Sursis une fois expirée"),
    "valid_for": _both("How long an answer counts", "Durée de validité d’une réponse"),
    "max_age": _both("How often the check is run again", "Fréquence de répétition du contrôle"),
    "touches": _both("Parts of an offer whose change reopens it", "Éléments d’une offre dont le changement la rouvre"),
    "satisfied_by": _both("What satisfies it", "Ce qui la satisfait"),
    "title": _both("Title", "Titre"),
    "text": _both("Text", "Texte"),
    "why": _both("Why", "Pourquoi"),
    "good": _both("Good example", "Bon exemple"),
    "bad": _both("Bad example", "Mauvais exemple"),
    "calibration": _both("Note for reviewers", "Note pour les examinateurs"),
    "statement": _both("Statement to sign", "Texte à signer"),
}
CODES: dict[str, Texts] = {
    "mandatory": _both("mandatory", "obligatoire"),
    "recommended": _both("recommended", "recommandée"),
    "badge": _both("for a badge", "pour un badge"),
    "check": _both("an automatic check", "un contrôle automatique"),
    "reviewer": _both("a person of the marketplace", "une personne de la place de marché"),
    "list_public": _both("being listed publicly", "figurer publiquement au catalogue"),
    "sell": _both("selling", "vendre"),
    "bundle": _both("being bundled", "figurer dans une offre groupée"),
    "payout": _both("being paid out", "recevoir les versements"),
    "new_sales": _both("selling to new customers", "vendre à de nouveaux clients"),
    "metering": _both("reporting usage", "déclarer l’usage"),
    "name": _both("name", "nom"),
    "summary": _both("summary", "résumé"),
    "description": _both("description", "description"),
    "website": _both("website", "site web"),
    "categories": _both("categories", "catégories"),
    "tags": _both("tags", "mots-clés"),
    "integrations": _both("integrations", "intégrations"),
    "data_classes": _both("data of customers", "données des clients"),
    "data_locations": _both("where data is kept", "lieux de conservation des données"),
    "plans": _both("plans", "formules"),
    "prices": _both("prices", "prix"),
    "logo": _both("logo", "logo"),
    "screenshots": _both("screenshots", "captures d’écran"),
    "video_url": _both("video", "vidéo"),
    "kind": _both("kind of offer", "nature de l’offre"),
    "compatibility": _both("what it works with", "compatibilité"),
    "identity": _both("identity", "identité"),
    "legal": _both("legal", "juridique"),
    "tax_payout": _both("tax and payout", "fiscalité et versements"),
    "security": _both("security", "sécurité"),
    "privacy": _both("privacy", "vie privée"),
    "reliability": _both("reliability", "fiabilité"),
    "support": _both("support", "assistance"),
    "catalogue_quality": _both("quality in the catalogue", "qualité du catalogue"),
    "integration": _both("integration", "intégration"),
    "commercial": _both("commercial", "commercial"),
}
# What badges are called, where customers see them.
BADGES: dict[str, Texts] = {
    "secure": _both("Secure", "Sécurisé"),
    "well-supported": _both("Well supported", "Bien assisté"),
}
_FOR_EVER = _both("without end", "sans limite")
_ON_CHANGE = _both("only when something changes", "seulement quand quelque chose change")
_NOTHING = _both("nothing", "rien")


def tell(change: FieldChange, language: str) -> Told:
    """Return a change of one part in words; texts of another language carry its name."""
    part = PARTS[change.field][language]
    if change.language and change.language != language:
        part = f"{part} [{change.language}]"
    words = _WORDS.get(change.field, _as_it_is)
    return Told(part=part, before=words(change.before, language), after=words(change.after, language))


def word(code: str, language: str) -> str:
    """Return what people call a level, capability, part or kind; a code that has no word stands for itself."""
    return CODES.get(code, {}).get(language, code)


def badge(code: str, language: str) -> str:
    """Return what a badge is called; one that has no word is called by its code."""
    return BADGES[code][language] if code in BADGES else code.replace("-", " ").capitalize()


def listed(codes: Sequence[str], language: str) -> str:
    """Return several codes in words, separated by commas."""
    return ", ".join(word(code, language) for code in codes) or _NOTHING[language]


def validity(span: str, language: str) -> str:
    """Return how long an answer counts, in words."""
    return sentences.span(span, language) if span else _FOR_EVER[language]


def _repetition(span: str, language: str) -> str:
    return sentences.span(span, language) if span else _ON_CHANGE[language]


def _satisfied_by(value: Mapping[str, Any], language: str) -> str:
    evidence = {name: Accepts.read(item) for name, item in value["evidence"].items()}
    return sentences.satisfied_by(alternatives.read(value["any_of"], evidence), evidence, language)


def _applies_if(value: Mapping[str, Any] | None, language: str) -> str:
    return sentences.asked(conditions.read(value) if value else None, language)


def _as_it_is(value: str, _language: str) -> str:
    return value


_WORDS: dict[str, Callable[[Any, str], str]] = {
    "kind": word,
    "level": word,
    "decided_by": word,
    "applies_if": _applies_if,
    "blocks": listed,
    "touches": listed,
    "due_in": validity,
    "grace": validity,
    "valid_for": validity,
    "max_age": _repetition,
    "satisfied_by": _satisfied_by,
}
