"""A logo is an upload written anew: kept with the offer, frozen with each version, and shown to everybody."""

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from catalog.listings.actions import approve, submit_offer
from catalog.offers.models import Offer
from core import clock
from core.actors import SYSTEM
from core.storage.models import Purpose
from tests.core.storage.samples import png as broken_png
from tests.factories import partners as make
from tests.partners.conftest import problem

NOTE = "taken in our kitchen"
ROTATED_BY_A_QUARTER = 6
ORIENTATION = 0x0112


def drawn(width=300, height=280, kind="PNG", **options):
    picture, file = Image.new("RGB", (width, height), (20, 90, 160)), BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def uploaded(organisation, content, *, purpose=Purpose.MEDIA, content_type="image/png"):
    return make.stored_upload(organisation, content, content_type, purpose)


@pytest.fixture
def logo(partner):
    return uploaded(partner.organisation, drawn())


def put_on(api, draft, upload):
    etag = f'"{Offer.objects.get(pk=draft.pk).version}"'
    return api.patch(f"offers/{draft.pk}", {"logo": str(upload.pk) if upload else None}, if_match=etag)


def shown(url):
    answer = Client().get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "immutable" in answer["Cache-Control"]
    return b"".join(answer.streaming_content)


def test_a_logo_is_put_on_an_offer_shown_and_taken_away(api, draft, logo):
    answer = put_on(api, draft, logo)
    assert answer.status_code == 200
    said = answer.json()["logo"]
    picture = shown(said["url"])
    assert (said["width"], said["height"], said["bytes"]) == (300, 280, len(picture))
    assert Image.open(BytesIO(picture)).size == (300, 280)
    assert api.get(f"offers/{draft.pk}").json()["logo"] == said
    assert put_on(api, draft, None).json()["logo"] is None


def test_an_offer_is_drafted_with_its_logo(api, partner, logo, shelf):
    body = {"partner": str(partner.pk), "name": "Tide", "summary": "s", "logo": str(logo.pk)}
    answer = api.post("offers", body)
    assert (answer.status_code, answer.json()["logo"]["width"]) == (201, 300)


def test_nothing_of_the_uploaded_bytes_is_shown(api, draft, partner):
    notes = Image.Exif()
    notes[ORIENTATION], notes[0x010E] = ROTATED_BY_A_QUARTER, NOTE
    content = drawn(300, 260, "JPEG", exif=notes) + b"<script>alert(1)</script>"
    assert NOTE.encode() in content
    upload = uploaded(partner.organisation, content, content_type="image/jpeg")
    said = put_on(api, draft, upload).json()["logo"]
    assert (said["width"], said["height"]) == (260, 300)
    picture = shown(said["url"])
    assert NOTE.encode() not in picture
    assert b"<script>" not in picture


@pytest.mark.parametrize("size", [(4097, 10), (10, 4097)])
def test_what_is_far_too_large_is_refused(api, draft, partner, size):
    problem(put_on(api, draft, uploaded(partner.organisation, drawn(*size))), 422, "picture-unreadable")


def test_what_only_looks_like_a_picture_is_refused_and_changes_nothing(api, draft, partner):
    problem(put_on(api, draft, uploaded(partner.organisation, broken_png(300, 300))), 422, "picture-unreadable")
    assert Offer.objects.get(pk=draft.pk).logo is None


def test_evidence_does_not_become_a_picture(api, draft, partner):
    upload = uploaded(partner.organisation, drawn(), purpose=Purpose.EVIDENCE)
    problem(put_on(api, draft, upload), 422, "upload-wrong-purpose")


def test_what_others_uploaded_is_not_there(api, draft):
    problem(put_on(api, draft, uploaded(make.seat().organisation, drawn())), 422, "validation-failed")


def test_a_picture_that_is_not_kept_is_not_found():
    assert Client().get(f"/pictures/{'0' * 64}.png").status_code == 404


def test_a_version_keeps_its_logo_and_everybody_sees_it(api, draft, partner, logo):
    url = put_on(api, draft, logo).json()["logo"]["url"]
    draft.refresh_from_db()
    listing = approve(version=submit_offer(offer=draft, actor=SYSTEM, at=clock.now()), actor=SYSTEM, at=clock.now())
    put_on(api, draft, uploaded(partner.organisation, drawn(512, 512)))
    slug = listing.slug
    assert Client().get(f"/api/v1/listings/{slug}").json()["logo"]["url"] == url
    page = Client().get(f"/catalog/{slug}/").content.decode()
    assert f'<img class="logo" src="{url}" width="300" height="280"' in page
    assert '<meta property="og:image" content="http' in page
    draft.refresh_from_db()
    newer = submit_offer(offer=draft, actor=SYSTEM, at=clock.now())
    changes = api.get(f"listing-versions/{newer.pk}").json()["changes"]
    assert [(one["about"], one["kind"], one["before"]["url"]) for one in changes] == [("logo", "changed", url)]
    assert changes[0]["after"]["width"] == 512
