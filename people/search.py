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
    letters = re.sub(r"[\s'’·]", "", text).lower().replace("ü", "v")
    if re.fullmatch(r"[a-zà-öø-ɏ]+", letters):
        return Q(**{f"{prefix}name_pinyin__startswith": letters}) | Q(
            **{f"{prefix}name_initials__startswith": letters}
        )
    return Q(**{f"{prefix}name__startswith": text})
