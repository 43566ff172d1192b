"""Months and their items for tests; the people are in cast.py."""

import datetime

from django.utils import timezone

from campaigns import planning
from campaigns.models import Campaign, CampaignState
from campaigns.variants import variants


def a_campaign(organization, actor, *, variant="tianjin", title="温暖行动服务月") -> Campaign:
    today = timezone.localdate()
    opened = planning.open_campaign(
        title=title,
        organization=organization,
        starts_on=today - datetime.timedelta(days=10),
        ends_on=today + datetime.timedelta(days=19),
        actor=actor,
        variant=variants()[variant],
    )
    if opened.state == CampaignState.PREPARING:
        planning.move(opened, "start", actor=actor)
    return Campaign.objects.get(pk=opened.pk)


def item(campaign: Campaign, position: int = 1):
    return campaign.items.get(position=position)
