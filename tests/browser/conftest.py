"""A real browser: Debian's Chromium, headless."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a browser for one file: while it runs, this thread has an event loop and Django refuses the database."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("chromium is not installed (Debian's package `chromium`)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What pages of this test load from elsewhere, or say in error; a test that provokes it empties the list."""
    return []


@pytest.fixture(params=[("phone", "en"), ("phone", "fr"), ("desktop", "en"), ("desktop", "fr")], ids="-".join)
def page(request: pytest.FixtureRequest, browser: Browser, live_stack, complaints: list[str]) -> Iterator[Page]:
    """A fresh window; whatever its pages load from elsewhere, or say in error, fails the test."""
    size, language = request.param
    context = browser.new_context(viewport=SIZES[size], locale=language, base_url=live_stack.base_url)
    page = context.new_page()
    page.kind, page.language = f"{size}-{language}", language
    page.set_default_timeout(60_000)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda sent: None if sent.url.startswith((live_stack.base_url, "data:")) else complaints.append(sent.url),
    )
    yield page
    context.close()
    assert not complaints


@pytest.fixture
def look(page: Page):
    """Save a screenshot for a person to look at; fails when the page is wider than the window."""

    def look(name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}-{page.kind}.png", full_page=True)
        # The picture stretches the window for a moment: a click sent before it is back lands beside its target.
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} scrolls sideways"

    return look
