"""Files that people bring."""

import hashlib

from tests.journeys.people import Visitor

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def upload(person: Visitor, organisation: str, content: bytes = PDF, filename: str = "register-extract.pdf") -> str:
    """Ask for an upload, put the file, complete it; give its id. The hash that is kept is that of the bytes."""
    asked = person.post(
        "uploads",
        {
            "organisation": organisation,
            "purpose": "evidence",
            "filename": filename,
            "content_type": "application/pdf",
            "size": len(content),
        },
    )
    link = asked["upload"]
    put = person.http.request(link["method"], link["url"], content=content, headers=link["headers"])
    assert put.status_code in (200, 201, 204), put.text
    stored = person.post(f"uploads/{asked['id']}/completion", expect=200)
    assert stored["sha256"] == hashlib.sha256(content).hexdigest()
    return asked["id"]
