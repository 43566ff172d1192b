"""What rests on a consent falls with it.

The rooms that keep something because somebody agreed lie above this one: each names in
settings.RESTS_ON_CONSENT what it does when the consent is taken back.
"""

import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from people.models import Person


def follow(person: Person, *, purpose: str, actor: Any, at: datetime.datetime) -> None:
    """Part of the withdrawal: in its transaction, and quiet where nothing rests on it."""
    for name in settings.RESTS_ON_CONSENT:
        import_string(name)(person, purpose=purpose, actor=actor, at=at)
