"""Misconfiguration is found by `manage.py check`, with a hint, not by a visitor."""

from importlib.util import find_spec

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import Error as DatabaseError

from unionportal import refusals


def production_settings(app_configs, **kwargs) -> list[CheckMessage]:
    """unionportal.E001–E009: a key, an address or the gateway is missing or unsafe."""
    return [
        Error(
            f"{refusal.variable}: {refusal.says}.",
            hint=f"{refusal.variable}: {refusal.hint}",
            id=f"unionportal.{refusal.id}",
        )
        for refusal in refusals.refusals()
    ]


def one_driver(app_configs, **kwargs) -> list[CheckMessage]:
    """unionportal.E010: Django silently prefers psycopg 3, with which nothing here was tested."""
    if find_spec("psycopg") is None:
        return []
    return [
        Error(
            "psycopg 3 is installed beside psycopg2.",
            hint="pip uninstall psycopg psycopg-binary psycopg-c",
            id="unionportal.E010",
        )
    ]


def demo_accounts(app_configs, databases=None, **kwargs) -> list[CheckMessage]:
    """unionportal.E011: accounts with a public password (`check --database default`)."""
    if not settings.PRODUCTION or not databases:
        return []
    try:
        found = refusals.demo_accounts()
    except DatabaseError:  # not migrated yet: `migrate` itself runs this check
        return []
    if not found:
        return []
    return [
        Error(
            f"The database holds {found} demo accounts whose password is public.",
            hint="DATABASE_URL: point it at a database in which load_demo never ran.",
            id="unionportal.E011",
        )
    ]
