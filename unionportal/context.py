"""What every template knows. No queries here: it runs for every page."""

from django.conf import settings
from django.utils import timezone

ELDER_COOKIE = "elder"


def portal(request) -> dict:
    return {
        "CITY_NAME": settings.CITY_NAME,
        "CITY_PHONE": settings.CITY_PHONE,
        "DEMO": settings.DEMO,
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
        "now": timezone.localtime(),
    }
