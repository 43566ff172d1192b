"""表格: a month's activities taken in from a sheet, and written out as one."""

import tempfile

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit import services as audit
from audit.refusal import Refused
from campaigns import bulk_export, bulk_verify
from campaigns.imports import ACTIVITIES
from campaigns.models import Campaign
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import campaign_or_404, page
from campaigns.station_import import STATIONS
from organizations.decorators import post_required
from organizations.models import Organization
from organizations.posts import current_posts
from organizations.visible import MANAGES
from spreadsheets import desk, exporting, kinds, visible, writing
from spreadsheets.limits import limited
from spreadsheets.models import Import

RECENT = 5


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
@limited
def imports(request, pk):
    campaign = campaign_or_404(request.user, pk)
    job = _job(request.user, campaign)
    form, answer = desk.uploaded(request, job)
    if answer:
        return answer
    exports = visible.exports(request.user).filter(
        kind=bulk_export.NAME, context__campaign=str(campaign.pk)
    )
    context = page(
        request, campaign, form=form, page=desk.history(request, job),
        refusal=desk.refusal(request.user, job), exports=exports.order_by("-created_at")[:RECENT],
    )  # fmt: skip
    return render(request, "campaigns/imports.html", context, status=desk.status_of(request))


@require_GET
@post_required(*OFFICERS)
def template(request, pk):
    campaign = campaign_or_404(request.user, pk)
    return desk.template(_job(request.user, campaign), f"{campaign.title}-活动导入模板")


def _job(user, campaign: Campaign) -> Import:
    """An import as it would be of this user's: asked for templates and rights, not saved."""
    return Import(
        kind=ACTIVITIES, organization=_own_union(user, campaign),
        context={"campaign": str(campaign.pk)}, uploaded_by=user,
    )  # fmt: skip


def _own_union(user, campaign: Campaign) -> Organization:
    """For which union the user works in this month: the highest below the one that runs it."""
    held = [post.organization for post in current_posts(user) if post.role in OFFICERS]
    root = campaign.organization
    return next((union for union in held if union.path.startswith(root.path)), root)


@require_POST
@post_required(*OFFICERS)
def verify(request, pk, job):
    """核实 all that still waits of one import, after looking through its list."""
    found = get_object_or_404(visible.imports(request.user), pk=job, context__campaign=str(pk))
    try:
        done = bulk_verify.verify_all(found, actor=request.user)
        messages.success(
            request, f"已核实{done}次活动。" if done else "这份表格里没有待核实的活动。"
        )
    except Refused as refused:
        messages.error(request, refused.message)
    return HttpResponseRedirect(kinds.of(found).result(found))


@require_GET
@post_required(*OFFICERS)
def activities_export(request, pk):
    """A short list at once; a long one is written by a worker, and its page waits for it."""
    campaign = campaign_or_404(request.user, pk)
    query = bulk_export.given(request.GET)
    rows = bulk_export.rows_of(request.user, campaign, query)
    count = rows.order_by()[: bulk_export.MOST + 1].count()
    if count > bulk_export.MOST:
        messages.error(request, "一次最多导出10万条，请按区县或日期分几次导出。")
        back = reverse("campaigns:activities", args=[pk])
        return HttpResponseRedirect(f"{back}?{request.GET.urlencode()}")
    name = f"{campaign.title}-活动"
    if count > bulk_export.DIRECT:
        job = exporting.ask_for(
            kind=bulk_export.NAME, title=name, organization=_own_union(request.user, campaign),
            context={"campaign": str(campaign.pk), "filters": query}, rows=count,
            actor=request.user,
        )  # fmt: skip
        return redirect("spreadsheets:export", job.pk)
    return _written(request, campaign, query, name)


def _written(request, campaign: Campaign, query: dict, name: str):
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the response that sends it
    rows = writing.write(out, bulk_export.sheet(request.user, campaign, query))
    out.seek(0)
    audit.record(
        "campaigns.exported", actor=request.user, subject=campaign,
        unit=_own_union(request.user, campaign).name,
        data={"what": "activities", "filters": query, "rows": rows},
    )  # fmt: skip
    return writing.attachment(name, out)


@require_http_methods(["GET", "POST"])
@post_required(*MANAGES)
@limited
def station_imports(request):
    job = _station_job(request.user)
    request.shown_as = "organizations:desk-stations"
    form, answer = desk.uploaded(request, job)
    context = {"form": form, "page": desk.history(request, job)}
    return answer or render(
        request, "campaigns/import_stations.html", context, status=desk.status_of(request)
    )


@require_GET
@post_required(*MANAGES)
def station_template(request):
    return desk.template(_station_job(request.user), "驿站导入模板")


def _station_job(user) -> Import:
    held = next(post.organization for post in current_posts(user) if post.role in MANAGES)
    return Import(kind=STATIONS, organization=held, context={}, uploaded_by=user)
