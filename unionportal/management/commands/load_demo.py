import datetime
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from assistance import care_days
from assistance.demo import bulk as files_in_bulk
from assistance.demo import city as one_plus_one
from assistance.demo import day
from audit import copying
from campaigns.demo import months
from dashboards import demo as screens
from membership import tallies
from membership.demo import accounts, bulk, city, drive
from membership.demo.live import Day
from notifications import demo as messages
from notifications import message_days
from organizations.models import Organization, Post, Role


class Command(BaseCommand):
    help = "Build the demo city: districts, unions, stations, staff, members, applications, service months."

    def add_arguments(self, parser):
        parser.add_argument("--members", type=int, default=20_000, help="members (default 20000)")
        parser.add_argument(
            "--activities", type=int, default=3000, help="logged activities (default 3000)"
        )
        parser.add_argument(
            "--households", type=int, default=day.HOUSEHOLDS,
            help="households of the day on which all are called (default 943; 0: without that day)",
        )  # fmt: skip
        parser.add_argument(
            "--files", type=int, default=0,
            help="hardship files more, in bulk, of members without one (default 0)",
        )  # fmt: skip

    def handle(self, *, members, activities, households, files, **options):
        if not settings.DEMO:
            raise CommandError("正式环境不能装入演示数据。")
        if Organization.objects.exists():
            raise CommandError("已经有工会数据，演示数据只装入空库。")
        if not 0 <= members <= 2_000_000:
            raise CommandError("--members 应在 0 到 2000000 之间。")
        if not 0 <= activities <= 1_000_000:
            raise CommandError("--activities 应在 0 到 1000000 之间。")
        if not 0 <= households <= day.HOUSEHOLDS:
            raise CommandError(f"--households 应在 0 到 {day.HOUSEHOLDS} 之间。")
        if not 0 <= files <= members:
            raise CommandError("--files 应在 0 到 --members 之间：一份档案要有一名会员。")
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
            drive.load(now, actor=staff["admin"])
            months.load(now, officer=staff["campaign"], number=activities)
            one_plus_one.load(now, actor=staff["admin"])
            if households:
                day.load(now, households=households)
            load_files(files, now)
            screens.load(now, actor=staff["admin"])
            messages.deliver_past(now)
            message_days.fold()
            care_days.fold()
            # The first pages must not be planned for empty tables.
            copying.analyse()
        took = time.monotonic() - started
        self.stdout.write(f"演示城市已就绪：{members}名会员，{activities}场活动，用时{took:.0f}秒")


def load_files(number: int, now: datetime.datetime) -> None:
    if not number:
        return
    free = files_in_bulk.people().count()
    if number > free:
        raise CommandError(f"--files 最多 {free}：没有档案的演示会员只有这么多，请加大 --members。")
    files_in_bulk.load(number, now=now)


def district_reviewers() -> dict:
    """District division id -> the first reviewer posted at its federation."""
    posts = Post.objects.filter(role=Role.REVIEWER).select_related("user", "organization")
    found = {}
    for post in posts.order_by("-user__username"):
        found[post.organization.division_id] = post.user
    return found
