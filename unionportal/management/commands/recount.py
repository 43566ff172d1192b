from django.core.management.base import BaseCommand

from assistance import care_days
from assistance import covering as assistance
from campaigns import tallies as campaigns
from funds import proof as funds
from membership import promising, rolling
from membership import tallies as membership
from notifications import message_days

ALL = (
    membership.recount, promising.recount, rolling.recount, campaigns.recount, assistance.recount,
    care_days.recount, funds.recount, message_days.recount,
)  # fmt: skip


class Command(BaseCommand):
    help = "Count the rows again and make the tallies equal; --check only compares (exit code 1)."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="compare, change nothing")

    def handle(self, *, check, **options):
        different = [line for recount in ALL for line in recount(write=not check)]
        for line in different:
            self.stdout.write(line)
        self.stdout.write(f"{len(different)} 处不同")
        if check and different:
            raise SystemExit(1)
