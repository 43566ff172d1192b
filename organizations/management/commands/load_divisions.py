from django.core.management.base import BaseCommand

from organizations import divisions


class Command(BaseCommand):
    help = "读入行政区划（可以重复执行）"

    def handle(self, **options):
        counts = divisions.load_divisions()
        self.stdout.write(
            f"区划就绪：{counts.districts}个区县，{counts.townships}个乡镇街道，"
            f"新增{counts.created}条。"
        )
