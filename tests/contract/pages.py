"""Every page that a person reaches from the start by following links, and the forms that stand on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.world import Caller, undone

STARTS = ("/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/account/", "/partner/", "/desk/")
# Addresses that show no page of ours, or end the walk.
LEFT_OUT = ("/static/", "/objects/", "/api/", "/_allauth/", "/accounts/logout/")
MOST_OF_A_ROUTE = 3


@dataclass
class Form:
    """A form as a browser would send it: where to, how, and each name with the value that stands in it."""

    action: str
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """What of a page matters here: its links and its forms."""

    def __init__(self, path: str, html: str) -> None:
        super().__init__()
        self.path = path
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "a" and given.get("href"):
            self.links.append(urljoin(self.path, given["href"]))
        elif tag == "form":
            self._form = Form(urljoin(self.path, given.get("action", "")), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form and tag in ("input", "button", "textarea", "select") and given.get("name"):
            self._field(tag, given["name"], given)
        elif self._form and tag == "option" and self._select and not self._form.fields[self._select]:
            self._form.fields[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""

    def _field(self, tag: str, name: str, given: dict[str, str]) -> None:
        assert self._form
        if given.get("type") == "file":
            self._form.files.add(name)
            return
        if tag == "select":
            self._select = name
        usual = "on" if given.get("type") == "checkbox" else ""
        self._form.fields.setdefault(name, given.get("value", usual))


def walk(caller: Caller, *starts: str) -> Iterator[Page]:
    """Follow every link from the starts, a few addresses of each route."""
    ahead, seen, of_route = list(starts), set(starts), dict[str, int]()
    while ahead:
        path = ahead.pop(0)
        with undone():
            answer = caller.ask("GET", path)
        if answer.status_code in (301, 302):
            target = urljoin(path, answer["Location"])
            ahead += [target] if _leads_on(target, seen, of_route) else []
            continue
        if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.status_code != 200:
            continue
        page = Page(path, answer.content.decode())
        yield page
        ahead += [link for link in page.links if _leads_on(link, seen, of_route)]


def _leads_on(link: str, seen: set[str], of_route: dict[str, int]) -> bool:
    parts = urlsplit(link)
    if parts.netloc or parts.scheme or link in seen or parts.path.startswith(LEFT_OUT):
        return False
    try:
        route = resolve(parts.path).route
    except Resolver404:
        return False
    seen.add(link)
    of_route[route] = of_route.get(route, 0) + 1
    return of_route[route] <= MOST_OF_A_ROUTE
