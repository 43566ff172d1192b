"""What was typed into a form whose session had just ended: kept, sealed, until one is back."""

import base64
import json
from itertools import islice

from django.utils import timezone

from people import crypto

KEY = "pending"
CONTEXT = "session.pending"
KEPT_SECONDS = 3600
# Anybody may send anything: what is kept of it stays small.
MAX_FIELDS = 50
MAX_NAME = 40
MAX_LENGTH = 200


def keep(request) -> None:
    typed = {
        name: value[:MAX_LENGTH]
        for name, value in islice(request.POST.items(), MAX_FIELDS)
        if name != "csrfmiddlewaretoken" and len(name) <= MAX_NAME
    }
    sealed = base64.b64encode(crypto.seal(json.dumps(typed), CONTEXT)).decode()
    request.session[KEY] = {"path": request.path, "at": timezone.now().timestamp(), "typed": sealed}


def take(request, path: str) -> dict[str, str]:
    """What was sent to this path an hour ago or less, once; else {}."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != path:
        return {}
    del request.session[KEY]
    if timezone.now().timestamp() - kept["at"] > KEPT_SECONDS:
        return {}
    return json.loads(crypto.unseal(base64.b64decode(kept["typed"]), CONTEXT))
