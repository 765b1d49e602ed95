"""The `type` of a problem document leads to a page that explains it."""

import pytest
from django.test import Client
from django.urls import get_resolver

from core.refusals import Invalid, Refusal
from core.web.problem_catalogue import _refusals, catalogue
from core.web.problems import document


@pytest.fixture
def _site_addresses(settings):
    settings.ROOT_URLCONF = "config.urls"


def test_each_code_means_one_thing():
    assert get_resolver("config.urls").url_patterns, "every room is loaded with its addresses"
    codes: dict[str, type[Refusal]] = {}
    for refusal in _refusals(Refusal):
        if refusal.code in vars(refusal).values():
            assert codes.setdefault(refusal.code, refusal) is refusal, f"two refusals are called {refusal.code}"


@pytest.mark.usefixtures("_site_addresses")
def test_the_type_of_a_problem_leads_to_its_page(settings, db):
    address = document(Invalid("x"))["type"].removeprefix(settings.BASE_URL)
    page = Client().get(address)
    assert page.status_code == 200
    assert Invalid.title in page.content.decode()
    assert Client().get("/problems/").status_code == 200
    assert Client().get("/problems/no-such-thing").status_code == 404


def test_every_kind_says_what_it_means():
    assert all(kind["title"] and kind["meaning"].endswith((".", ":", ";")) for kind in catalogue())
