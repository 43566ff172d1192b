"""补货清单: what expires at the stations, of whichever month it was."""

from django.contrib import messages
from django.db.models import Case, Count, F, Q, When
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from audit import keyset
from audit import services as audit
from audit.refusal import Refused
from campaigns import delivering, round_sheets
from campaigns.deliveries import expiring
from campaigns.forms_deliveries import ticked
from campaigns.models import Delivery
from campaigns.models.campaign import OFFICERS
from campaigns.views_rounds import file_name
from organizations import register
from organizations.decorators import post_required
from organizations.models import Division, Station
from organizations.posts import unit_of
from spreadsheets import writing


@require_GET
@post_required(*OFFICERS)
def restock(request):
    today = timezone.localdate()
    rows = expiring(today).visible_to(request.user)
    filters = register.Filters.read(request.GET)
    listed = keyset.page(
        _filtered(rows, filters),
        "expires_on",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    sums = _by_district(rows, today)
    context = {
        "page": listed,
        "filters": filters,
        "today": today,
        "sums": sums,
        "past": sum(line["past"] for line in sums),
        "soon": sum(line["soon"] for line in sums),
    }
    return render(request, "campaigns/restock.html", context)


def _filtered(rows, filters: register.Filters):
    return rows.filter(station__in=filters.apply(Station.objects.all())) if filters.any else rows


def _by_district(rows, today) -> list[dict]:
    """Past and soon by district, the names with it: one query each."""
    township = When(
        station__division__level=Division.Level.TOWNSHIP, then=F("station__division__parent_id")
    )
    counted = (
        rows.annotate(district=Case(township, default=F("station__division_id")))
        .order_by()
        .values("district")
        .annotate(
            past=Count("pk", filter=Q(expires_on__lt=today)),
            soon=Count("pk", filter=Q(expires_on__gte=today)),
        )
    )
    sums = {row["district"]: row for row in counted}
    places = Division.objects.filter(pk__in=sums)
    return [{**sums[place.pk], "place": place} for place in places]


@require_POST
@post_required(*OFFICERS)
def done(request):
    """“已补”, for the ticked ones; each its own record."""
    rows = Delivery.objects.visible_to(request.user).filter(pk__in=ticked(request.POST))
    count = 0
    for delivery in rows.order_by("pk"):
        try:
            delivering.set_restocked(delivery, actor=request.user)
            count += 1
        except Refused as refused:
            messages.error(request, refused.message)
    if count:
        messages.success(request, f"已记{count}个驿站补过了。")
    else:
        messages.error(request, "没有选中驿站，先在左边勾选。")
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(reverse("campaigns:restock") + query)


@require_GET
@post_required(*OFFICERS)
def export(request):
    now = timezone.now()
    today = timezone.localdate(now)
    rows = _filtered(expiring(today).visible_to(request.user), register.Filters.read(request.GET))
    sheet = round_sheets.of_restock(rows.order_by("expires_on", "pk").iterator(), today, now)
    content = writing.book(sheet)
    audit.record(
        "campaigns.exported", actor=request.user, unit=unit_of(request.user),
        data={"what": "补货清单"},
    )  # fmt: skip
    return writing.download(file_name("补货清单", now), content)
