"""E-mail without a mail server: each message becomes a file that a person or a mail program can open."""

import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from core import clock


class FileBackend(BaseEmailBackend):
    """Writes every message to `EMAIL_FILE_PATH`, the newest last: `<time>-<recipient>-<id>.eml`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages and return how many; a reader never sees half a file."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            _write(folder, message)
        return len(email_messages)


def _write(folder: Path, message: EmailMessage) -> None:
    mime = message.message()
    recipient = re.sub(r"[^A-Za-z0-9@._-]", "_", (message.recipients() or ["nobody"])[0])[:80]
    name = f"{clock.now():%Y%m%d-%H%M%S-%f}-{recipient}-{secrets.token_hex(3)}.eml"
    unfinished = folder / f".{name}"
    with unfinished.open("wb") as file:
        file.write(mime.as_bytes())
    unfinished.replace(folder / name)
