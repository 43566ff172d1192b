"""The pages of 看全局, whose they are and what the main figure of each costs counted live."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from dashboards.navigation import TABS

NEW_MEMBERS = """
    SELECT substr(o.path, 8, 7), m.occupation, count(*)
    FROM membership_member AS m
    JOIN organizations_organization AS o ON o.id = m.organization_id
    WHERE m.joined_at >= date_trunc('year', now())
    GROUP BY 1, 2
"""
ANSWERED = """
    SELECT district_id, date_trunc('hour', decided_at), count(*), count(*) FILTER (WHERE was_late)
    FROM membership_application
    WHERE decided_at >= now() - interval '30 days' AND state IN ('approved', 'refused')
    GROUP BY 1, 2
"""
SERVED = """
    SELECT a.district_id, i.item_id, count(*), sum(a.people)
    FROM campaigns_activity AS a JOIN campaigns_activityitem AS i ON i.activity_id = a.id
    WHERE a.state = 'verified'
    GROUP BY 1, 2
"""
HELPED = """
    SELECT organization_id, count(*), count(*) FILTER (WHERE next_due_on < current_date)
    FROM assistance_hardshipfile WHERE state IN ('on_file', 'relapsed')
    GROUP BY 1
"""
# By the name of the view; pages without a figure of their own have none.
LIVE = {
    "overview": NEW_MEMBERS, "screen": NEW_MEMBERS, "drive": NEW_MEMBERS, "map": ANSWERED,
    "promise": ANSWERED, "coverage": SERVED, "households": HELPED,
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    # "" is anybody.
    username: str
    live: str = ""


def pages() -> Iterator[Page]:
    """The city administrator's, each tab of it, and the same for a district."""
    for tab in TABS:
        name = tab.view.partition(":")[2]
        yield Page(name, reverse(tab.view), "admin", LIVE.get(name, ""))
        yield Page(f"{name} 甘州", reverse(tab.view), "ganzhou-admin", LIVE.get(name, ""))
