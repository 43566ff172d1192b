"""What only a helper needs to know of a household, sealed as a whole (people.crypto)."""

import json
from typing import Any

from assistance.models import HardshipFile
from people import crypto

# What is authenticated along with the facts: their place.
PLACE = "assistance_hardshipfile.facts"


def read(file: HardshipFile) -> dict[str, Any]:
    """{"address", "members": [{"name", "relation", "birth_year", "note"}], "income_fen", "note"}"""
    return json.loads(crypto.unseal(file.facts, PLACE)) if file.facts else {}


def write(file: HardshipFile, facts: dict[str, Any]) -> None:
    """Put the facts into the row; the caller saves it."""
    kept = {name: value for name, value in facts.items() if value not in ("", None, [])}
    file.facts = crypto.seal(json.dumps(kept, ensure_ascii=False), PLACE) if kept else b""
