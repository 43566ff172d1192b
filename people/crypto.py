"""Sealing what must not lie open, and finding it again without opening it.

A sealed value is: one byte length of the key's id, the id, 12 random bytes, AES-256-GCM output.
The context ("table.column") is authenticated too, so a value moved to another column stays shut.
"""

import base64
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from people import identity

NONCE_BYTES = 12


class Unreadable(Exception):  # noqa: N818 - `raise Unreadable(…)` reads as what happens
    """A sealed value that no key of the ring opens in this context."""


def seal(text: str, context: str) -> bytes:
    """Encrypt with the first key of the ring."""
    return seal_bytes(text.encode(), context)


def unseal(blob: bytes | memoryview, context: str) -> str:
    """Decrypt with whichever key sealed it. Raises Unreadable."""
    try:
        return unseal_bytes(blob, context).decode()
    except ValueError as error:
        raise Unreadable(f"cannot be opened as {context}") from error


def seal_bytes(content: bytes, context: str) -> bytes:
    """The same for a whole file."""
    nonce = os.urandom(NONCE_BYTES)
    cipher = _cipher(settings.IDENTITY_KEYS[current_key_id()])
    return key_mark() + nonce + cipher.encrypt(nonce, content, context.encode())


def unseal_bytes(blob: bytes | memoryview, context: str) -> bytes:
    """Raises Unreadable."""
    key_id, sealed = _split(bytes(blob))
    if key_id not in settings.IDENTITY_KEYS:
        raise Unreadable(f"no key {key_id!r} in IDENTITY_KEYS")
    cipher = _cipher(settings.IDENTITY_KEYS[key_id])
    nonce, secret = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return cipher.decrypt(nonce, secret, context.encode())
    except InvalidTag as error:
        raise Unreadable(f"cannot be opened as {context}") from error


def current_key_id() -> str:
    return next(iter(settings.IDENTITY_KEYS))


def key_mark() -> bytes:
    """How every value begins that the first key of the ring has sealed."""
    name = current_key_id().encode()
    return bytes([len(name)]) + name


def key_id_of(blob: bytes | memoryview) -> str:
    """Which key sealed this value. Raises Unreadable when it is no sealed value at all."""
    return _split(bytes(blob))[0]


def fingerprint(document_type: str, number: str) -> str:
    """64 hex digits that are the same for the same document, and tell nothing without the key."""
    number = identity.normalise(document_type, number)
    message = f"{document_type}\0{number}".encode()
    return hmac.digest(_raw(settings.FINGERPRINT_KEY), message, "sha256").hex()


def mask(number: str) -> str:
    """“6299**********1230”: four and four shown; of short ones (passports) only two and two."""
    shown = 4 if len(number) >= 15 else min(2, len(number) // 4)
    hidden = len(number) - 2 * shown
    return number[:shown] + "*" * hidden + number[len(number) - shown :]


def _split(blob: bytes) -> tuple[str, bytes]:
    """The key's id, and nonce and ciphertext after it."""
    end = 1 + blob[0] if blob else 0
    if not end or len(blob) < end + NONCE_BYTES:
        raise Unreadable("not a sealed value")
    try:
        return blob[1:end].decode(), blob[end:]
    except UnicodeDecodeError as error:
        raise Unreadable("not a sealed value") from error


# Making the key schedule costs more than sealing one number: kept, one for each key.
@lru_cache(maxsize=16)
def _cipher(key: str) -> AESGCM:
    return AESGCM(_raw(key))


@lru_cache(maxsize=16)
def _raw(key: str) -> bytes:
    raw = base64.b64decode(key)
    if len(raw) != 32:
        raise ValueError("keys are 32 bytes in base64")
    return raw
