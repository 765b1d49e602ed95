"""Understanding the sentences of rule books from their words alone, as a careful reader does; knows no code of them."""

import re
from collections.abc import Callable

# What a sentence's words say about a group: whether all or any of its parts are meant, and whether to turn it round.
OPENINGS = {
    "all of these hold": ("all", True, "and"),
    "at least one of these holds": ("any", True, "or"),
    "at least one of these does not hold": ("all", False, "or"),
    "none of these holds": ("any", False, "nor"),
    "toutes ces conditions sont remplies": ("all", True, "et"),
    "au moins une de ces conditions est remplie": ("any", True, "ou"),
    "au moins une de ces conditions n’est pas remplie": ("all", False, "ou"),
    "aucune de ces conditions n’est remplie": ("any", False, "ni"),
    "any one of these": ("any", True, "or"),
    "all of these together": ("all", True, "and"),
    "l’un au choix de ces éléments": ("any", True, "ou"),
    "tous ces éléments ensemble": ("all", True, "et"),
}


def truth(said: str, leaf: Callable[[str], bool], place: str = "") -> bool:
    """Whether what is said is so, when `leaf` knows it of what has no parts."""
    opening, colon, rest = said.partition(":")
    if not colon or opening.strip() not in OPENINGS:
        return leaf(said)
    how, affirmed, between = OPENINGS[opening.strip()]
    marks = list(re.finditer(rf"\({re.escape(place)}([0-9]+)\) ", rest))
    assert [int(mark[1]) for mark in marks] == list(range(1, len(marks) + 1))
    assert len(marks) > 1
    ends = [mark.start() for mark in marks[1:]] + [len(rest)]
    parts = [rest[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    for n, part in enumerate(parts[:-1]):
        body, mark, word = part.rpartition(";")
        assert mark
        assert word.strip() == between
        parts[n] = body.strip()
    found = [truth(part, leaf, f"{place}{n}.") for n, part in enumerate(parts, 1)]
    return (all(found) if how == "all" else any(found)) == affirmed


def _listed(text: str) -> list[str]:
    return text.split(", ")


_QUOTED = r"[“«]\s*(.*?)\s*[”»]"
_AMOUNT = r"([0-9]+)[.,]([0-9]{2})"
# Each leaf in either language: the fact, whether it is affirmed, and how the value found in it is compared.
LEAVES = [
    (r"the organisation is established in (?:the country|one of the countries) (.+)", "country", True),
    (r"the organisation is not established in the country (.+)", "country", False),
    (r"the organisation is established in none of the countries (.+)", "country", False),
    (r"l’organisation est établie dans (?:le pays|l’un des pays) (.+)", "country", True),
    (r"l’organisation n’est (?:pas établie dans le pays|établie dans aucun des pays) (.+)", "country", False),
    (r"what is offered is (?:not|none of) (.+)", "offer_kind", False),
    (r"what is offered is (?:one of )?(.+)", "offer_kind", True),
    (r"ce qui est proposé n’est (?:pas|aucun de) (.+)", "offer_kind", False),
    (r"ce qui est proposé est (?:l’un de )?(.+)", "offer_kind", True),
    (r"the tier of the partner is (?:not|none of) (.+)", "tier", False),
    (r"the tier of the partner is (?:one of )?(.+)", "tier", True),
    (r"le niveau du partenaire n’est (?:pas|aucun de) (.+)", "tier", False),
    (r"le niveau du partenaire est (?:l’un de )?(.+)", "tier", True),
    (r"personal data is handled|des données personnelles sont traitées", "handles_personal_data", True),
    (r"no personal data is handled|aucune donnée personnelle n’est traitée", "handles_personal_data", False),
    (rf"the data handled is declared to include {_QUOTED}", "data_classes", True),
    (rf"the data handled is not declared to include {_QUOTED}", "data_classes", False),
    (rf"les données traitées comprennent, selon la déclaration, {_QUOTED}", "data_classes", True),
    (rf"les données traitées ne comprennent pas, selon la déclaration, {_QUOTED}", "data_classes", False),
    (rf"the channels of sale include {_QUOTED}|les canaux de vente comprennent {_QUOTED}", "channels", True),
    (rf"the channels of sale do not include {_QUOTED}", "channels", False),
    (rf"les canaux de vente ne comprennent pas {_QUOTED}", "channels", False),
    (rf"(?:the monthly price is more than|le prix mensuel dépasse) {_AMOUNT}", "price", True),
    (rf"(?:the monthly price is not more than|le prix mensuel ne dépasse pas) {_AMOUNT}", "price", False),
]  # fmt: skip


def leaf_about(facts: dict, words: dict[str, dict[str, str]]) -> Callable[[str], bool]:
    """Return what tells whether a leaf is so of these facts; `words`: by fact, what each value is called."""

    def said(text: str) -> bool:
        for pattern, fact, affirmed in LEAVES:
            found = re.fullmatch(pattern, text)
            if not found:
                continue
            value, groups = facts[fact], [group for group in found.groups() if group is not None]
            if fact == "price":
                return (value > int(groups[0]) * 100 + int(groups[1])) == affirmed
            if fact == "handles_personal_data":
                return value == affirmed
            called = {words.get(fact, {}).get(v, v) for v in (value if isinstance(value, frozenset) else {value})}
            return bool(called & set(_listed(groups[0]) if not isinstance(value, frozenset) else groups)) == affirmed
        raise AssertionError(f"nobody can tell what this says: {text}")

    return said
