"""People and programs that talk to the running server over HTTP, as those of its users do."""

import re
import time
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from tests.stack import Stack

PASSWORD = "a-lighthouse-in-the-fog-7"
T = TypeVar("T")


class Visitor:
    """Somebody with an HTTP client; `get`, `post` and `patch` assert the status and give the answer's JSON."""

    def __init__(self, stack: Stack, **headers: str) -> None:
        self.stack = stack
        self.http = httpx.Client(base_url=stack.base_url, timeout=30, headers=headers)

    def get(self, path: str, expect: int = 200, **params: Any) -> Any:
        return self._answer(self.http.get(self._address(path), params=params), expect)

    def post(self, path: str, body: Any = None, expect: int = 201, *, key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key or str(uuid4())}
        return self._answer(self.http.post(self._address(path), json=body or {}, headers=headers), expect)

    def patch(self, path: str, body: Any, expect: int = 200) -> Any:
        etag = self.http.get(self._address(path)).headers["ETag"]
        return self._answer(self.http.patch(self._address(path), json=body, headers={"If-Match": etag}), expect)

    def delete(self, path: str, expect: int = 204) -> Any:
        return self._answer(self.http.delete(self._address(path)), expect)

    def history(self, path: str) -> list[str]:
        """The types of the facts about a thing, oldest first."""
        return [fact["type"] for fact in self.get(f"{path}/history")["results"]]

    @staticmethod
    def _address(path: str) -> str:
        return path if path.startswith(("/", "http")) else f"/api/v1/{path}"

    @staticmethod
    def _answer(response: httpx.Response, expect: int) -> Any:
        said = f"{response.request.method} {response.request.url} → {response.status_code}: {response.text[:2000]}"
        assert response.status_code == expect, said
        if response.status_code >= 400:
            assert response.headers["Content-Type"] == "application/problem+json", said
        return response.json() if response.content else None


class Person(Visitor):
    """A person with an account."""

    def __init__(self, stack: Stack, email: str, name: str) -> None:
        super().__init__(stack)
        self.email, self.name = email, name

    def sign_up(self) -> "Person":
        """Sign up over the headless API and confirm the e-mail address with the code that was mailed."""
        body = {"email": self.email, "password": PASSWORD, "name": self.name}
        answer = self.http.post("/_allauth/app/v1/auth/signup", json=body)
        assert answer.status_code == 401, answer.text  # pending: the address is not verified yet
        self.http.headers["X-Session-Token"] = answer.json()["meta"]["session_token"]
        code = mail_to(self.stack, self.email, r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$")
        verified = self.http.post("/_allauth/app/v1/auth/email/verify", json={"key": code})
        assert verified.status_code == 200, verified.text
        return self.sign_in()

    def sign_in(self, password: str = PASSWORD) -> "Person":
        """Sign in over the headless API."""
        self.http.headers.pop("X-Session-Token", None)
        answer = self.http.post("/_allauth/app/v1/auth/login", json={"email": self.email, "password": password})
        assert answer.status_code == 200, answer.text
        self.http.headers["X-Session-Token"] = answer.json()["meta"]["session_token"]
        return self


class Program(Visitor):
    """An API client with its token."""

    def __init__(self, stack: Stack, client: dict[str, Any], secret: str, *scopes: str) -> None:
        super().__init__(stack)
        form = {"grant_type": "client_credentials", "scope": " ".join(scopes)}
        answer = self.http.post("/oauth/token", data=form, auth=(client["id"], secret))
        assert answer.status_code == 200, answer.text
        self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


def new_person(stack: Stack, name: str) -> Person:
    """A person nobody has seen before."""
    return Person(stack, f"{name.lower()}.{uuid4().hex[:8]}@example.org", name).sign_up()


def new_staff(stack: Stack, name: str, *roles: str) -> Person:
    """A person on staff; only the operator's command line makes one."""
    person = new_person(stack, name)
    stack.manage("appoint_staff", person.email, *roles)
    return person


def eventually(question: Callable[[], T | None], seconds: float = 20) -> T:
    """Ask until there is an answer: what follows after commit takes its moment."""
    until = time.monotonic() + seconds
    while True:
        answer = question()
        if answer:
            return answer
        assert time.monotonic() < until, f"nothing came within {seconds} s"
        time.sleep(0.05)


def mail_to(stack: Stack, address: str, pattern: str) -> str:
    """Wait for the newest e-mail to `address` that matches, and give the first group."""

    def find() -> str | None:
        for mail in reversed(stack.mails()):
            if address in mail and (match := re.search(pattern, mail, re.MULTILINE)):
                return match.group(1)
        return None

    return eventually(find)
