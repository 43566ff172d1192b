"""The screens of the demo city: one that shows, one that was switched off."""

import datetime

from dashboards import screens
from organizations.models import Organization

USUAL_DAYS = 90


def load(now: datetime.datetime, *, actor) -> None:
    city = Organization.objects.get(parent=None)
    for place, ago, is_over in (("三楼会议室", 20, False), ("一楼服务大厅", 75, True)):
        made = now - datetime.timedelta(days=ago)
        link, _ = screens.make(union=city, place=place, days=USUAL_DAYS, actor=actor, at=made)
        if is_over:
            screens.revoke(link, actor=actor, at=made + datetime.timedelta(days=40))
