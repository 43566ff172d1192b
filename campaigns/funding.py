"""The fund of a service month: set up once by the union that runs it."""

from django.db import transaction

from accounts.models import User
from audit.refusal import Refused
from campaigns.models import Campaign
from campaigns.permissions import refusal_to_manage
from funds import services as funds
from funds.models import Fund


@transaction.atomic
def set_up(
    campaign: Campaign, *, name: str, amount_fen: int, actor: User, is_demo: bool = False
) -> Fund:
    """Give the month its fund; there already: quiet. Raises Refused."""
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True)
    campaign = rows.select_related("organization").get(pk=campaign.pk)
    if campaign.fund:
        return campaign.fund
    refusal = refusal_to_manage(actor, campaign)
    if refusal:
        raise Refused(refusal)
    campaign.fund = funds.open_fund(
        name=name, organization=campaign.organization, amount_fen=amount_fen, actor=actor,
        is_demo=is_demo,
    )  # fmt: skip
    campaign.save(update_fields=["fund"])
    return campaign.fund
