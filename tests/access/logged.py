"""An activity of 甘州区 that waits to be verified, with a photo, for the matrix."""

from campaigns import photos
from campaigns.models import Campaign
from organizations.models import Role
from tests import factories
from tests.campaigns.typed import submitted


def an_activity_with_a_photo(city, month: Campaign) -> dict:
    officer = factories.a_member_of_staff("华演示", city.ganzhou_federation, Role.CAMPAIGN_OFFICER)
    activity = submitted(month, city.ganzhou_federation, officer)
    shown = photos.add(activity, upload=factories.a_picture(), actor=officer)
    return {"activity": activity, "shown": shown}
