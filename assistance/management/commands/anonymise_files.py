from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assistance import retention


class Command(BaseCommand):
    help = (
        "把退出满若干年的帮扶档案隐去姓名：删掉本人、电话、住址、收入、联系里写的话，只留数目。"
        "不加 --really 只说会做什么，什么也不改。"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--years", type=int, default=settings.RETENTION_YEARS,
            help=f"退出满几年（默认{settings.RETENTION_YEARS}）",
        )  # fmt: skip
        parser.add_argument("--really", action="store_true", help="真的执行")

    def handle(self, *, years, really, **options):
        if not 0 < years <= 100:
            raise CommandError("--years 应在 1 到 100 之间。")
        at = timezone.now()
        self._foretell(years, at)
        if not really:
            self.stdout.write("以上只是预告，什么也没有改。加上 --really 才执行。")
            return
        done = retention.anonymise(years, at=at)
        self.stdout.write(
            f"已隐去{done.files}份，其中{done.people}人在别处没有记录，证件号码一并删除。"
        )

    def _foretell(self, years: int, at) -> None:
        day = retention.boundary(years, at)
        found = retention.foretell(years, at)
        total = sum(number for _, _, number in found)
        self.stdout.write(
            f"{day.year}年{day.month}月{day.day}日以前退出、还没有隐去姓名的档案：{total}份"
        )
        for union, year, number in found:
            self.stdout.write(f"  {union}，{year}年退出的{number}份")
