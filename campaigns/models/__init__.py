"""Service months: what is planned, logged, booked, given, wished for and delivered."""

from campaigns.models.activity import (
    Activity,
    ActivityGoods,
    ActivityItem,
    ActivityPhoto,
    ActivityReach,
    ActivityState,
)
from campaigns.models.campaign import Campaign, CampaignState, ServiceItem, Target
from campaigns.models.delivery import Delivery, DeliveryRound
from campaigns.models.gift import Grant, GrantKind, HealthBenefit
from campaigns.models.session import Booking, BookingState, Session, SessionKind, SessionState
from campaigns.models.tally import (
    CampaignDayTally,
    CampaignTally,
    CampaignTallyDelta,
    CampaignTownshipDayTally,
    CampaignTownshipTally,
)
from campaigns.models.wish import Wish, WishState

__all__ = [
    "Activity", "ActivityGoods", "ActivityItem", "ActivityPhoto", "ActivityReach",
    "ActivityState", "Booking", "BookingState", "Campaign", "CampaignDayTally", "CampaignState",
    "CampaignTally", "CampaignTallyDelta", "CampaignTownshipDayTally", "CampaignTownshipTally", "Delivery", "DeliveryRound", "Grant", "GrantKind", "HealthBenefit",
    "ServiceItem", "Session", "SessionKind", "SessionState", "Target", "Wish", "WishState",
]  # fmt: skip
