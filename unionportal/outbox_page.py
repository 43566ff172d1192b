"""The demo's telephone: every SMS “sent”. Exists only where the gateway is pretended."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from notifications.gateways import outbox


@require_GET
@never_cache
def demo_outbox(request):
    template = "notifications/_outbox.html" if request.htmx else "notifications/outbox.html"
    return render(request, template, {"rows": outbox.latest()})
