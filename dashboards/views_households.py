"""一对一, and the rows behind its numbers and behind those of messages."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dashboards import households, messages, period, scope
from dashboards.messages import OUTCOMES
from dashboards.rows_contacts import RESULTS, Rows
from dashboards.scope import VIEWERS
from organizations.decorators import post_required


@require_GET
@post_required(*VIEWERS)
def page(request):
    found, today, days, context = _asked(request)
    context |= {
        "page": households.read(found, today, days),
        "interval": settings.CONTACT_INTERVAL_DAYS,
    }
    return render(request, "dashboards/households.html", context)


@require_GET
@post_required(*VIEWERS)
def contacts(request):
    found, _, days, context = _asked(request)
    rows = Rows.read(found, days, request.GET.get("result", ""))
    context |= {
        "rows": rows, "number": rows.number(), "page": rows.page(**_place(request)),
        "results": [("", "所有的联系"), *((name, words) for name, (words, _) in RESULTS.items())],
        "back_url": households.address("dashboards:households", found, **_days(days)),
    }  # fmt: skip
    return render(request, "dashboards/rows_contacts.html", context)


@require_GET
@post_required(*VIEWERS)
def message_rows(request):
    found, _, days, context = _asked(request)
    rows = messages.Rows.read(found, days, request.GET.get("outcome", ""))
    context |= {
        "rows": rows, "page": rows.page(**_place(request)),
        "outcomes": [("", "应发"), *((name, word) for name, (word, _) in OUTCOMES.items())],
    }  # fmt: skip
    return render(request, "dashboards/rows_messages.html", context)


def _asked(request):
    found = scope.read(request.user, request.GET.get("union", ""))
    today = timezone.localdate()
    days, form = period.read(request.GET, today)
    areas = scope.choices(request.user)
    return found, today, days, {"scope": found, "period": days, "form": form, "areas": areas}


def _days(of) -> dict[str, str]:
    return {"since": of.since.isoformat(), "until": of.until.isoformat()}


def _place(request) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("after", "before")}
