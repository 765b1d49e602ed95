"""What whoever asks for a list holds: by it lists are narrowed down and ordered."""

from collections.abc import Mapping

from django.http import HttpRequest

from catalog.listings.holders import Holder, offers_held
from catalog.search.asking import Held
from core.accounts.models import User
from core.accounts.principals import Principal
from core.web.problems import NotSignedIn

# What a program needs to be told what its organisation holds; every role of people has it.
PERMISSION = "subscriptions:read"


def held_by_reader(request: HttpRequest) -> Held:
    """Return the offers held by the organisations of who reads a page; one query for people who are signed in."""
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return None
    return _where_it_matters(offers_held(Holder(person=user)), request.GET)


def held_by(principal: Principal, given: Mapping[str, str]) -> Held:
    """Return the offers held by the organisations of a principal; one query, none for who is not known.

    What a program may not read it is not shown either. Where the list is to be narrowed down by what is held, raises
    NotSignedIn or ScopeMissing.
    """
    if given.get("mine") == "true":
        if principal.is_anonymous:
            raise NotSignedIn(
                "“mine” asks what works with what you have: sign in, or send a bearer token of an API client."
                " Without “mine” the catalogue is open to everybody."
            )
        principal.require_scope(PERMISSION)
    if principal.is_anonymous:
        return None
    own = (one for one in principal.organisation_ids if principal.may(PERMISSION, one))
    return _where_it_matters(offers_held(Holder(organisation_ids=frozenset(own))), given)


def _where_it_matters(held: Held, given: Mapping[str, str]) -> Held:
    """Who holds nothing sees what everybody sees, unless the list is narrowed down by it, and shares what is kept."""
    return held or (held if given.get("mine") else None)
