"""The facts that conditions look at: what each is, which values it takes, and how it is asked and said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Texts = Mapping[str, str]
FactType = Literal["country", "choice", "set", "flag", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing known about who is asked, or what is offered.

    `says` are the sentences of a condition on it, by language: {} stands for the value. A list of values is said with
    `many` and `many_not`, one with `one` and `one_not`. `choices` are the values, with their words.
    """

    name: str
    type: FactType
    question: Texts
    says: Mapping[str, Mapping[str, str]]
    choices: Mapping[str, Texts] | None = None


def _words(en: str, fr: str) -> Texts:
    return {"en": en, "fr": fr}


_ALL = (
    Fact(
        name="country",
        type="country",
        question=_words("In which country is your organisation?", "Dans quel pays est votre organisation ?"),
        says={
            "en": {
                "one": "the organisation is established in the country {}",
                "one_not": "the organisation is not established in the country {}",
                "many": "the organisation is established in one of the countries {}",
                "many_not": "the organisation is established in none of the countries {}",
            },
            "fr": {
                "one": "l’organisation est établie dans le pays {}",
                "one_not": "l’organisation n’est pas établie dans le pays {}",
                "many": "l’organisation est établie dans l’un des pays {}",
                "many_not": "l’organisation n’est établie dans aucun des pays {}",
            },
        },
    ),
    Fact(
        name="offer_kind",
        type="choice",
        question=_words("What do you offer?", "Que proposez-vous ?"),
        choices={
            "product": _words("a product of its own", "un produit autonome"),
            "add_on": _words("an add-on", "un complément"),
        },
        says={
            "en": {
                "one": "what is offered is {}",
                "one_not": "what is offered is not {}",
                "many": "what is offered is one of {}",
                "many_not": "what is offered is none of {}",
            },
            "fr": {
                "one": "ce qui est proposé est {}",
                "one_not": "ce qui est proposé n’est pas {}",
                "many": "ce qui est proposé est l’un de {}",
                "many_not": "ce qui est proposé n’est aucun de {}",
            },
        },
    ),
    Fact(
        name="handles_personal_data",
        type="flag",
        question=_words("Does it handle personal data?", "Traite-t-il des données personnelles ?"),
        says={
            "en": {"one": "personal data is handled", "one_not": "no personal data is handled"},
            "fr": {
                "one": "des données personnelles sont traitées",
                "one_not": "aucune donnée personnelle n’est traitée",
            },
        },
    ),
    Fact(
        name="data_classes",
        type="set",
        question=_words("Which data of customers does it handle?", "Quelles données des clients traite-t-il ?"),
        choices={
            "none": _words("no data of customers", "aucune donnée des clients"),
            "contact": _words("contact data", "coordonnées"),
            "usage": _words("usage data", "données d’utilisation"),
            "payment": _words("payment data", "données de paiement"),
            "health": _words("health data", "données de santé"),
            "special": _words(
                "other special categories of personal data", "autres catégories particulières de données personnelles"
            ),
        },
        says={
            "en": {
                "one": "the data handled is declared to include “{}”",
                "one_not": "the data handled is not declared to include “{}”",
            },
            "fr": {
                "one": "les données traitées comprennent, selon la déclaration, « {} »",
                "one_not": "les données traitées ne comprennent pas, selon la déclaration, « {} »",
            },
        },
    ),
    Fact(
        name="price",
        type="number",
        question=_words(
            "What does it cost a month at most, in the currency you sell in?",
            "Combien coûte-t-il au plus par mois, dans la monnaie de vente ?",
        ),
        says={
            "en": {"one": "the monthly price is more than {}", "one_not": "the monthly price is not more than {}"},
            "fr": {"one": "le prix mensuel dépasse {}", "one_not": "le prix mensuel ne dépasse pas {}"},
        },
    ),
    Fact(
        name="channels",
        type="set",
        question=_words("Through which channels do you sell it?", "Par quels canaux le vendez-vous ?"),
        choices={
            "marketplace": _words("this marketplace", "cette place de marché"),
            "bundle": _words("bundles of the operator", "offres groupées de l’opérateur"),
            "reseller": _words("resellers", "revendeurs"),
            "direct": _words("direct sale", "vente directe"),
        },
        says={
            "en": {
                "one": "the channels of sale include “{}”",
                "one_not": "the channels of sale do not include “{}”",
            },
            "fr": {
                "one": "les canaux de vente comprennent « {} »",
                "one_not": "les canaux de vente ne comprennent pas « {} »",
            },
        },
    ),
    Fact(
        name="tier",
        type="choice",
        question=_words("Which tier have you reached?", "Quel niveau avez-vous atteint ?"),
        choices={
            "registered": _words("registered", "inscrit"),
            "verified": _words("verified", "vérifié"),
            "listed": _words("listed", "référencé"),
            "trusted": _words("trusted", "de confiance"),
            "strategic": _words("strategic", "stratégique"),
        },
        says={
            "en": {
                "one": "the tier of the partner is {}",
                "one_not": "the tier of the partner is not {}",
                "many": "the tier of the partner is one of {}",
                "many_not": "the tier of the partner is none of {}",
            },
            "fr": {
                "one": "le niveau du partenaire est {}",
                "one_not": "le niveau du partenaire n’est pas {}",
                "many": "le niveau du partenaire est l’un de {}",
                "many_not": "le niveau du partenaire n’est aucun de {}",
            },
        },
    ),
)  # fmt: skip
FACTS: Mapping[str, Fact] = {fact.name: fact for fact in _ALL}
