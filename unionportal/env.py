"""Typed readers for environment variables, loud about what they cannot read."""

import os

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def boolean(name: str, default: bool = False) -> bool:
    """Raise ImproperlyConfigured for anything but 1/0, true/false, yes/no, on/off."""
    raw = os.environ.get(name, "").strip().lower()
    if raw in ("1", "true", "yes", "on"):
        return True
    if raw in ("0", "false", "no", "off"):
        return False
    if raw == "":
        return default
    raise ImproperlyConfigured(f"{name} must be true or false, not {raw!r}")


def integer(name: str, default: int) -> int:
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        return int(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}") from error


def listing(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def mapping(name: str) -> dict[str, str]:
    """Read "id:value,id:value", e.g. a key ring, here or in the file that NAME_FILE points at.

    The first one is the one to write with.
    """
    parts = (part.strip() for part in secret(name).split(","))
    pairs = (part.partition(":") for part in parts if part)
    return {key: value for key, _, value in pairs}


def secret(name: str, default: str = "") -> str:
    """Read NAME, or the file that NAME_FILE points at (secrets mounted as files)."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    return os.environ.get(name, default)
