"""The pages of 看全局, whose they are and what the main figure of each costs counted live."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign

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
DUE = """
    SELECT created_at::date, state, count(*) FROM notifications_message
    WHERE created_at >= now() - interval '60 days'
    GROUP BY 1, 2
"""
YEAR = {"since": "{:%Y}-01-01", "until": "{:%Y-%m-%d}"}
# Who asks for which page, with which parameters; and what its main figure costs counted live.
ASKED: tuple[tuple[str, str, dict, str], ...] = (
    ("overview", "admin", {}, NEW_MEMBERS),
    ("overview", "ganzhou-admin", {}, NEW_MEMBERS),
    ("screen-figures", "admin", {}, NEW_MEMBERS),
    ("map", "admin", {}, ANSWERED),
    ("map", "admin", {"figure": "drive"}, NEW_MEMBERS),
    ("coverage", "admin", {}, SERVED),
    ("coverage", "ganzhou-campaign", {}, SERVED),
    ("coverage", "admin", {"by": "category", "campaign": "all"}, SERVED),
    ("coverage", "admin", {"by": "occupation"}, SERVED),
    ("coverage", "admin", {"by": "township"}, SERVED),
    ("coverage", "admin", {"by": "platform"} | YEAR, SERVED),
    ("activities-rows", "admin", {}, SERVED),
    ("promise", "admin", {}, ANSWERED),
    ("promise", "admin", YEAR, ANSWERED),
    ("promise", "ganzhou-admin", {}, ANSWERED),
    ("applications-rows", "admin", {"measure": "decided"}, ANSWERED),
    ("promise-public", "", {}, ANSWERED),
    ("households", "admin", {}, HELPED),
    ("households", "ganzhou-admin", {}, HELPED),
    ("rows-contacts", "admin", {}, ""),
    ("drive", "admin", {}, NEW_MEMBERS),
    ("drive", "ganzhou-admin", {}, NEW_MEMBERS),
    ("rows-messages", "admin", {}, DUE),
    ("briefs", "admin", {}, ""),
)


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    # "" is anybody.
    username: str
    live: str = ""


def pages() -> Iterator[Page]:
    today = timezone.localdate()
    for name, username, asked, live in ASKED:
        query = urlencode({key: value.format(today) for key, value in asked.items()})
        words = " ".join([name, username.partition("-")[0], *(f"{v}" for v in asked.values())])
        label = name if username == "admin" and not asked else words
        yield Page(label, f"{reverse(f'dashboards:{name}')}?{query}", username, live)
    running, month = Campaign.objects.running().get(), today.replace(day=1)
    for name, of in (("brief-campaign", running.pk), ("brief-month", month)):
        yield Page(name, reverse(f"dashboards:{name}", args=[of]), "admin")
