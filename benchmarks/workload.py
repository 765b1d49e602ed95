"""What people ask of the catalogue, as addresses: always the same ones, so that runs can be compared."""

import random
import re
from urllib.parse import urlencode

from benchmarks.listings import offers, slug

PAGES = 40
SEARCHES = 300
# Words that stand in a tenth to more than half of all listings, alone and together.
COMMON = ["docker ", "server", "web server", "management", "open source", "docker web ", "and", "php mit ", "manag"]


def lists(following: list[str]) -> list[str]:
    """Return the parameters of list pages without words: the first, following ones, categories, orders and prices."""
    dice = random.Random(1)
    categories = sorted({slug(tag) for product in offers() for tag in product["tags"]})
    asked: list[dict[str, object]] = [{}] * (PAGES // 4)
    asked += [{"cursor": cursor} for cursor in following]
    asked += [{"category": dice.choice(categories)} for _ in range(PAGES // 4)]
    asked += [{"order": "name"}, {"order": "price"}, {"order": "price", "category": "wikis"}] * 2
    asked += [{"price_min": 5, "price_max": 5 + top} for top in range(1, 5)]
    dice.shuffle(asked)
    return [urlencode(one) for one in asked]


def rare(number: int) -> list[str]:
    """Return the parameters of more pages than any process keeps, each asked for once before any is asked for again."""
    return [urlencode({"price_min": 3 + n % 7, "price_max": f"{12 + n / 100:.2f}"}) for n in range(number)]


def searches() -> list[str]:
    """Return the parameters of the searches that many people ask for."""
    return _searches(SEARCHES, random.Random(2))


def rare_searches(number: int) -> list[str]:
    """Return the parameters of more searches than any process keeps; hardly one is asked for twice."""
    return _searches(number, random.Random(3))


def rare_faceted(number: int) -> list[str]:
    """Return the parameters of as many searches of which every second is narrowed down by one or two facets."""
    dice = random.Random(4)
    categories = sorted({slug(tag) for product in offers() for tag in product["tags"]})
    asked = []
    for n, search in enumerate(_searches(number, dice)):
        chosen: dict[str, object] = {}
        if n % 2:
            chosen = dice.choice(
                [
                    {"category": dice.choice(categories)},
                    {"scheme": "per_seat"},
                    {"currency": "EUR", "price_min": "5.00", "price_max": "9.99"},
                ]
            )
        if n % 4 == 1:
            chosen |= {"scheme": "flat", "category": dice.choice(categories)}
        asked.append("&".join(part for part in (search, urlencode(chosen)) if part))
    return asked


def _searches(number: int, dice: random.Random) -> list[str]:
    """Return searches for names, words of texts, beginnings, typing errors, and very common words."""
    products = offers()
    asked = []
    for n in range(number):
        product = dice.choice(products)
        names = re.findall(r"\w{3,}", product["name"]) or [product["name"]]
        words = re.findall(r"[a-z]{5,}", product["description"].lower()) or names
        kind = n % 10
        if kind < 3:
            text = product["name"] + " "
        elif kind < 5:
            text = " ".join(dice.sample(words, min(2, len(words)))) + " "
        elif kind < 7:
            word = dice.choice(names)
            text = word[: max(2, len(word) // 2)]
        elif kind < 9:
            text = misspelt(dice.choice([*names, *words]), dice) + " "
        else:
            text = COMMON[n // 10 % len(COMMON)]
        asked.append(urlencode({"q": text}))
    return asked


def misspelt(word: str, dice: random.Random) -> str:
    """Return the word with one letter missing, doubled, swapped or wrong."""
    at = dice.randrange(1, len(word)) if len(word) > 1 else 0
    return dice.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at : at + 1] + word[at:],
            word[: at - 1] + word[at : at + 1] + word[at - 1 : at] + word[at + 1 :],
            word[:at] + "e" + word[at + 1 :],
        ]
    )
