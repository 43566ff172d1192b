import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from assistance.demo import city as one_plus_one
from campaigns.demo import months
from membership import tallies
from membership.demo import accounts, bulk, city
from membership.demo.live import Day
from organizations.models import Organization, Post, Role


class Command(BaseCommand):
    help = "Build the demo city: districts, unions, stations, staff, members, applications, service months."

    def add_arguments(self, parser):
        parser.add_argument("--members", type=int, default=3000, help="members (default 3000)")
        parser.add_argument(
            "--activities", type=int, default=3000, help="logged activities (default 3000)"
        )

    def handle(self, *, members, activities, **options):
        if not settings.DEMO:
            raise CommandError("正式环境不能装入演示数据。")
        if Organization.objects.exists():
            raise CommandError("已经有工会数据，演示数据只装入空库。")
        if not 0 <= members <= 2_000_000:
            raise CommandError("--members 应在 0 到 2000000 之间。")
        if not 0 <= activities <= 1_000_000:
            raise CommandError("--activities 应在 0 到 1000000 之间。")
        started = time.monotonic()
        now = timezone.localtime()
        # All or nothing: half a city would pass for a whole one at the next start.
        with transaction.atomic():
            city.load()
            staff = accounts.load(since=now.replace(month=1, day=1, hour=9, minute=0))
            reviewers = district_reviewers()
            bulk.load(members, reviewers=reviewers, today=now.date())
            Day(reviewers, now).load()
            tallies.recount(write=True)
            months.load(now, officer=staff["campaign"], number=activities)
            one_plus_one.load(now, actor=staff["admin"])
        took = time.monotonic() - started
        self.stdout.write(f"演示城市已就绪：{members}名会员，{activities}场活动，用时{took:.0f}秒")


def district_reviewers() -> dict:
    """District division id -> the first reviewer posted at its federation."""
    posts = Post.objects.filter(role=Role.REVIEWER).select_related("user", "organization")
    found = {}
    for post in posts.order_by("-user__username"):
        found[post.organization.division_id] = post.user
    return found
