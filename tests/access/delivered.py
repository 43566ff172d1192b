"""A round of the month with one station of 甘州区 in it, for the access matrix."""

from django.utils import timezone

from campaigns import rounds
from organizations.register import Filters


def round_and_delivery(month, actor) -> dict:
    """Whatever stations there are stand in it; the first one's delivery is asked for."""
    today = timezone.localdate()
    made = rounds.open_round(
        campaign=month, name="医药箱进站点", goods="医药箱", starts_on=today, ends_on=today,
        actor=actor,
    )  # fmt: skip
    rounds.add_stations(made, filters=Filters(text="火车站驿站"), actor=actor)
    return {"round": made, "delivery": made.deliveries.get()}
