"""The catalogue as a page."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django.urls import reverse

from catalog.search import actions
from catalog.search.cards import amount
from catalog.search.document import Label, build
from core.accounts.models import User
from core.money import Money
from tests.catalog.search.sources import source
from tests.factories.catalog import category

pytestmark = pytest.mark.django_db


def put(*sources) -> None:
    actions.put(entries=[build(one) for one in sources])


def page(client, parameters: str = "", **headers) -> str:
    answer = client.get(f"/catalog/{parameters}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


class Tags(HTMLParser):
    """Collects what is opened, and checks that everything is closed."""

    VOID = {"meta", "link", "input", "br", "hr", "img"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack, self.seen = [], []
        self.feed(text)
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def links(text: str, rel: str) -> list[str]:
    return [attrs["href"] for tag, attrs in Tags(text).seen if tag == "a" and attrs.get("rel") == rel]


def test_a_card_has_name_partner_price_and_leads_to_the_listing(client):
    put(source("Photo <b>Wiki</b>", slug="photo-wiki", summary="[[name]] & {{ slug }}", partner=Label("p", '"Acme"')))
    text = page(client)
    Tags(text)
    assert 'href="/catalog/photo-wiki/"' in text
    assert "Photo &lt;b&gt;Wiki&lt;/b&gt;" in text
    assert "[[name]] &amp; {{ slug }}" in text
    assert "&quot;Acme&quot;" in text
    assert "€9.00" in text


def test_a_card_shows_the_logo_and_without_one_the_first_letter(client):
    put(source("Photo", logo="/pictures/ab.png"), source("Wiki"))
    text = page(client)
    assert [attrs["src"] for tag, attrs in Tags(text).seen if tag == "img"] == ["/pictures/ab.png"]
    assert re.findall(r'<span class="monogram" aria-hidden="true">(.)</span>', text) == ["W"]


def test_listings_can_be_ticked_to_be_compared_without_scripts(client):
    put(source("Photo", slug="photo"), source("Wiki", slug="wiki", prices=[]))
    ticks = [attrs for tag, attrs in Tags(page(client)).seen if tag == "input" and attrs.get("type") == "checkbox"]
    assert [(one["name"], one["value"], one["form"]) for one in ticks] == [
        ("listing", "wiki", "compare"), ("listing", "photo", "compare"),
    ]  # fmt: skip
    assert ("form", {"id": "compare", "action": "/compare"}) in Tags(page(client)).seen


def test_the_same_page_is_there_for_people_who_are_signed_in(client):
    put(source("Photo Wiki"))
    anonymous = page(client)
    client.force_login(User.objects.create_user(email="ada@example.com", password=None))
    known = page(client)
    assert "Photo Wiki" in anonymous
    assert "Photo Wiki" in known
    assert reverse("account_login") in anonymous
    assert reverse("account_logout") in known
    Tags(known)


def test_more_listings_are_a_link_away_and_keep_what_was_asked(client):
    put(*(source(f"Wiki {n}") for n in range(25)))
    first = page(client, "?q=wiki+&order=name")
    (address,) = links(first, "next")
    assert "q=wiki" in address
    assert "order=name" in address
    second = page(client, urljoin("/catalog/", address).removeprefix("/catalog/"))
    assert len(re.findall("<article", first)) == 20
    assert len(re.findall("<article", second)) == 5
    assert links(second, "next") == []


def test_what_was_asked_stands_in_the_form_again(client):
    category("wikis", "Wikis", "Wikis à plusieurs")
    put(source("Photo", categories=[Label("wikis", "Wikis")], partner=Label("acme", "Acme")))
    text = page(client, '?q=photo"+&category=wikis&partner=acme&price_min=1,50&price_max=99')
    tags = Tags(text).seen
    values = {attrs["name"]: attrs.get("value") for tag, attrs in tags if tag == "input" and "name" in attrs}
    assert {name: values[name] for name in ("q", "partner", "price_min", "price_max")} == {
        "q": 'photo" ',
        "partner": "acme",
        "price_min": "1,50",
        "price_max": "99",
    }
    assert values["category"] == "wikis"
    assert {"Wikis", "Acme"} <= set(re.findall(r'aria-current="true">([^<&]+)&nbsp;', text))
    assert "Photo" in text


def test_french_pages_have_french_categories_and_amounts(client):
    category("wikis", "Wikis", "Encyclopédies")
    put(source("Photo", categories=[Label("wikis", "Wikis")]))
    text = page(client, **{"Accept-Language": "fr"})
    assert '<html lang="fr">' in text
    assert "Encyclopédies" in text
    assert "9,00\N{NO-BREAK SPACE}€" in text


def test_a_correction_is_said_and_nothing_found_helps_on(client):
    put(source("Nextcloud"))
    text = page(client, "?q=nextclod+")
    assert "“nextclod”" in text
    assert "<strong>nextcloud</strong>" in text
    empty = page(client, "?q=zzzzzzzz+&category=tools")
    assert "Nothing found" in empty
    assert "?q=zzzzzzzz" in empty


def test_what_cannot_be_understood_is_said_and_the_rest_is_shown(client):
    put(source("Photo"))
    text = page(client, "?price_min=cheap&cursor=zz&category=%00&utm_source=letter")
    assert text.count("notice warn") == 3
    assert "Photo" in text


def test_the_page_needs_nothing_from_elsewhere_and_no_inline_code(client):
    put(source("Photo"))
    answer = client.get("/catalog/")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    for tag, attrs in Tags(answer.content.decode()).seen:
        assert tag not in ("script", "style")
        assert "style" not in attrs
        assert not any(name.startswith("on") for name in attrs)
        assert not str(attrs.get("src", attrs.get("href", "/"))).startswith(("http", "//"))


@pytest.mark.parametrize(
    ("minor", "currency", "language", "shown"),
    [
        (950, "EUR", "en", "€9.50"), (123456, "EUR", "en", "€1,234.56"), (950, "EUR", "fr", "9,50\xa0€"),
        (1000, "JPY", "en", "1,000\xa0JPY"), (1234, "BHD", "fr", "1,234\xa0BHD"),
    ],
)  # fmt: skip
def test_amounts_are_written_as_people_read_them(minor, currency, language, shown):
    assert amount(Money(minor, currency).amount, currency, language) == shown
