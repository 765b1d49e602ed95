"""Hashing secrets that the server itself drew at random."""

import hashlib
from typing import Any

from django.contrib.auth.hashers import BasePasswordHasher, mask_hash
from django.utils.crypto import constant_time_compare


class RandomSecretHasher(BasePasswordHasher):
    """One round of SHA-256 for 256-bit random secrets; never for passwords that people choose.

    A slow hash protects what can be guessed. A random secret cannot be, and a slow one would let anybody who asks for
    tokens with wrong secrets keep the processors busy (0.3 s each, measured).
    """

    algorithm = "random_sha256"

    def encode(self, password: str, salt: str) -> str:
        """Return `random_sha256$<salt>$<hex>`."""
        return f"{self.algorithm}${salt}${hashlib.sha256(f'{salt}{password}'.encode()).hexdigest()}"

    def decode(self, encoded: str) -> dict[str, str]:
        """Return the parts of a stored hash."""
        algorithm, salt, digest = encoded.split("$", 2)
        return {"algorithm": algorithm, "salt": salt, "hash": digest}

    def verify(self, password: str, encoded: str) -> bool:
        """Whether `encoded` was made of `password`, in constant time."""
        return constant_time_compare(encoded, self.encode(password, self.decode(encoded)["salt"]))

    def safe_summary(self, encoded: str) -> dict[Any, Any]:
        """Return what may be shown of a stored hash."""
        parts = self.decode(encoded)
        return {"algorithm": parts["algorithm"], "hash": mask_hash(parts["hash"])}

    def must_update(self, encoded: str) -> bool:
        """Never: there is no work factor."""
        return False

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Do nothing: there is no work factor to make up for."""
