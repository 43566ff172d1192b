"""Finding people by what a clerk types: the name, its pinyin, or its initials."""

import re

from django.db.models import Q

from people import names


def by_name(text: str, prefix: str = "person__") -> Q:
    """A filter on rows that reach a person through `prefix` ("" on Person itself).

    Beginnings only (LIKE 'x%'), so that the pattern indexes serve ten million rows.
    """
    text = names.clean(text)
    if not text:
        return Q()
    letters = re.sub(r"[\s'’.·-]", "", text).lower()
    if names.has_han(letters) or not letters.isalpha():
        return Q(**{f"{prefix}name__startswith": text})
    found = Q()
    # ü is typed as v in pinyin, and is an accent like others in Latin names.
    for spelling in {letters.replace("ü", "v"), names.fold(letters)}:
        found |= Q(**{f"{prefix}name_pinyin__startswith": spelling})
        found |= Q(**{f"{prefix}name_initials__startswith": spelling})
    return found
