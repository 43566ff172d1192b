"""What the desk pages of this app share: reading the address line, answering a refusal."""

import uuid

from audit.refusal import Refused

NAMES_OFFERED = 200


def text_of(request) -> str:
    """The search word; control characters and endless input are nobody's name."""
    return request.GET.get("text", "").replace("\0", "").strip()[:32]


def union_of(request, unions):
    """The union named in `?union=<uuid>` when it is one of `unions`."""
    try:
        public_id = uuid.UUID(request.GET.get("union", ""))
    except ValueError:
        return None
    return unions.filter(public_id=public_id).first()


def union_names(unions) -> list[str]:
    """What the browser offers while a union's name is typed: the nearest ones in tree order."""
    return list(unions.order_by("path").values_list("name", flat=True)[:NAMES_OFFERED])


def with_refusal(form, act):
    """`act()` when the form is valid; a refusal is laid beside the field it speaks of."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None
