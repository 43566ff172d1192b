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


class Unreadable(Exception):
    """A sealed value that no key of the ring opens in this context."""


def seal(text: str, context: str) -> bytes:
    """Encrypt with the first key of the ring."""
    key_id = current_key_id()
    nonce = os.urandom(NONCE_BYTES)
    name = key_id.encode()
    sealed = _cipher(settings.IDENTITY_KEYS[key_id]).encrypt(
        nonce, text.encode(), context.encode()
    )
    return bytes([len(name)]) + name + nonce + sealed


def unseal(blob: bytes | memoryview, context: str) -> str:
    """Decrypt with whichever key sealed it. Raises Unreadable."""
    blob = bytes(blob)
    start = 1 + len(key_id_of(blob).encode())
    nonce, sealed = blob[start : start + NONCE_BYTES], blob[start + NONCE_BYTES :]
    try:
        cipher = _cipher(settings.IDENTITY_KEYS[key_id_of(blob)])
        return cipher.decrypt(nonce, sealed, context.encode()).decode()
    except KeyError as error:
        raise Unreadable(f"no key {key_id_of(blob)!r} in IDENTITY_KEYS") from error
    except (InvalidTag, ValueError) as error:
        raise Unreadable(f"cannot be opened as {context}") from error


def current_key_id() -> str:
    return next(iter(settings.IDENTITY_KEYS))


def key_id_of(blob: bytes | memoryview) -> str:
    """Which key sealed this value. Raises Unreadable when it is no sealed value at all."""
    blob = bytes(blob)
    try:
        return blob[1 : 1 + blob[0]].decode()
    except (IndexError, UnicodeDecodeError) as error:
        raise Unreadable("not a sealed value") from error


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
