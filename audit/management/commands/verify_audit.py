from django.core.management.base import BaseCommand, CommandError

from audit import chain
from audit.models import Entry, Seal


class Command(BaseCommand):
    help = "核对审计记录的哈希链；有问题时退出码为1。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--expect",
            default="",
            metavar="HASH",
            help="以前抄录的末端哈希：链里必须还有它，否则末尾被人截掉过",
        )

    def handle(self, *args, **options):
        problems = chain.verify()
        expected = options["expect"]
        if expected and not Seal.objects.filter(hash=expected).exists():
            problems.append("链里找不到抄录的哈希：末尾的记录和封存可能被删掉了")
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"审计记录有{len(problems)}处问题")
        last = Seal.objects.order_by("last_id").last()
        self.stdout.write(f"审计记录完好，共{Entry.objects.count()}条。")
        if last:
            self.stdout.write(f"封存到第{last.last_id}号，末端哈希（请另处抄录）：{last.hash}")
