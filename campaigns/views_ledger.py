"""Taking the ledger of gifts out: the second factor once more, a reason, and a watermark."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.decorators import step_up_required
from campaigns import ledger
from campaigns.models import Campaign
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import campaign_or_404, page
from organizations.decorators import post_required
from organizations.posts import unit_of
from people.forms_export import ExportFields
from spreadsheets import writing


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
@step_up_required
def export(request, pk):
    """The list as it is filtered in the address."""
    campaign = campaign_or_404(request.user, pk)
    rows = ledger.listed(request.user, campaign, ledger.Filters.read(request.GET))
    form = ExportFields(request.POST or None)
    if form.is_valid():
        return _file(request, campaign, rows, form.cleaned_data)
    context = page(request, campaign, form=form, count=rows.count())
    return render(request, "campaigns/grants_export.html", context)


def _file(request, campaign: Campaign, rows, given: dict):
    full_names = given["names"] == "full"
    unit = unit_of(request.user)
    now = timezone.localtime()
    ledger.record_export(
        rows, campaign=campaign, full_names=full_names, reason=given["reason"],
        actor=request.user, unit=unit, at=now,
    )  # fmt: skip
    note = f"{unit}{request.user}于{now:%Y-%m-%d %H:%M}导出，用途：{given['reason']}"
    content = writing.book(ledger.sheet(rows, full_names=full_names, note=note))
    return writing.download(f"{campaign.title}_实名发放_{now:%Y%m%d%H%M}", content)
