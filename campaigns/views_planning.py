"""Service months at the desk: the list, and the page of one."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from campaigns.models import Campaign
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import campaign_or_404, page
from organizations.decorators import post_required


@require_GET
@post_required(*OFFICERS)
def campaigns(request):
    rows = Campaign.objects.visible_to(request.user)
    return render(request, "campaigns/campaigns.html", {"campaigns": rows})


@require_GET
@post_required(*OFFICERS)
def campaign(request, pk):
    found = campaign_or_404(request.user, pk)
    return render(request, "campaigns/campaign.html", page(request, found))
