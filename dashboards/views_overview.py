"""总览 and 地图: where do we not reach people, and who is late."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dashboards import city_map, mapping, overview, scope
from dashboards.scope import VIEWERS
from organizations.decorators import post_required


@require_GET
@post_required(*VIEWERS)
def home(request):
    found, context = _asked(request, "dashboards:overview")
    tiles = overview.tiles(found, context["today"])
    context |= {"tiles": tiles, "alarms": overview.alarms(tiles), "all_well": overview.ALL_WELL}
    return render(request, "dashboards/overview.html", context)


@require_GET
@post_required(*VIEWERS)
def district_map(request):
    _, context = _asked(request, "dashboards:map")
    return render(request, "dashboards/map.html", context)


def _asked(request, view: str):
    found = scope.read(request.user, request.GET.get("union", ""))
    today = timezone.localdate()
    coloured = mapping.read(found, request.GET.get("figure", ""), today, view=view)
    return found, {
        "scope": found,
        "areas": scope.choices(request.user),
        "today": today,
        "coloured": coloured,
        "key": city_map.KEY,
        "head": "区县" if found.is_city else "工会",
    }
