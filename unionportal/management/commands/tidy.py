from django.core.management.base import BaseCommand

from unionportal.tidying import tidy

WORDS = {
    "sessions": "过期的会话",
    "sign_ins": "200天以前的登录记录",
    "failures": "200天以前的登录失败",
    "failure_log": "200天以前的登录失败明细",
    "access_log": "200天以前的登录流水",
    "drafts": "90天没交、本人也没再来的草稿",
    "help_requests": "没有通过或撤回了180天的帮扶申请",
    "screen_links": "停用或到期200天的大屏链接",
    "sheet_rows": "摸底表格里过了7天的行",
    "import_rows": "导入完90天的表格里的行",
    "exports": "写好7天的导出表格",
    "stray_sheets": "没有用到的表格文件",
}


class Command(BaseCommand):
    help = (
        "清理保存期满的会话、登录记录、草稿和大屏链接，并说出各清理了多少（每天也会自动做一次）。"
    )

    def handle(self, **options):
        for name, count in tidy().items():
            self.stdout.write(f"{WORDS[name]}：{count}")
