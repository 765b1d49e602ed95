"""Things of the demo that generated requests can be about: random ids alone would only ever meet 404."""

import re
from collections import defaultdict
from typing import Any

import httpx

LISTS = (
    "organisations",
    "partners",
    "applications",
    "offers",
    "listing-versions",
    "customers",
    "subscriptions",
    "invoices",
    "reviews",
    "rule-books",
    "listings",
    "bundles",
    "bundle-versions",
    "agreements",
)
BELOW = {
    "organisations": ("members", "invitations", "api-clients"),
    "offers": ("plans",),
    "rule-books": ("requirements", "versions"),
}
# What a field of a body names.
FIELDS = {
    "organisation": "organisations",
    "partner": "partners",
    "customer": "customers",
    "plan": "plans",
    "subscription": "subscriptions",
    "programme": "rule-books",
    "listing": "listings",
    "review": "reviews",
}
NAMES = ("id", "slug", "code", "key")
EVERY_VERSION = ", ".join(f'"{version}"' for version in range(1, 40))


class Known:
    """Names of real things, by collection; `some` picks one by a generated value, so that shrinking still works."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = defaultdict(list)

    def learn(self, http: httpx.Client) -> None:
        """Look at everything that the person sees."""
        for kind in LISTS:
            self._read(http, kind, kind)
        for kind, children in BELOW.items():
            for name in self.names[kind][:3]:
                for child in children:
                    self._read(http, f"{kind}/{name}/{child}", child)
        for application in self.names["applications"][:3]:
            board = http.get(f"/api/v1/applications/{application}/requirements").json()
            self._keep("evidence", [entry["evidence"] or {} for entry in board.get("entries", ())])

    def path_parameters(self, address: str, generated: dict[str, Any]) -> dict[str, Any]:
        """Put known names into most addresses."""
        for kind, parameter in re.findall(r"([\w-]+)/\{(\w+)\}", address):
            generated[parameter] = self._some(kind, generated.get(parameter))
        return generated

    def body(self, generated: Any) -> Any:
        """Put known names into most fields that name something."""
        if isinstance(generated, dict):
            return {
                key: self._some(FIELDS[key], value) if key in FIELDS and isinstance(value, str) else self.body(value)
                for key, value in generated.items()
            }
        return [self.body(item) for item in generated] if isinstance(generated, list) else generated

    def _some(self, kind: str, generated: Any) -> Any:
        known = self.names.get(kind)
        number = sum(str(generated).encode(errors="replace"))
        return generated if not known or number % 5 == 0 else known[number % len(known)]

    def _read(self, http: httpx.Client, address: str, kind: str) -> None:
        answer = http.get(f"/api/v1/{address}", params={"page_size": 20} if address in LISTS else {})
        if answer.status_code == httpx.codes.OK:
            self._keep(kind, answer.json()["results"])

    def _keep(self, kind: str, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            name = next((row[field] for field in _names_of(kind) if field in row), None)
            if name and name not in self.names[kind]:
                self.names[kind].append(name)


def _names_of(kind: str) -> tuple[str, ...]:
    return {"listings": ("slug",), "rule-books": ("code",), "requirements": ("key",), "versions": ("number",)}.get(
        kind, NAMES
    )
