"""The demo's telephone, every SMS “sent”, and a made-up document number to fill forms with.

Exists only where the gateway is pretended.
"""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from membership.demo import persons
from notifications.gateways import outbox


@require_GET
@never_cache
def demo_outbox(request):
    rows = outbox.latest()
    if request.htmx:
        return render(request, "notifications/_outbox.html", {"rows": rows})
    context = {"rows": rows, "number": persons.unused_number()}
    return render(request, "notifications/outbox.html", context)
