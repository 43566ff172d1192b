"""One check-up *or* one subsidy, a person a campaign: the database holds whichever came first.

Each act belongs to a greater one (booking, giving), which stands or falls as a whole.
"""

import uuid

from audit.refusal import Refused
from campaigns.models import Booking, Campaign, Grant, HealthBenefit
from people.models import Person

HAS_BOOKING = {
    "booking": "本次服务月您已经约了一次体检，每人一次。要换场次，请先取消原来的预约。",
    "grant": "本人已经约了这次服务月的体检，体检和体检补贴只能选一样。取消预约后可以领补贴。",
}
HAS_GRANT = {
    "booking": "本次服务月您已经领了体检补贴，体检和补贴只能选一样，不能再约体检。",
    "grant": "本人已经领过这次服务月的体检补贴，每人一次。",
}


def claim_for_booking(campaign: Campaign, person: Person, booking: Booking) -> HealthBenefit:
    """Hold the benefit for a check-up; the same booking twice is quiet. Raises Refused."""
    return _claim(campaign, person, "booking", booking)


def claim_for_grant(campaign: Campaign, person: Person, grant: Grant) -> HealthBenefit:
    """Hold the benefit for a subsidy; the same grant twice is quiet. Raises Refused."""
    return _claim(campaign, person, "grant", grant)


def release(*, booking: Booking | None = None, grant: Grant | None = None) -> None:
    """Let the person choose anew: the booking was cancelled, the grant reversed. Twice is quiet."""
    if booking:
        HealthBenefit.objects.filter(booking=booking).delete()
    if grant:
        HealthBenefit.objects.filter(grant=grant).delete()


def refusal_to_claim(campaign: Campaign, person_id: uuid.UUID | None, wanted: str) -> str:
    """Why this person may not have `wanted` ("booking" or "grant"), said before they ask; or ""."""
    held = HealthBenefit.objects.filter(campaign=campaign, person=person_id).first()
    return _refusal(held, wanted) if held else ""


def _claim(
    campaign: Campaign, person: Person, wanted: str, holder: Booking | Grant
) -> HealthBenefit:
    # The unique constraint decides, also between two at once: the later one waits here for the
    # earlier, and reads what it left.
    HealthBenefit.objects.bulk_create(
        [HealthBenefit(campaign=campaign, person=person, **{wanted: holder})],
        ignore_conflicts=True,
    )
    held = HealthBenefit.objects.filter(campaign=campaign, person=person).first()
    if held is None:
        raise Refused("刚才同时有别的办理，请再试一次。", field="kind")
    if getattr(held, f"{wanted}_id") != holder.pk:
        raise Refused(_refusal(held, wanted), field="kind")
    return held


def _refusal(held: HealthBenefit, wanted: str) -> str:
    return (HAS_BOOKING if held.booking_id else HAS_GRANT)[wanted]
