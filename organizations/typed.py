"""What the desk pages of this app share: reading the address line, answering a refusal."""

import uuid

from audit.refusal import Refused

NAMES_OFFERED = 200
OTHER_ACCOUNT = "现在登录的是另一个账号，请用记录时的账号登录后再传。"


def by_script(request) -> bool:
    """A page's script sends what waited on the phone, and reads JSON."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def by_another(request) -> bool:
    """What waited was typed by another account than the one signed in."""
    return request.POST.get("account", "") not in ("", str(request.user.public_id))


def client_id_of(request) -> uuid.UUID | None:
    """Under which the phone made the entry."""
    try:
        return uuid.UUID(request.POST.get("client_id", ""))
    except ValueError:
        return None


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
