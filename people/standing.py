"""What somebody is to the union, as the rooms beside membership may know it.

Membership lies above this room and beside those that ask: settings.STANDING names its answer.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Standing:
    is_member: bool = False
    # As told when joining, or in the latest application; "" when nobody was told.
    occupation: str = ""


def of(user: Any) -> Standing:
    return import_string(settings.STANDING)(user)
